import { fromBase64, fromUtf8 } from "../base/bytes.ts";
import { isProblem } from "../base/problem.ts";
import { type Instant, addHours, toInstant, toMillis } from "../base/time.ts";
import { askAboutContradiction, askHeard } from "./ask-peer.ts";
import type { Kit } from "./engine.ts";
import { refuseIfHalted } from "./halt.ts";
import { noteReceipt, tryReceipt } from "./note-receipt.ts";
import { changeOutgoing, hearFrom, nextTry } from "./outbox.ts";
import { type Outgoing, bodyOf, messageKey, together } from "./rows.ts";
import { appendLeaf } from "./streams.ts";
import { bringUpToDate, waitsFor } from "./up-to-date.ts";
import type { Row } from "./store-port.ts";

/**
 * Sending what is ready. Parties side by side; to one party, messages of different cases side by side; a message only
 * when all that it comes after have their receipts. What cannot be sent yet is set back, never dropped.
 */

const BATCH = 200;
/** Messages on their way to one party at the same time. */
const IN_FLIGHT = 16;

/**
 * Sends what is due; the number of messages that moved on. Beside it those parties are heard again for which messages
 * wait: all that may not be signed yet, and orders in whose case the other side was not heard again.
 */
export async function dispatch(kit: Kit, unsigned: readonly Row[]): Promise<number> {
  const { store, now } = kit.ports;
  const due = await store.query({ kind: "outbox", status: "ready", dueBy: now(), limit: BATCH });
  const [going, waiting] = [new Map<string, Row[]>(), new Map<string, Row[]>()];
  for (const row of [...unsigned, ...due]) {
    const { to } = bodyOf("outbox", row);
    const party = (await waitsFor(kit, row)) ?? to;
    const group = row.status === "ready" && party === to ? going : waiting;
    group.set(party, [...(group.get(party) ?? []), row]);
  }
  const counts = await Promise.all([
    ...[...going].map(([to, rows]) => sendTo(kit, to, rows)),
    ...[...waiting].map(([party, rows]) => hearAgain(kit, party, rows)),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Hears a party again for messages that wait for it: in the next round they go, or they are set back. */
async function hearAgain(kit: Kit, party: string, rows: readonly Row[]): Promise<number> {
  if (await bringUpToDate(kit, party)) return rows.length;
  kit.volatile.silent.add(party);
  const due = nextTry(kit, Math.min(...rows.map((row) => bodyOf("outbox", row).tries)));
  for (const row of rows)
    await changeOutgoing(kit, row, { status: row.status as string, due }, (body) => ({
      ...body,
      tries: body.tries + 1,
      lastProblem: "node/catching-up",
    }));
  return 0;
}

/** What came of one try: a receipt; an answer that is none; or silence, which says nothing about the message. */
type Outcome = { kind: "received" } | { kind: "refused" | "silent"; due: Instant };

/** One run of messages to one party. */
interface Run {
  /** Rows that have not been tried in this run, by key, in the order of their numbers. */
  waiting: Map<string, Row>;
  /** Keys of messages whose receipt is known to be here. */
  received: Set<string>;
  done: number;
}

/** Sends to one party until nothing more may go, or until it falls silent. To a silent one a single message goes first. */
async function sendTo(kit: Kit, to: string, rows: readonly Row[]): Promise<number> {
  const { silent } = kit.volatile;
  const run: Run = { waiting: inOrder(rows), received: new Set(), done: 0 };
  let until = await untilHeardAgain(kit, to, run);
  while (until === null) {
    const wave = await nextWave(kit, run, silent.has(to) ? 1 : IN_FLIGHT);
    if (wave.length === 0) break;
    for (const row of wave) run.waiting.delete(row.key);
    const outcomes = await Promise.all(wave.map((row) => sendOne(kit, row)));
    until = note(run, wave, outcomes);
    if (until !== null) silent.add(to);
    else await hearFrom(kit, to);
  }
  for (const row of run.waiting.values()) await setBack(kit, row, until);
  return run.done;
}

/**
 * A process speaks to a party only once it has heard it again (up-to-date.ts). Without that nothing is sent; the instant
 * of the next try.
 */
async function untilHeardAgain(kit: Kit, to: string, run: Run): Promise<Instant | null> {
  if (await bringUpToDate(kit, to)) return null;
  const [first] = run.waiting.values();
  kit.volatile.silent.add(to);
  if (!first) return null;
  run.waiting.delete(first.key);
  return postpone(kit, first, "wire/unreachable");
}

/**
 * Notes what came of a wave; the instant until which the party is left alone, if it answered nothing of it. One message
 * that was lost, where others were answered, says nothing about the party.
 */
function note(run: Run, wave: readonly Row[], outcomes: readonly Outcome[]): Instant | null {
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.kind !== "received") continue;
    run.received.add((wave[i] as Row).key);
    run.done++;
  }
  const dues = outcomes.flatMap((outcome) => (outcome.kind === "silent" ? [outcome.due] : []));
  return dues.length === outcomes.length ? (dues[0] as Instant) : null;
}

function inOrder(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map((row) => [row.key, row]));
}

async function nextWave(kit: Kit, run: Run, size: number): Promise<Row[]> {
  const wave: Row[] = [];
  for (const row of run.waiting.values()) {
    if (wave.length === size) break;
    if (await mayGo(kit, run, row)) wave.push(row);
  }
  return wave;
}

/** Whether all that a message comes after have their receipts. */
async function mayGo(kit: Kit, run: Run, row: Row): Promise<boolean> {
  for (const key of predecessors(row)) {
    if (run.received.has(key)) continue;
    if (run.waiting.has(key) || (await openRow(kit, key))) return false;
    run.received.add(key);
  }
  return true;
}

function predecessors(row: Row): string[] {
  const { stream, after } = bodyOf("outbox", row);
  return after.map((seq) => messageKey(stream, seq));
}

/** The row of a message that has no receipt yet. */
async function openRow(kit: Kit, key: string): Promise<Row | undefined> {
  const row = await kit.ports.store.read("outbox", key);
  return row?.status === "done" ? undefined : row;
}

/**
 * Lets a message wait that could not be tried: as long as the silent party is left alone, or until what it comes after
 * is tried next. So it is not found again at each round in the place of messages that could go.
 */
async function setBack(kit: Kit, row: Row, silentUntil: Instant | null): Promise<void> {
  const now = kit.ports.now();
  let due = silentUntil ?? toInstant(toMillis(now) + 2000);
  for (const key of silentUntil ? [] : predecessors(row)) {
    const before = (await openRow(kit, key))?.due;
    if (before && before > now) due = toInstant(toMillis(before) + 1);
  }
  await changeOutgoing(kit, row, { status: "ready", due });
}

async function sendOne(kit: Kit, row: Row): Promise<Outcome> {
  const { ports } = kit;
  refuseIfHalted(kit);
  const message = bodyOf("outbox", row);
  if (message.kind === "order") {
    const outcome = await askAboutOrder(kit, row, message);
    if (outcome) return outcome;
  }
  let answer: Awaited<ReturnType<typeof ports.wire.deliver>>;
  try {
    answer = await ports.wire.deliver(message.to, fromBase64(message.sealed as string));
  } catch (error) {
    const problem = isProblem(error) ? error.code : "wire/unreachable";
    return { kind: "silent", due: await postpone(kit, row, problem) };
  }
  ports.point?.("after-send-before-note");
  if (answer.status !== 200) {
    const problem = codeOf(answer.body) ?? `http/${answer.status}`;
    if (CONTRADICTS.has(problem)) await askAboutContradiction(kit, message.to, message.seq);
    const kind = answer.status === 429 || answer.status >= 500 ? "silent" : "refused";
    return { kind, due: await postpone(kit, row, problem) };
  }
  try {
    await noteReceipt(kit, row, answer.body);
    return { kind: "received" };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { kind: "refused", due: await postpone(kit, row, error.code) };
  }
}

/** How long an order may have been tried before its receiver, of another make, may have forgotten it. */
const REMEMBERED_HOURS = 24;

/**
 * An order that was last tried long ago is asked about first: done twice it could harm. Undefined where it is to be sent
 * now; that is noted before, so that a crash in between does not make the try older than it is.
 */
async function askAboutOrder(kit: Kit, row: Row, message: Outgoing): Promise<Outcome | undefined> {
  const now = kit.ports.now();
  if (message.tried && message.tried < addHours(now, -REMEMBERED_HOURS)) {
    const told = await askHeard(kit, message.to, message.seq);
    if (told.kind === "silent") return { kind: "silent", due: await postpone(kit, row, "wire/unreachable") };
    if (told.kind === "told" && (await tryReceipt(kit, row, told.receipt))) return { kind: "received" };
  }
  await changeOutgoing(kit, row, { status: "ready", due: row.due }, (body) => ({ ...body, tried: now }));
  return undefined;
}

/** Answers that say: you said something else before. */
const CONTRADICTS = new Set(["stream/conflict", "stream/broken-chain"]);

/**
 * Where the receiver's answer shows what to mend, the row goes back to the step that makes it anew: signed with the keys
 * in force, sealed to the recipient in force, or with a younger proof. The payload stays, and so its digest.
 */
const ANEW: Record<string, "unsigned" | "signed"> = {
  "act/key-missing": "unsigned",
  "act/bad-signature": "unsigned",
  "seal/not-addressed": "signed",
  "log/stale": "signed",
};

/**
 * The message stays and is tried again later, with the same bytes but for what the answer shows must be made anew.
 * Where the receiver finds the proof too old, a leaf that commits to nothing makes the log move, and the proof is one
 * in a younger checkpoint.
 */
async function postpone(kit: Kit, row: Row, problem: string): Promise<Instant> {
  const due = nextTry(kit, bodyOf("outbox", row).tries);
  const status = ANEW[problem] ?? "ready";
  if (problem === "log/stale") {
    await kit.run(
      together({ locks: ["log"], rows: [["log", "head"]] }),
      (context) => void appendLeaf(context, context.chance("padding"), `padding/${row.key}`),
    );
  }
  // A row that has its act was said before, also while it waits to be signed anew: that is told again (retell.ts).
  await changeOutgoing(kit, row, { status, due }, (body) => ({
    ...body,
    tries: body.tries + 1,
    lastProblem: problem,
    sealed: status === "ready" ? body.sealed : null,
  }));
  return due;
}

function codeOf(body: Uint8Array): string | null {
  try {
    const value = JSON.parse(fromUtf8(body)) as { code?: unknown };
    return typeof value.code === "string" && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(value.code) ? value.code : null;
  } catch {
    return null;
  }
}
