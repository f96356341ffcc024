import { memoryBlobs } from "../../src/adapters/blobs/memory-blobs.ts";
import { toMillis } from "../../src/base/time.ts";
import type { Config } from "../../src/exchange/config.ts";
import { type Engine, createEngine } from "../../src/exchange/engine.ts";
import type { CrashPoint, Ports } from "../../src/exchange/ports.ts";
import type { Row } from "../../src/exchange/store-port.ts";
import type { Life } from "../kernel/agenda.ts";
import type { Passing } from "../faults/mix.ts";
import type { Sim } from "../sim.ts";
import { type NodeClock, nodeClock } from "./clock.ts";
import { type LogDisk, logDisk } from "./log-disk.ts";
import { type DatabaseDisk, databaseDisk } from "./database-disk.ts";
import { type DiskWorld, type RowsDisk, never, rowsDisk } from "./rows.ts";
import { portsFor } from "./ports.ts";

/**
 * A machine of the simulated world: a clock, disks that outlive processes, and a process that dies at any moment and is
 * started again on what the disks hold. The process is the real engine; this is the shell around it.
 */
export interface Machine {
  readonly party: string;
  readonly kind: "node" | "provider";
  readonly state: string;
  readonly clock: NodeClock;
  readonly disk: RowsDisk;
  readonly blobs: ReturnType<typeof memoryBlobs>;
  readonly log: LogDisk | null;
  /** The running process, or null while the machine is down. */
  process: Process | null;
  /** Whether its database is being opened. */
  opening: boolean;
  /** Until when it stays down. */
  downUntil: number;
  /** Until when its disk stalls. */
  stalledUntil: number;
  /** True times since when it has been up without a break. */
  upSince: number;
  die(why: string): void;
  boot(): Promise<void>;
  /** Ends the process in order and starts it again, as after a new list. */
  restart(): void;
  /** Looks at every row with something due, as after a boot or a jump of the clock. */
  rescan(): void;
}

export interface Process {
  life: Life;
  engine: Engine;
  /** The code with which it halted, as its reports say. */
  halted: string | null;
}

const POINTS: Record<CrashPoint, Passing> = {
  "before-commit": "crash before commit",
  "after-commit-before-reply": "crash after commit",
  "after-send-before-note": "crash after sending",
  "after-publish-before-note": "crash after publishing",
};

/** Doubts that the next round, or a new process, settles by itself: no halt that needs a person. */
const PASSING_DOUBTS = new Set(["log/halted", "log/lock-lost"]);

/** How long a process is down after it was killed, in milliseconds. */
const RESTART = { low: 2_000, high: 120_000 };

export function machineOf(sim: Sim, party: string, kind: "node" | "provider", state: string): Machine {
  const random = sim.random.fork(`machine/${party}`);
  const diskOf = (own: DiskWorld): RowsDisk =>
    sim.plan.database
      ? databaseDisk({ ...own, broken: (what) => sim.oracle.fault(`${party}: ${what}`) }, () =>
          sim.openDatabase(party),
        )
      : rowsDisk(own);
  const clock = nodeClock(sim.agenda, random.between(-100, 100));
  const machine: Machine = {
    party,
    kind,
    state,
    clock,
    blobs: memoryBlobs(),
    disk: diskOf({
      agenda: sim.agenda,
      random,
      syncTime: () =>
        machine.stalledUntil > sim.agenda.now ? random.between(500, 5_000) : random.between(1, 6),
      strikes: (fault) => {
        const strikes = sim.faults.strikes(fault, party);
        if (strikes && fault === "commit in doubt") sim.oracle.sometimes("a commit in doubt");
        return strikes;
      },
      crashInCommit() {
        if (!sim.faults.strikes("crash in commit", party)) return false;
        sim.oracle.sometimes("a commit in doubt");
        machine.die("in the middle of a commit");
        return true;
      },
      committed: (rows) => noteCommit(sim, machine, rows),
    }),
    log:
      kind === "node"
        ? logDisk({
            fails: () =>
              sim.faults.strikes("log disk error", party) ? random.pick(["before", "after"] as const) : null,
            pause: (life) => pause(sim, machine, life),
            sign: (text) => sim.signNote(machine, text),
            witnesses: sim.witnesses,
            now: () => clock.millis(),
          })
        : null,
    process: null,
    opening: false,
    downUntil: 0,
    stalledUntil: 0,
    upSince: 0,
    die(why) {
      if (!machine.process) return;
      machine.process.life.alive = false;
      machine.process = null;
      machine.disk.crash();
      sim.trace.note(sim.agenda.now, party, `dies ${why}`);
      sim.oracle.tell({ what: "died", at: sim.agenda.now, party });
      const back = Math.max(machine.downUntil, sim.agenda.now + random.between(RESTART.low, RESTART.high));
      sim.agenda.at(back, () => void machine.boot());
    },
    boot: () => boot(sim, machine),
    restart() {
      if (!machine.process) return;
      machine.downUntil = sim.agenda.now;
      machine.die("to be started again");
    },
    rescan() {
      for (const row of machine.disk.rows.backup())
        if (row.due !== null) workAt(sim, machine, clock.trueTimeOf(toMillis(row.due)));
    },
  };
  return machine;
}

/** A step between two writes: here a machine can die. */
export async function pause(sim: Sim, machine: Machine, life: Life): Promise<void> {
  if (!life.alive) return never();
  if (sim.faults.strikes("crash at a port", machine.party)) {
    machine.die("between two steps");
    return never();
  }
}

async function boot(sim: Sim, machine: Machine): Promise<void> {
  if (machine.process || machine.opening || machine.downUntil > sim.agenda.now) return;
  if ("reopen" in machine.disk) {
    machine.opening = true;
    await (machine.disk as DatabaseDisk).reopen();
    machine.opening = false;
  }
  const life: Life = { alive: true };
  const ports: Ports = portsFor(sim, machine, life, (point) => {
    if (!life.alive || !sim.faults.strikes(POINTS[point], machine.party)) return;
    machine.die(point);
  });
  const config: Config = sim.configOf(machine);
  const engine = createEngine(ports, config);
  const process: Process = { life, engine, halted: null };
  machine.process = process;
  machine.upSince = sim.agenda.now;
  sim.trace.note(sim.agenda.now, machine.party, "boots");
  sim.oracle.tell({ what: "booted", at: sim.agenda.now, party: machine.party });
  const shell = shellOf(sim, machine, process);
  shells.set(machine, shell);
  engine.onWake(() => shell.soon(sim.random.between(5, 400)));
  if (machine.kind === "node") await shell.patiently(() => engine.openLog());
  if (!life.alive) return;
  shell.soon(1);
  machine.rescan();
  void catchUpNowAndThen(sim, machine, process);
  sim.people.lookAround(machine);
}

/** The shell of one process: rounds of work, one at a time, again at once where something was done. */
interface Shell {
  soon(milliseconds: number): void;
  /** Tries again until it succeeds. */
  patiently(work: () => Promise<void>): Promise<void>;
}

const shells = new WeakMap<Machine, Shell>();

function shellOf(sim: Sim, machine: Machine, process: Process): Shell {
  const { life, engine } = process;
  let working = false;
  let again = false;
  let next = Infinity;
  const shell: Shell = {
    soon(milliseconds) {
      const time = sim.agenda.now + milliseconds;
      if (time >= next && next > sim.agenda.now) return;
      next = time;
      sim.agenda.at(time, () => {
        if (next === time) next = Infinity;
        if (life.alive) void round();
      });
    },
    async patiently(work) {
      for (;;) {
        try {
          return await work();
        } catch {
          await sim.agenda.sleep(5_000, life);
        }
      }
    },
  };
  async function round(): Promise<void> {
    if (working) {
      again = true;
      return;
    }
    working = true;
    try {
      const report = await engine.work();
      if (!life.alive) return;
      if (report.halted && !PASSING_DOUBTS.has(report.halted)) noteHalt(sim, machine, process, report.halted);
      if (report.done > 0) again = true;
      if (report.waiting || report.halted) shell.soon(sim.random.between(60_000, 300_000));
    } catch (error) {
      sim.noteFault(machine.party, error);
      shell.soon(sim.random.between(5_000, 30_000));
    } finally {
      working = false;
    }
    if (again) {
      again = false;
      shell.soon(50);
    }
  }
  return shell;
}

function noteHalt(sim: Sim, machine: Machine, process: Process, code: string): void {
  if (process.halted) return;
  process.halted = code;
  sim.trace.note(sim.agenda.now, machine.party, `halts: ${code}`);
  sim.operator.halted(machine, code);
}

function workAt(sim: Sim, machine: Machine, time: number): void {
  const { process } = machine;
  if (!process) return;
  sim.agenda.at(Math.max(time, sim.agenda.now) + 3, () => {
    if (process.life.alive && machine.process === process) shells.get(machine)?.soon(1);
  });
}

/** Up to so many nodes everybody is asked each time. */
const FEW = 20;

const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

/**
 * Asks the peers for what this machine may have lost: at boot; those that did not answer again after a minute, then after
 * twice as long, up to an hour; where there are few, all of them once more now and then.
 */
async function catchUpNowAndThen(sim: Sim, machine: Machine, process: Process): Promise<void> {
  let left: readonly string[] | undefined;
  let pause = FIRST_PAUSE;
  while (process.life.alive) {
    try {
      const { taken, unreached } = await process.engine.catchUp(left);
      left = unreached;
      for (let n = 0; n < taken; n++) sim.oracle.sometimes("a message taken in by catching up");
    } catch (error) {
      sim.noteFault(machine.party, error);
    }
    // What was asked may have shown that this machine is behind: the next round of work says so.
    shells.get(machine)?.soon(1);
    if (left?.length !== 0) {
      await sim.agenda.sleep(pause, process.life);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      continue;
    }
    if (sim.plan.nodes > FEW) return;
    await sim.agenda.sleep(sim.random.between(3, 9) * 3_600_000, process.life);
    [left, pause] = [undefined, FIRST_PAUSE];
  }
}

function noteCommit(sim: Sim, machine: Machine, rows: readonly Row[]): void {
  sim.commits++;
  sim.oracle.tell({
    what: "committed",
    at: sim.agenda.now,
    party: machine.party,
    rows,
    local: machine.clock.now(),
  });
  sim.hostile.sees(machine, rows);
  for (const row of rows) {
    if (row.due !== null) workAt(sim, machine, machine.clock.trueTimeOf(toMillis(row.due)));
    if (row.kind === "case" || row.kind === "order") sim.people.sees(machine, row);
  }
}
