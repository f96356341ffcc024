import { Problem, isProblem } from "../base/problem.ts";
import { parseCheckpoint } from "../log/checkpoint.ts";
import { parseNote } from "../log/note.ts";
import type { Kit } from "./engine.ts";

/**
 * When a node no longer knows where it stands it stops: what it would accept, sign, send or release might contradict
 * what it did before. Nothing mends that but a person who compares its files.
 */

/** Doubts of publishing that the next round settles by reading the lock again. */
const DOUBTS = new Set(["log/halted", "log/lock-lost"]);

/** Whether a code of publishing needs a person. */
export function needsPerson(code: string): boolean {
  return !DOUBTS.has(code);
}

/** Halts the whole node, for as long as this process lives. The first code stays: it is the cause. */
export function halt(kit: Pick<Kit, "volatile">, code: string): void {
  kit.volatile.halted ??= code;
}

/** Throws Problem `node/halted` if the node has halted. */
export function refuseIfHalted(kit: Pick<Kit, "volatile">): void {
  const code = kit.volatile.halted;
  if (code === null) return;
  throw new Problem(
    "node/halted",
    "This node does not know where it stands: it accepts, signs, sends and releases nothing.",
    code,
    "Keep all files as they are and let a person compare rows, log, lock and what the peers hold.",
  );
}

/**
 * Throws Problem `node/halted` if the node has halted. Once in the life of a process it first holds its rows against
 * the lock of its own log, which no backup brings back: rows that are behind it are an old copy.
 */
export async function demandStanding(kit: Kit): Promise<void> {
  if (!kit.volatile.stood) {
    const code = await whyBehindLock(kit);
    if (code) halt(kit, code);
    kit.volatile.stood = true;
  }
  refuseIfHalted(kit);
}

async function whyBehindLock({ ports: { log } }: Kit): Promise<string | null> {
  const lock = await log?.lock.load();
  if (!log || lock === undefined) return null;
  const committed = await log.committed();
  try {
    return committed < parseCheckpoint(parseNote(lock).text).size ? "log/rows-lost" : null;
  } catch (error) {
    if (isProblem(error)) return "log/lock-damaged";
    throw error;
  }
}
