import { toBase64, utf8 } from "../base/bytes.ts";
import { canonicalBytes } from "../base/canonical.ts";
import { isProblem } from "../base/problem.ts";
import { makeReceipt } from "../log/prove.ts";
import { partyOf, recipientOf } from "../party/directory.ts";
import { catchUpAfterGaps } from "./catch-up.ts";
import { dispatch } from "./dispatch.ts";
import type { Kit } from "./engine.ts";
import { fetchEvidence } from "./fetch-evidence.ts";
import type { Envelope } from "./messages.ts";
import { demandStanding } from "./halt.ts";
import { changeOutgoing, nextTry } from "./outbox.ts";
import { publishOwnLog } from "./own-log.ts";
import { type Outgoing, bodyOf } from "./rows.ts";
import { fireTimer, wantsToFire } from "./timers.ts";
import { waitsFor } from "./up-to-date.ts";
import type { Row } from "./store-port.ts";

/** What one round of work found and did, and what still waits. */
export interface WorkReport {
  done: number;
  /** Set when the log waits for witnesses: how many have cosigned and how many are needed. */
  waiting: { have: number; need: number } | null;
  /** Set when the node has halted: the code. It accepts, signs, sends and releases nothing until a person has looked. */
  halted: string | null;
  /** Parties that were asked in vain since this process started: nothing is said to them, or done in their cases, yet. */
  unheard: string[];
}

const BATCH = 200;

/** A part of the work: messages with all they need, or evidence, of which one item may take long. */
export type Part = "messages" | "evidence";

/**
 * One round: sign what was written, publish the log, give each message its proof and seal it, send, fire timers, fetch
 * evidence. All of it is found in rows, so a round after a crash does what the one before left. The two parts may run
 * side by side, each once at a time.
 */
export async function work(kit: Kit, parts: readonly Part[] = ["messages", "evidence"]): Promise<WorkReport> {
  const report: WorkReport = { done: 0, waiting: null, halted: null, unheard: [] };
  try {
    await demandStanding(kit);
    if (parts.includes("messages")) await oneRound(kit, report);
    if (parts.includes("evidence")) report.done += await fetchEvidence(kit);
    if (parts.includes("messages")) report.done += await catchUpAfterGaps(kit);
  } catch (error) {
    if (!isProblem(error) || error.code !== "node/halted") throw error;
  }
  return { ...report, halted: kit.volatile.halted, unheard: [...kit.volatile.unheard].sort() };
}

async function oneRound(kit: Kit, report: WorkReport): Promise<void> {
  const { signed, waiting } = await signOutbox(kit);
  report.done += signed;
  await publishOwnLog(kit, report);
  report.done += await sealOutbox(kit);
  report.done += await dispatch(kit, waiting);
  report.done += await fireTimers(kit);
}

/** Signs what may be said. What waits until its party was heard again is not signed: a number could be given twice. */
async function signOutbox(kit: Kit): Promise<{ signed: number; waiting: Row[] }> {
  const { store, now } = kit.ports;
  const rows = await store.query({ kind: "outbox", status: "unsigned", dueBy: now(), limit: BATCH });
  const waiting: Row[] = [];
  for (const row of rows) {
    if (await waitsFor(kit, row)) {
      waiting.push(row);
      continue;
    }
    const { payload, act: before } = bodyOf("outbox", row);
    const act = await kit.ports.sign("comity-message", utf8(payload), kit.ports.now());
    await changeOutgoing(kit, row, { status: "signed", due: kit.ports.now() }, (body) => ({
      ...body,
      act: body.act === before ? act : body.act,
    }));
  }
  return { signed: rows.length - waiting.length, waiting };
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
    await changeOutgoing(kit, row, { status: "ready", due: ports.now() }, (body) => ({
      ...body,
      sealed: toBase64(sealed),
    }));
    return true;
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { code } = error;
    await changeOutgoing(kit, row, { status: "signed", due: nextTry(kit, message.tries) }, (body) => ({
      ...body,
      tries: body.tries + 1,
      lastProblem: code,
    }));
    return false;
  }
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
