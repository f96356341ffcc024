import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { Problem } from "../../base/problem.ts";

/**
 * One process, one folder. PGlite does not notice a second process on its data directory and then loses rows, so the
 * folder has a lock of ours beside the data. It is never taken from a process that may be alive.
 */

const Holder = z.strictObject({
  pid: z.int(),
  /** Ticks from boot to the start of the process: tells a reused pid. Null where the system does not say. */
  started: z.string().nullable(),
  /** Identity of this run of the machine. */
  boot: z.string().nullable(),
  host: z.string(),
  /** The pid namespace: a container cannot see the processes of another. */
  space: z.string().nullable(),
  /** Distinguishes two holders within one process. */
  turn: z.int(),
});
type Holder = z.infer<typeof Holder>;

/** Who may hold a lock, as far as this process can see. */
export type Verdict = "alive" | "gone" | "cannot-see";

let turns = 0;
const held = new Set<string>();

/**
 * Takes the lock file and returns what gives it back. Throws Problem `store/in-use` when a live process holds it or
 * when its holder cannot be seen from here (another machine, another container).
 */
export function takeFolderLock(path: string): () => void {
  if (held.has(path)) throw inUse(path, "This process has the folder open already.");
  const own = JSON.stringify(me());
  if (!place(path, own)) {
    replaceStale(path);
    if (!place(path, own)) throw inUse(path, "Another process took the folder a moment ago.");
  }
  if (readText(path) !== own) throw inUse(path, "Another process took the folder a moment ago.");
  held.add(path);
  return () => {
    held.delete(path);
    if (readText(path) === own) rmSync(path, { force: true });
  };
}

/** Whether the process that wrote a lock file is alive, for what this process can see. */
export function verdictOn(holder: Omit<Holder, "turn">, self: Omit<Holder, "turn"> = me()): Verdict {
  if (holder.host !== self.host) {
    return holder.boot !== null && holder.boot === self.boot && holder.space === self.space
      ? livesHere(holder)
      : "cannot-see";
  }
  // Same name, another boot or another namespace: the machine or the container was started again.
  if (holder.boot !== self.boot || holder.space !== self.space) return "gone";
  return livesHere(holder);
}

function livesHere(holder: Omit<Holder, "turn">): Verdict {
  if (!exists(holder.pid)) return "gone";
  // Our own pid and start time means another thread of this process.
  const started = startOf(holder.pid);
  return started !== null && holder.started !== null && started !== holder.started ? "gone" : "alive";
}

function replaceStale(path: string): void {
  const text = readText(path);
  if (text === undefined) return;
  const verdict = verdictOfText(text);
  if (verdict === "alive") throw inUse(path, "Another process has this folder open.");
  if (verdict === "cannot-see") {
    throw inUse(
      path,
      "The folder was opened on another machine or in another container, which cannot be seen from here.",
    );
  }
  // Two starters may both find the lock stale. What was moved away is compared, and put back when it was a new one.
  const aside = `${path}.stale-${process.pid}-${turns}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readText(aside) !== text) {
    try {
      linkSync(aside, path);
    } finally {
      rmSync(aside, { force: true });
    }
    throw inUse(path, "Another process took the folder a moment ago.");
  }
  rmSync(aside, { force: true });
}

function verdictOfText(text: string): Verdict {
  try {
    const { turn: _turn, ...holder } = Holder.parse(JSON.parse(text));
    return verdictOn(holder);
  } catch {
    return "cannot-see";
  }
}

/**
 * Puts the lock there whole or not at all: a link fails when the name exists, on every system alike. The text is on the
 * disk before its name is: a power cut would otherwise leave an empty lock, of which nobody knows who held it.
 */
function place(path: string, text: string): boolean {
  const draft = `${path}.draft-${process.pid}-${turns}`;
  writeFileSync(draft, text, { flush: true });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function me(): Holder {
  return {
    pid: process.pid,
    started: startOf(process.pid),
    boot: readText("/proc/sys/kernel/random/boot_id")?.trim() ?? null,
    host: hostname(),
    space: pidSpace(),
    turn: ++turns,
  };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of /proc/PID/stat (proc(5)); the name in field 2 may hold spaces, so it counts from the last bracket. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function pidSpace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function inUse(path: string, what: string): Problem {
  return new Problem(
    "store/in-use",
    what,
    path,
    "Stop the other process or use its command line. Only when no process has this folder open, delete the lock file.",
  );
}
