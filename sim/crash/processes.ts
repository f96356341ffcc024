import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SandboxFile } from "../../src/apps/sandbox/make.ts";
import { type Plan, plansOf, run } from "../../src/apps/sandbox/supervise.ts";

/** When a process was killed. `recovery`: while it held its embedded database and did not answer yet, after a kill. */
export type KillPhase = "first boot" | "boot" | "recovery" | "under load" | "at rest";

/** The real processes of a federation, which are killed without warning and started again. */
export interface Processes {
  readonly ids: readonly string[];
  url(id: string): string;
  isParty(id: string): boolean;
  /** Starts a process and does not wait. */
  spawn(id: string): void;
  /** Waits until a process answers. Rejects, with the end of its log, when it ended or took too long. */
  answers(id: string): Promise<void>;
  /** Waits until a process has begun to open its embedded database; no longer than it can take. */
  opens(id: string): Promise<void>;
  /** Kills processes at the same moment, and waits until they are gone. Returns in which phase each was. */
  kill(ids: readonly string[]): Promise<{ id: string; phase: KillPhase }[]>;
  /** Processes that ended though nobody killed them, since the last call. */
  ended(): string[];
  stop(): Promise<void>;
}

interface One {
  plan: Plan;
  child: ChildProcess | null;
  answered: boolean;
  /** Killed while it ran and not up since: its database has something to recover. */
  dirty: boolean;
  /** Whether it has ever answered. */
  known: boolean;
  expected: boolean;
}

const PATIENCE = 90_000;

/** `env` is what a process gets besides what all of a sandbox get. Processes not named in `ids` are left out. */
export function processesOf(
  folder: string,
  file: SandboxFile,
  ids: (id: string) => boolean,
  env: (id: string) => Record<string, string>,
): Processes {
  const all = new Map<string, One>();
  for (const plan of plansOf(folder, file).filter((each) => ids(each.id)))
    all.set(plan.id, { plan, child: null, answered: false, dirty: false, known: false, expected: true });
  const unexpected: string[] = [];
  const one = (id: string): One => {
    const found = all.get(id);
    if (!found) throw new RangeError(`no process ${id}`);
    return found;
  };
  const urlOf = (id: string): string => `http://127.0.0.1:${one(id).plan.port}`;
  const parties = new Set(file.parties.map((each) => each.id));
  const logOf = (id: string): string => tailOf(join(folder, "logs", `${id}.log`));

  function spawn(id: string): void {
    const process = one(id);
    const child = run(folder, process.plan, env(id));
    Object.assign(process, { child, answered: false, expected: false });
    child.once("exit", (code, signal) => {
      if (!process.expected && process.child === child && process.answered)
        unexpected.push(`${id} ended by itself (${code ?? signal}): ${logOf(id)}`);
    });
  }
  return {
    ids: [...all.keys()],
    url: urlOf,
    isParty: (id) => parties.has(id),
    spawn,
    async answers(id) {
      const process = one(id);
      const until = Date.now() + PATIENCE;
      while (Date.now() < until) {
        if (!isRunning(process)) throw new Error(`${id} did not start: ${logOf(id)}`);
        if (await healthy(`${urlOf(id)}${process.plan.health}`)) {
          Object.assign(process, { answered: true, known: true, dirty: false });
          return;
        }
        await pause(40);
      }
      throw new Error(`${id} did not answer in ${PATIENCE / 1000} s: ${logOf(id)}`);
    },
    async opens(id) {
      const process = one(id);
      const until = Date.now() + 10_000;
      while (isRunning(process) && Date.now() < until && !holdsDatabase(join(folder, id), process.child?.pid))
        await pause(10);
    },
    async kill(victims) {
      const phases = victims.map((id) => ({ id, phase: phaseOf(one(id), folder) }));
      for (const id of victims) {
        one(id).expected = true;
        one(id).dirty = true;
        one(id).child?.kill("SIGKILL");
      }
      await Promise.all(victims.map((id) => gone(one(id))));
      return phases;
    },
    ended: () => unexpected.splice(0),
    async stop() {
      for (const process of all.values()) {
        process.expected = true;
        process.child?.kill("SIGKILL");
      }
      await Promise.all([...all.values()].map(gone));
    },
  };
}

function phaseOf({ answered, dirty, known, plan, child }: One, folder: string): KillPhase {
  if (answered) return "under load";
  if (!known) return "first boot";
  return dirty && holdsDatabase(join(folder, plan.id), child?.pid) ? "recovery" : "boot";
}

/** Whether this very process has taken the lock of its database, which it then opens and so recovers. */
function holdsDatabase(folder: string, pid: number | undefined): boolean {
  try {
    const holder = JSON.parse(readFileSync(join(folder, "database.lock"), "utf8")) as { pid: number };
    return holder.pid === pid;
  } catch {
    return false;
  }
}

const isRunning = ({ child }: One): boolean =>
  child !== null && child.exitCode === null && child.signalCode === null;

function gone(process: One): Promise<void> {
  if (!isRunning(process)) return Promise.resolve();
  return new Promise((done) => process.child?.once("exit", () => done()));
}

const healthy = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );

function tailOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(-2).join(" | ") : "no log";
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));
