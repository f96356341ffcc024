import { memoryRows, type MemoryRows } from "../../src/adapters/database/memory.ts";
import { isProblem } from "../../src/base/problem.ts";
import type { Query, Row, Store, Tx, Wants } from "../../src/exchange/store-port.ts";
import type { Agenda, Life } from "../kernel/agenda.ts";
import type { Random } from "../kernel/random.ts";

/**
 * The database of a simulated machine. A commit is atomic and takes as long as the disk takes to sync; a crash while it
 * is under way is decided by a coin, which is what "in doubt" means. The disk can fail, stall, and lie: then the last
 * commits, though promised, are gone after the next crash.
 */
export interface RowsDisk {
  /** The store as one life of the machine sees it. */
  storeFor(life: Life): Store;
  /** What happens to commits under way when the machine dies. */
  crash(): void;
  /** Takes back the newest `count` commits (a disk that lied); call after `crash`. The rows that are gone. */
  lose(count: number): readonly Row[];
  /** A backup of now, and going back to one. */
  backup(): Backup;
  mount(backup: Backup): void;
  readonly rows: MemoryRows;
  /** Commits so far. */
  readonly commits: number;
}

/** A copy of all rows, and how far the ground truth had come when it was taken. */
export interface Backup {
  taken: number;
  commits: number;
  rows: ReturnType<MemoryRows["backup"]>;
}

/** What the disk asks of the world around it. */
export interface DiskWorld {
  agenda: Agenda;
  random: Random;
  /** Milliseconds that a sync takes now. */
  syncTime(): number;
  /** Faults of this disk, drawn as commits pass. */
  strikes(kind: "disk error" | "disk slow" | "commit in doubt"): boolean;
  /** Kills the machine in the middle of a commit, if that fault strikes. */
  crashInCommit(): boolean;
  /** The rows of a commit, once they are durable. */
  committed(rows: readonly Row[]): void;
}

interface Underway {
  commit(): void;
}

/** How many commits a lying disk can lose. */
const LOSABLE = 8;

export function rowsDisk(world: DiskWorld, start: MemoryRows = memoryRows()): RowsDisk {
  let rows = start;
  let locks = lockTable();
  let commits = 0;
  const underway = new Set<Underway>();
  const undo: { take(): void; rows: readonly Row[] }[] = [];

  async function transact<T>(life: Life, wants: Wants, decide: (tx: Tx) => T): Promise<T> {
    const table = locks;
    const release = await table.acquire(wants.locks);
    try {
      for (;;) {
        const done = await attempt(life, wants, decide);
        if (done) return done.result;
      }
    } finally {
      release();
    }
  }

  /** One try; undefined where another transaction came between and it must be tried again with fresh rows. */
  async function attempt<T>(
    life: Life,
    wants: Wants,
    decide: (tx: Tx) => T,
  ): Promise<{ result: T } | undefined> {
    const { tx, commit } = rows.begin(wants);
    const written: Row[] = [];
    const result = decide(recording(tx, written));
    if (written.length === 0) return { result };
    let overlapped = false;
    const mine: Underway = {
      commit() {
        const taken = overlapping(commit);
        if (!taken) {
          overlapped = true;
          return;
        }
        commits++;
        undo.push({ take: taken, rows: written });
        if (undo.length > LOSABLE) undo.shift();
        world.committed(written);
      },
    };
    underway.add(mine);
    if (world.crashInCommit()) return never();
    await world.agenda.sleep(world.strikes("disk slow") ? 1000 * world.syncTime() : world.syncTime(), life);
    underway.delete(mine);
    if (world.strikes("disk error")) throw new Error("disk: input/output error");
    mine.commit();
    if (overlapped) return undefined;
    if (world.strikes("commit in doubt")) throw new Error("database: connection lost while committing");
    return { result };
  }

  return {
    storeFor: (life) => ({
      transact: (wants, decide) => transact(life, wants, decide),
      query: async (query: Query) => rows.query(query),
      read: async (kind, key) => rows.read(kind, key),
      close: async () => {},
    }),
    crash() {
      for (const each of underway) if (world.random.below(2) === 0) quietly(() => each.commit());
      underway.clear();
      locks = lockTable();
    },
    lose(count) {
      const lost: Row[] = [];
      for (let i = 0; i < count; i++) {
        const last = undo.pop();
        if (!last) break;
        last.take();
        lost.push(...last.rows);
      }
      return lost;
    },
    backup: () => ({ taken: world.agenda.now, commits, rows: rows.backup() }),
    mount(backup) {
      rows = memoryRows(backup.rows);
      undo.length = 0;
    },
    get rows() {
      return rows;
    },
    get commits() {
      return commits;
    },
  };
}

/** Commits; undefined where another transaction changed one of the rows since they were loaded. */
function overlapping(commit: () => () => void): (() => void) | undefined {
  try {
    return commit();
  } catch (error) {
    if (error instanceof TypeError && error.message === "transactions overlapped") return undefined;
    throw error;
  }
}

/** A transaction that also notes what is written through it. */
export function recording(tx: Tx, written: Row[]): Tx {
  return {
    get: tx.get,
    list: tx.list,
    put(row) {
      tx.put(row);
      written.push(row);
    },
    insert(row) {
      tx.insert(row);
      written.push(row);
    },
  };
}

/** Names that exclude each other, taken in sorted order, first come first served. */
function lockTable() {
  const held = new Map<string, (() => void)[]>();
  async function acquire(names: readonly string[]): Promise<() => void> {
    const sorted = [...new Set(names)].sort();
    for (const name of sorted) {
      const queue = held.get(name);
      if (queue) await new Promise<void>((go) => void queue.push(go));
      else held.set(name, []);
    }
    return () => {
      for (const name of sorted) {
        const next = held.get(name)?.shift();
        if (next) next();
        else held.delete(name);
      }
    };
  }
  return { acquire };
}

/** A promise of a process that died. */
export function never(): Promise<never> {
  return new Promise(() => {});
}

/** A commit that a dead process can no longer be told about: a clash simply leaves nothing. */
function quietly(commit: () => void): void {
  try {
    commit();
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
}
