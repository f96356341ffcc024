import { fromBase64, fromUtf8, toBase64, utf8 } from "../base/bytes.ts";
import { canonicalBytes, parseCanonical } from "../base/canonical.ts";
import { isProblem } from "../base/problem.ts";
import { toInstant, toMillis } from "../base/time.ts";
import { verifyAct } from "../crypto/acts.ts";
import { makeReceipt } from "../log/prove.ts";
import { keysOfParty, partyOf, recipientOf } from "../party/directory.ts";
import { advance } from "../request/case.ts";
import type { Kit } from "./engine.ts";
import { fetchEvidence } from "./fetch-evidence.ts";
import { type Envelope, Receipt } from "./messages.ts";
import { publishOwnLog } from "./own-log.ts";
import { type Outgoing, bodyOf, messageKey, read, together, write } from "./rows.ts";
import { appendLeaf } from "./streams.ts";
import { fireTimer, wantsToFire } from "./timers.ts";
import type { Row } from "./store-port.ts";

/** What one round of work found and did, and what still waits. */
export interface WorkReport {
  done: number;
  /** Set when the log waits for witnesses: how many have cosigned and how many are needed. */
  waiting: { have: number; need: number } | null;
  /** Set when the log has halted: the code. Nothing that needs a trace leaves until a person has looked. */
  halted: string | null;
}

const BATCH = 200;

/**
 * One round: sign what was written, publish the log, give each message its proof and seal it, send, fire timers, fetch
 * evidence. All of it is found in rows, so a round after a crash does what the one before left.
 */
export async function work(kit: Kit): Promise<WorkReport> {
  const report: WorkReport = { done: 0, waiting: null, halted: null };
  report.done += await signOutbox(kit);
  await publishOwnLog(kit, report);
  report.done += await sealOutbox(kit);
  report.done += await dispatch(kit);
  report.done += await fireTimers(kit);
  report.done += await fetchEvidence(kit);
  return report;
}

/** Changes an outbox row under its own lock, if it is still in the state it was found in. */
async function change(
  kit: Kit,
  row: Row,
  to: { status: string; due: string | null },
  edit: (body: Outgoing) => Outgoing,
): Promise<void> {
  await kit.run(together({ locks: [`outbox:${row.key}`], rows: [["outbox", row.key]] }), (context) => {
    const now = context.tx.get("outbox", row.key);
    if (now?.status !== row.status) return;
    write(context.tx, "outbox", row.key, now.scope, edit(bodyOf("outbox", now)), to);
  });
}

async function signOutbox(kit: Kit): Promise<number> {
  const rows = await kit.ports.store.query({ kind: "outbox", status: "unsigned", limit: BATCH });
  for (const row of rows) {
    const { payload } = bodyOf("outbox", row);
    const act = await kit.ports.sign("comity-message", utf8(payload), kit.ports.now());
    await change(kit, row, { status: "signed", due: kit.ports.now() }, (body) => ({
      ...body,
      act: body.act ?? act,
    }));
  }
  return rows.length;
}

/** Gives each signed message its witnessed proof, seals the envelope, and makes it ready. The bytes stay the same for each try. */
async function sealOutbox(kit: Kit): Promise<number> {
  const { ports } = kit;
  const rows = await ports.store.query({
    kind: "outbox",
    status: "signed",
    dueBy: ports.now(),
    limit: BATCH,
  });
  const published = await ports.store.read("published", "head");
  const head = published ? bodyOf("published", published) : null;
  let done = 0;
  for (const row of rows) {
    const message = bodyOf("outbox", row);
    if (message.leaf && (!head || message.leaf.index >= head.size)) continue;
    if (await sealOne(kit, row, message, head?.checkpoint ?? "")) done++;
  }
  return done;
}

/** One message that cannot be sealed waits, visibly, and stops no other. */
async function sealOne(kit: Kit, row: Row, message: Outgoing, checkpoint: string): Promise<boolean> {
  const { ports, config } = kit;
  try {
    const proof =
      message.leaf && ports.log
        ? await makeReceipt(ports.log.tiles.read, checkpoint, message.leaf.index)
        : null;
    const trace = message.leaf && proof ? { seed: message.leaf.seed, proof } : null;
    const envelope: Envelope = { format: "comity/envelope/v1", act: message.act as string, trace };
    const recipient = recipientOf(partyOf(config.directory, message.to), ports.now());
    const sealed = await ports.seal(canonicalBytes(envelope), [recipient]);
    await change(kit, row, { status: "ready", due: ports.now() }, (body) => ({
      ...body,
      sealed: toBase64(sealed),
    }));
    return true;
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { code } = error;
    await change(kit, row, { status: "signed", due: nextTry(kit, message.tries) }, (body) => ({
      ...body,
      tries: body.tries + 1,
      lastProblem: code,
    }));
    return false;
  }
}

/** Sends what is ready: in order within a stream, streams side by side. */
async function dispatch(kit: Kit): Promise<number> {
  const due = await kit.ports.store.query({
    kind: "outbox",
    status: "ready",
    dueBy: kit.ports.now(),
    limit: BATCH,
  });
  const streams = new Map<string, Row[]>();
  for (const row of due) streams.set(row.scope, [...(streams.get(row.scope) ?? []), row]);
  const counts = await Promise.all(
    [...streams.values()].map((rows) =>
      sendInOrder(
        kit,
        rows.sort((a, b) => (a.key < b.key ? -1 : 1)),
      ),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sendInOrder(kit: Kit, rows: readonly Row[]): Promise<number> {
  let done = 0;
  for (const row of rows) {
    if (await earlierWaits(kit, row)) return done;
    if (!(await sendOne(kit, row))) return done;
    done++;
  }
  return done;
}

/** Whether an earlier message of the stream has no receipt yet: it goes first. */
async function earlierWaits(kit: Kit, row: Row): Promise<boolean> {
  const { seq, stream } = bodyOf("outbox", row);
  if (seq === 1) return false;
  const before = await kit.ports.store.read("outbox", messageKey(stream, seq - 1));
  return before !== undefined && before.status !== "done";
}

async function sendOne(kit: Kit, row: Row): Promise<boolean> {
  const { ports } = kit;
  const message = bodyOf("outbox", row);
  let problem: string;
  try {
    const answer = await ports.wire.deliver(message.to, fromBase64(message.sealed as string));
    ports.point?.("after-send-before-note");
    if (answer.status === 200) {
      await noteReceipt(kit, row, fromUtf8(answer.body));
      return true;
    }
    problem = codeOf(answer.body) ?? `http/${answer.status}`;
  } catch (error) {
    problem = isProblem(error) ? error.code : "wire/unreachable";
  }
  await postpone(kit, row, problem);
  return false;
}

/**
 * The message stays and is tried again later, with the same bytes. Only where the receiver finds the proof too old is
 * it sealed anew, with a proof in a younger checkpoint: a leaf that commits to nothing makes the log move.
 */
async function postpone(kit: Kit, row: Row, problem: string): Promise<void> {
  const due = nextTry(kit, bodyOf("outbox", row).tries);
  const stale = problem === "log/stale";
  if (stale) {
    await kit.run(
      together({ locks: ["log"], rows: [["log", "head"]] }),
      (context) => void appendLeaf(context, context.chance("padding"), `padding/${row.key}`),
    );
  }
  await change(kit, row, { status: stale ? "signed" : "ready", due }, (body) => ({
    ...body,
    tries: body.tries + 1,
    lastProblem: problem,
    sealed: stale ? null : body.sealed,
  }));
}

/** 2 s doubling to 30 min, with full jitter in the upper half. There is no last try: a receipt ends it, or a person. */
function nextTry(kit: Kit, tries: number): string {
  const ceiling = Math.min(2000 * 2 ** Math.min(tries, 10), 1_800_000);
  const chance = (kit.ports.entropy(1)[0] as number) / 256;
  return toInstant(toMillis(kit.ports.now()) + Math.round(ceiling * (0.5 + chance / 2)));
}

function codeOf(body: Uint8Array): string | null {
  try {
    const value = JSON.parse(fromUtf8(body)) as { code?: unknown };
    return typeof value.code === "string" && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(value.code) ? value.code : null;
  } catch {
    return null;
  }
}

/** A receipt ends the retries only when the receiver signed it over exactly this message. */
async function noteReceipt(kit: Kit, row: Row, act: string): Promise<void> {
  const message = bodyOf("outbox", row);
  const party = partyOf(kit.config.directory, message.to);
  const { payload } = await verifyAct(act, "comity-receipt", keysOfParty(party, kit.ports.now()), message.to);
  const receipt = Receipt.parse(parseCanonical(payload, message.to));
  if (receipt.digest !== message.digest || receipt.stream !== message.stream || receipt.seq !== message.seq)
    throw new TypeError("receipt for another message");
  await kit.run(
    together({
      locks: [`outbox:${row.key}`, `case:${message.ref}`],
      rows: [
        ["outbox", row.key],
        ["case", message.ref],
      ],
    }),
    (context) => {
      const known = read(context.tx, "outbox", row.key);
      if (!known || known.receipt) return;
      write(
        context.tx,
        "outbox",
        row.key,
        message.stream,
        { ...known, receipt: act, lastProblem: receipt.code, sealed: null },
        { status: "done" },
      );
      noteOnCase(context, message, receipt);
    },
  );
}

function noteOnCase(context: Parameters<typeof fireTimer>[0], message: Outgoing, receipt: Receipt): void {
  const current = read(context.tx, "case", message.ref);
  if (!current) return;
  const refused = receipt.outcome === "refused";
  if (!refused && message.kind !== "request") return;
  const entry = {
    at: receipt.at,
    what: refused ? "message.refused" : "request.accepted",
    by: message.to,
    facts: refused ? { code: receipt.code ?? "", kind: message.kind } : { reference: message.ref },
  };
  const change = refused
    ? { owner: "author" as const, ...(message.kind === "request" ? { status: "deficient" as const } : {}) }
    : {
        status: "sent" as const,
        owner: "requested-authority" as const,
        receipts: { ...current.receipts, accepted: receipt.at },
      };
  const next = advance(
    current,
    entry,
    current.status === "approved" || refused
      ? change
      : { receipts: { ...current.receipts, accepted: receipt.at } },
  );
  write(context.tx, "case", message.ref, "cases", next, { status: next.status });
}

async function fireTimers(kit: Kit): Promise<number> {
  const due = await kit.ports.store.query({
    kind: "timer",
    status: "armed",
    dueBy: kit.ports.now(),
    limit: BATCH,
  });
  for (const row of due) {
    const timer = bodyOf("timer", row);
    await kit.run(wantsToFire(timer), (context) => fireTimer(context, timer));
  }
  return due.length;
}
