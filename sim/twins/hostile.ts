import { fromBase64Url, fromUtf8, toBase64 } from "../../src/base/bytes.ts";
import { type Json, canonicalBytes } from "../../src/base/canonical.ts";
import { streamId } from "../../src/base/ids.ts";
import { toInstant } from "../../src/base/time.ts";
import { signDigest } from "../../src/crypto/acts.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { SignedOfficerAct } from "../../src/exchange/messages.ts";
import { readAct } from "../../src/exchange/officer-act.ts";
import {
  type Outgoing,
  type StreamHead,
  bodyOf,
  insert,
  messageKey,
  padded,
  read,
  together,
  write,
} from "../../src/exchange/rows.ts";
import type { Row, Tx } from "../../src/exchange/store-port.ts";
import { makeLeaf } from "../../src/log/leaf.ts";
import type { Mandate } from "../../src/party/directory.ts";
import { type Sim, BEGAN } from "../sim.ts";
import { signedAct } from "../world/still-federation.ts";
import type { Machine } from "./machine.ts";

/**
 * In most seeds one machine has a hostile operator: with full power over its rows and keys, and over the keys of
 * its own officers, it changes a message before it is signed. What it then says is signed, logged and witnessed as it
 * should be; only the law, or what the receiver knows, shows that it must not be accepted.
 */
export interface Hostile {
  /** Rows that a machine has just committed. */
  sees(machine: Machine, rows: readonly Row[]): void;
  /** The operator is found out: what will never get a receipt is taken back. */
  heal(): void;
}

/** A message as its payload has it. */
interface Said {
  kind: string;
  from: string;
  to: string;
  stream: string;
  seq: number;
  prev: string | null;
  ref: string;
  created: string;
  body: Record<string, unknown>;
}

/** What the operator does to a message, and what the receiver must do about it. */
interface Change {
  /** What is wrong with it, in words. */
  why: string;
  /** Whether it must not even get a receipt, or a receipt that refuses it. */
  must: "get no receipt" | "be refused" | "be no neighbour";
  payload: Said;
  /** Instead of a leaf that commits to it: none, or one that commits to something else. */
  leaf?: "none" | "other";
}

type Trick = (sim: Sim, machine: Machine, said: Said) => Promise<Change | null>;

export function hostileOf(sim: Sim): Hostile {
  const random = sim.random.fork("hostile");
  const isHere = random.below(6) > 0;
  const [asNode, which] = [random.below(4) > 0, random.next()];
  const begin = random.below(1_000);
  const turns = new Map<string, number>();
  const seen = new Set<string>();
  let chosen: string | undefined;
  /** The message under whose number something else was said, once its receipt was there. */
  let later: string | null = null;

  function party(): string {
    const kind = asNode ? "node" : "provider";
    const machines = [...sim.machines.values()].filter((each) => each.kind === kind);
    chosen ??= (machines[which % machines.length] as Machine).party;
    return chosen;
  }
  /** The tricks for a kind of message in their turn, from one that is drawn. */
  function turnOf(kind: string): number {
    const turn = turns.get(kind) ?? begin;
    turns.set(kind, turn + 1);
    return turn;
  }
  /** Found out: what will never get a receipt is taken back, and who halted over a contradiction starts anew. */
  async function repair(machine: Machine): Promise<void> {
    if (!stuckRows.has(sim)) return;
    for (const [key, before] of stuckRows.get(sim) ?? []) await takeBack(machine, key, before);
    if (later !== null) machine.restart();
    // What comes after what was taken back would wait for ever.
    for (let day = 0; day < 10; day++) {
      await sim.agenda.sleep(86_400_000);
      for (const row of machine.disk.rows.query({ kind: "outbox", status: "ready", limit: 1_000 }))
        if (bodyOf("outbox", row).tries > 40) await takeBack(machine, row.key, null);
    }
  }
  return {
    heal() {
      const machine = isHere ? sim.machines.get(party()) : undefined;
      if (machine) void repair(machine);
    },
    sees(machine, rows) {
      if (!isHere || machine.party !== party()) return;
      for (const row of rows) {
        if (row.kind === "inbox" && isOpened(machine, row))
          if (sim.faults.strikes("rows edited by a hostile operator", machine.party))
            void decideOwn(sim, machine, bodyOf("inbox", row).ref);
        if (row.kind !== "outbox") continue;
        if (row.status === "done" && later === null && random.below(OTHERWISE) === 0)
          if (sim.faults.strikes("rows edited by a hostile operator", machine.party)) {
            later = row.key;
            void sayOtherwise(sim, machine, row);
          }
        if (row.status !== "unsigned" || seen.has(row.key)) continue;
        seen.add(row.key);
        const { kind } = bodyOf("outbox", row);
        if (kind !== "request" && random.below(NEWS) !== 0) continue;
        if (sim.faults.strikes("rows edited by a hostile operator", machine.party))
          void edit(sim, machine, row, turnOf(kind));
      }
    },
  };
}

/** One in so many messages that have their receipt is said again, otherwise; once in a run, for it ends in a halt. */
const OTHERWISE = 10;

/** Requests are edited whenever the fault strikes, other messages once in so many times of that. */
const NEWS = 3;

/** Two messages under one number: the second a millisecond younger, with a leaf and a proof of its own. */
async function sayOtherwise(sim: Sim, machine: Machine, row: Row): Promise<void> {
  const seed = sim.random.fork(`hostile/otherwise/${row.key}`).bytes(32);
  const wants = together({
    locks: [`outbox:${row.key}`, "log"],
    rows: [
      ["outbox", row.key],
      ["log", "head"],
    ],
  });
  const said = dated(JSON.parse(bodyOf("outbox", row).payload) as Said);
  const payload = canonicalBytes(said as unknown as Json);
  const digest = digestOf(payload);
  const why = "another was said under its number before";
  sim.oracle.tell({
    what: "edited",
    at: sim.agenda.now,
    party: machine.party,
    digest,
    why,
    must: "get no receipt",
  });
  sim.trace.note(sim.agenda.now, machine.party, `operator says something else as ${row.key}`);
  noteStuck(sim, row.key, row);
  await machine.disk
    .storeFor({ alive: true })
    .transact(wants, (tx) => {
      const known = read(tx, "outbox", row.key) as Outgoing;
      const leaf = known.leaf && leafFor(tx, payload, seed);
      const next = {
        ...known,
        payload: fromUtf8(payload),
        digest,
        leaf,
        act: null,
        sealed: null,
        receipt: null,
      };
      write(tx, "outbox", row.key, row.scope, next, { status: "unsigned", due: machine.clock.now() });
    })
    .catch(() => undefined);
}

/** Whether the other side has just said that it has opened a request of this machine. */
function isOpened(machine: Machine, row: Row): boolean {
  const { kind, ref, receipt, act } = bodyOf("inbox", row);
  if (kind !== "receipt" || receipt.act !== null || ref.slice(0, 2) !== machine.state) return false;
  const payload = JSON.parse(
    fromUtf8(fromBase64Url((JSON.parse(act) as { payload: string }).payload)),
  ) as Said;
  return payload.body["stage"] === "opened";
}

/** The requesting Party decides its own request, in a message that nothing in its program would have sent. */
async function decideOwn(sim: Sim, machine: Machine, ref: string): Promise<void> {
  const officer = officerIn(sim, machine, ["decide"]);
  if (!officer) return;
  const says = { outcome: "granted", grounds: [], reasons: "We grant it to ourselves.", conditions: [] };
  const act = await signNow(sim, officer, { verb: "decide-request", subject: ref, says });
  const seed = sim.random.fork(`hostile/own/${ref}`).bytes(32);
  const to = `node.${ref.slice(3, 5).toLowerCase()}`;
  const stream = streamId(machine.party, to);
  const wants = together({
    locks: [`stream:${stream}`, "log"],
    rows: [
      ["stream", stream],
      ["log", "head"],
    ],
  });
  const why = "the requesting Party decides its own request";
  let digest: string | undefined;
  await machine.disk
    .storeFor({ alive: true })
    .transact(wants, (tx) => {
      const head = read(tx, "stream", stream);
      if (!head) return;
      const [seq, created] = [head.seq + 1, machine.clock.now()];
      const address = { from: machine.party, to, stream, seq, prev: head.digest, after: [] as number[], ref };
      const said = {
        format: "comity/message/v1",
        kind: "decision",
        ...address,
        created,
        body: { ...says, act },
      };
      const payload = canonicalBytes(said as unknown as Json);
      const row = { ...address, kind: "decision", payload: fromUtf8(payload), digest: digestOf(payload) };
      const rest = { act: null, sealed: null, tries: 0, tried: null, lastProblem: null, receipt: null };
      const whole: Outgoing = { ...row, leaf: leafFor(tx, payload, seed), ...rest };
      insert(tx, "outbox", messageKey(stream, seq), stream, whole, { status: "unsigned", due: created });
      write(tx, "stream", stream, "streams", { seq, digest: row.digest, ahead: [] });
      digest = row.digest;
    })
    // An error says nothing about whether it was committed.
    .catch(() => undefined);
  if (!digest) return;
  sim.trace.note(sim.agenda.now, machine.party, `operator decides ${ref} itself`);
  sim.oracle.tell({
    what: "edited",
    at: sim.agenda.now,
    party: machine.party,
    digest,
    why,
    must: "be refused",
  });
}

async function edit(sim: Sim, machine: Machine, row: Row, turn: number): Promise<void> {
  const { payload } = bodyOf("outbox", row);
  const said = JSON.parse(payload) as Said;
  const tricks = tricksFor(machine, said);
  // Each in its turn, so that a run sees many of them; where they begin is drawn.
  const change = await (tricks[turn % Math.max(1, tricks.length)] ?? nothing)(sim, machine, said);
  if (!change || (change.must !== "be refused" && !mayStick(sim))) return;
  stop(sim, machine);
  const random = sim.random.fork(`hostile/${row.key}`);
  const seeds = { leaf: random.bytes(32) };
  const { stream, seq } = change.payload;
  const wants = together({
    locks: [`outbox:${row.key}`, `stream:${stream}`, "log"],
    rows: [
      ["outbox", row.key],
      ["stream", stream],
      ["log", "head"],
    ],
  });
  let digest: string | undefined;
  await machine.disk
    .storeFor({ alive: true })
    .transact(wants, (tx) => {
      digest = rewrite(tx, row.key, payload, change, seeds.leaf);
    })
    // An error says nothing about whether it was committed.
    .catch(() => undefined);
  if (!digest) return;
  if (change.must !== "be refused") noteStuck(sim, row.key, null);
  const { why, must } = change;
  sim.trace.note(sim.agenda.now, machine.party, `operator edits ${stream}/${seq}: ${why}`);
  sim.oracle.tell({ what: "edited", at: sim.agenda.now, party: machine.party, digest, why, must });
}

/** Milliseconds that it takes to change a row by hand. */
const BY_HAND = 30_000;

/** The process is down while its rows are changed: it would go on with what it read before. */
function stop(sim: Sim, machine: Machine): void {
  machine.downUntil = Math.max(machine.downUntil, sim.agenda.now + BY_HAND);
  machine.die("so that its operator can change its rows");
}

/** Rows that will never get a receipt, with what stood there before; null where only its tries are to end. */
const stuckRows = new WeakMap<Sim, Map<string, Row | null>>();

function noteStuck(sim: Sim, key: string, before: Row | null): void {
  stuckRows.set(sim, (stuckRows.get(sim) ?? new Map<string, Row | null>()).set(key, before));
}

async function takeBack(machine: Machine, key: string, before: Row | null): Promise<void> {
  const wants = together({ locks: [`outbox:${key}`], rows: [["outbox", key]] });
  await machine.disk.storeFor({ alive: true }).transact(wants, (tx) => {
    const row = tx.get("outbox", key);
    if (row) tx.put(before ?? { ...row, status: "done", due: null });
  });
}

/** The digest of what is there now, or undefined where the message was signed meanwhile. */
function rewrite(tx: Tx, key: string, before: string, change: Change, seed: Uint8Array): string | undefined {
  const row = tx.get("outbox", key);
  const known = read(tx, "outbox", key);
  if (!row || !known || row.status !== "unsigned" || known.act !== null || known.payload !== before)
    return undefined;
  const payload = canonicalBytes(change.payload as unknown as Json);
  const digest = digestOf(payload);
  const next: Outgoing = {
    ...known,
    kind: change.payload.kind,
    payload: fromUtf8(payload),
    digest,
    leaf:
      known.leaf && change.leaf !== "none"
        ? leafFor(tx, change.leaf === "other" ? seed : payload, seed)
        : null,
  };
  write(tx, "outbox", key, row.scope, next, { status: row.status, due: row.due });
  const head = read(tx, "stream", known.stream) as StreamHead;
  if (head.seq === known.seq) write(tx, "stream", known.stream, "streams", { ...head, digest });
  return digest;
}

function leafFor(tx: Tx, event: Uint8Array, seed: Uint8Array): Outgoing["leaf"] {
  const { size } = read(tx, "log", "head") ?? { size: 0 };
  insert(tx, "leaf", padded(size), "log", {
    index: size,
    leaf: toBase64(makeLeaf(seed, event)),
    event: digestOf(event),
  });
  write(tx, "log", "head", "log", { size: size + 1 });
  return { index: size, seed: toBase64(seed) };
}

/**
 * What gets no receipt is sent for ever, and what comes after it in its case waits: a few of these are enough, and not
 * before half of the days are over.
 */
const STUCK = 3;
const stuck = new WeakMap<Sim, number>();

function mayStick(sim: Sim): boolean {
  if (sim.agenda.now < BEGAN + (sim.plan.days * 86_400_000) / 2) return false;
  const count = (stuck.get(sim) ?? 0) + 1;
  stuck.set(sim, count);
  return count <= STUCK;
}

const nothing: Trick = async () => null;

function tricksFor(machine: Machine, said: Said): Trick[] {
  if (said.kind === "order" || said.kind === "recall") return [];
  if (said.kind === "reply") return [replyElsewhere, replyToNothing];
  const always = [otherCase, brokenChain, brokenChain, withoutTrace, traceOfAnother];
  if (said.kind === "request")
    return [approvedByAuthor, withoutMandate, otherWords, otherHand, fromTheFuture];
  if (said.ref.slice(0, 2) === machine.state && said.kind === "received")
    return [ownDecision, ownDecision, ...always];
  if (said.kind === "withdrawal") return [ownDecision, saysMore, otherHandInNews, ...always];
  return "act" in said.body ? [saysMore, saysMore, otherHandInNews, ...always] : always;
}

/** An officer of the machine's State with all these mandates. */
function officerIn(
  sim: Sim,
  machine: Machine,
  mandates: readonly Mandate[],
  with_ = true,
): string | undefined {
  const entry = sim.world.entries.find((each) => each.state === machine.state);
  return entry?.officers.find(
    (each) => each.until === null && mandates.every((mandate) => each.mandates.includes(mandate) === with_),
  )?.id;
}

function signNow(
  sim: Sim,
  officer: string,
  act: { verb: string; subject: string; says: unknown },
  later = 0,
) {
  return signedAct(
    sim.world,
    toInstant(sim.agenda.now + later),
    officer,
    act as Parameters<typeof signedAct>[3],
  );
}

interface RequestBody {
  content: Record<string, unknown>;
  author: SignedOfficerAct;
  approver: SignedOfficerAct;
}

/** The request with other acts under it. */
function requestWith(said: Said, change: Partial<RequestBody>): Said {
  return { ...said, body: { ...said.body, ...change } };
}

const approvedByAuthor: Trick = async (sim, machine, said) => {
  const both = officerIn(sim, machine, ["draft", "approve"]);
  if (!both) return null;
  const { author, approver } = said.body as unknown as RequestBody;
  const own = await signNow(sim, both, readAct(author.act));
  const again = await signNow(sim, both, readAct(approver.act));
  const payload = requestWith(said, { author: own, approver: again });
  return { why: "its author approved it", must: "be refused", payload };
};

const withoutMandate: Trick = async (sim, machine, said) => {
  const { author, approver } = said.body as unknown as RequestBody;
  const officer = officerIn(sim, machine, ["approve"], false);
  const other = officerIn(sim, machine, ["authorise"]);
  const who = officer === author.signature.officer ? other : officer;
  if (!who) return null;
  const payload = requestWith(said, { approver: await signNow(sim, who, readAct(approver.act)) });
  return { why: "its approver has no mandate to approve", must: "be refused", payload };
};

const otherWords: Trick = async (_sim, _machine, said) => {
  const { content } = said.body as unknown as RequestBody;
  const payload = requestWith(said, {
    content: { ...content, facts: `${String(content["facts"])} And more.` },
  });
  return { why: "it says what nobody signed", must: "be refused", payload };
};

/** The act with the same digest under another officer's key. */
async function inOtherHand(
  sim: Sim,
  machine: Machine,
  signed: SignedOfficerAct,
): Promise<SignedOfficerAct | null> {
  const other = officerIn(sim, machine, ["oversee"]);
  const key = other ? sim.world.officerKeys.get(other) : undefined;
  if (!key) return null;
  const { digest, kid } = signed.signature;
  const proof = await signDigest(digest, key, kid, toInstant(sim.agenda.now));
  return { ...signed, signature: { ...signed.signature, proof } };
}

const otherHand: Trick = async (sim, machine, said) => {
  const approver = await inOtherHand(sim, machine, (said.body as unknown as RequestBody).approver);
  if (!approver) return null;
  return {
    why: "another hand signed for its approver",
    must: "be refused",
    payload: requestWith(said, { approver }),
  };
};

const otherHandInNews: Trick = async (sim, machine, said) => {
  const act = await inOtherHand(sim, machine, said.body["act"] as SignedOfficerAct);
  if (!act) return null;
  const payload = { ...said, body: { ...said.body, act } };
  return { why: "another hand signed for its officer", must: "be refused", payload };
};

const fromTheFuture: Trick = async (sim, _machine, said) => {
  const { approver } = said.body as unknown as RequestBody;
  const later = await signNow(sim, approver.signature.officer, readAct(approver.act), 7_200_000);
  const payload = requestWith(said, { approver: later });
  return { why: "its approval is dated after it", must: "be refused", payload };
};

const saysMore: Trick = async (_sim, _machine, said) => {
  const more =
    said.kind === "decision"
      ? { outcome: said.body["outcome"] === "granted" ? "declined" : "granted" }
      : said.kind === "deficient"
        ? { missing: [{ field: "necessity", why: "Nobody signed this." }] }
        : said.kind === "withdrawal"
          ? { reason: "Nobody signed this." }
          : null;
  if (!more) return null;
  const payload = { ...said, body: { ...said.body, ...more } };
  return { why: `the ${said.kind} says what its officer did not sign`, must: "be refused", payload };
};

/** The requesting Party decides its own request. */
const ownDecision: Trick = async (sim, machine, said) => {
  const officer = officerIn(sim, machine, ["decide"]);
  if (!officer) return null;
  const says = { outcome: "granted", grounds: [], reasons: "We grant it to ourselves.", conditions: [] };
  const act = await signNow(sim, officer, { verb: "decide-request", subject: said.ref, says });
  const payload = { ...said, kind: "decision", body: { ...says, act } };
  return { why: "the requesting Party decides its own request", must: "be refused", payload };
};

const otherCase: Trick = async (sim, machine, said) => {
  if (said.kind === "withdrawal") return null;
  const receiver = sim.machines.get(said.to);
  const side = said.kind === "received" ? "requested" : "requesting";
  const foreign = receiver?.disk.rows
    .query({ kind: "case", limit: 1_000 })
    .map((row) => bodyOf("case", row))
    .find((each) => each.peer !== machine.party && each.side === side);
  if (!foreign || "act" in said.body) return null;
  const payload = { ...said, ref: foreign.ref };
  return { why: "it speaks of a case of other Parties", must: "be refused", payload };
};

const brokenChain: Trick = async (_sim, _machine, said) => {
  if (said.prev === null) return null;
  const payload = { ...said, prev: `sha256:${"0".repeat(64)}` };
  return { why: "it does not name the message before it", must: "be no neighbour", payload };
};

const withoutTrace: Trick = async (_sim, machine, said) =>
  machine.log
    ? { why: "it left no trace in the log", must: "get no receipt", payload: dated(said), leaf: "none" }
    : null;

const traceOfAnother: Trick = async (_sim, machine, said) =>
  machine.log
    ? {
        why: "its trace is that of something else",
        must: "get no receipt",
        payload: dated(said),
        leaf: "other",
      }
    : null;

/** The same a millisecond later, so that nobody takes it for what it was. */
function dated(said: Said): Said {
  return { ...said, created: toInstant(Date.parse(said.created) + 1) };
}

const replyElsewhere: Trick = async (sim, machine, said) => {
  const node = sim.machines.get(said.to);
  const measure = said.body["kind"] === "preserved" ? "preserve" : "produce";
  const other = node?.disk.rows
    .query({ kind: "case", limit: 1_000 })
    .map((row) => bodyOf("case", row))
    .find(
      (each) =>
        each.ref !== said.ref &&
        each.orders.some((order) => order.measure === measure && order.provider === machine.party),
    );
  if (!other || said.body["kind"] === "cannot") return null;
  const payload = { ...said, ref: other.ref };
  return { why: "it answers an order of another case", must: "be refused", payload };
};

const replyToNothing: Trick = async (_sim, _machine, said) => {
  const payload = { ...said, body: { ...said.body, order: `sha256:${"1".repeat(64)}` } };
  return { why: "it answers an order that was never served", must: "be refused", payload };
};
