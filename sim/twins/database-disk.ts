import { fromUtf8 } from "../../src/base/bytes.ts";
import { canonicalBytes } from "../../src/base/canonical.ts";
import { memoryRows } from "../../src/adapters/database/memory.ts";
import type { Json } from "../../src/base/canonical.ts";
import type { Row, Store, Tx, Wants } from "../../src/exchange/store-port.ts";
import type { SimulatedDatabase } from "../database/simulated-disk.ts";
import type { Life } from "../kernel/agenda.ts";
import { outside } from "../kernel/outside.ts";
import { type DiskWorld, type RowsDisk, never, recording } from "./rows.ts";

/**
 * Rows in the real embedded database on a simulated disk. Beside it lies a book of what was acknowledged; after every
 * power cut or kill the database must hold exactly that, but for the commit that was in doubt, which it holds whole or
 * not at all.
 */
export interface DatabaseDisk extends RowsDisk {
  /** Opens the database again after the machine died. */
  reopen(): Promise<void>;
}

/** Every kind of row a party keeps. */
const KINDS = [
  "draft",
  "case",
  "stream",
  "thread",
  "outbox",
  "inbox",
  "leaf",
  "log",
  "published",
  "count",
  "order",
  "timer",
  "fetch",
  "refusal",
  "conflict",
  "access",
  "tombstone",
];

export function databaseDisk(
  world: DiskWorld & { broken(what: string): void },
  open: () => Promise<SimulatedDatabase>,
): DatabaseDisk {
  let database: SimulatedDatabase | null = null;
  const book = memoryRows();
  let commits = 0;
  let died = false;
  let inDoubt: Row[] = [];

  async function transact<T>(wants: Wants, decide: (tx: Tx) => T): Promise<T> {
    const written: Row[] = [];
    const real = () =>
      outside(() =>
        (database as SimulatedDatabase).store.transact(wants, (tx) => {
          written.length = 0;
          return decide(recording(tx, written));
        }),
      );
    if (world.crashInCommit()) {
      if (world.random.below(2) === 0) {
        await real().catch(() => undefined);
        inDoubt = [...written];
      }
      return never();
    }
    const result = await real();
    if (written.length === 0) return result;
    note(written);
    if (world.strikes("commit in doubt")) throw new Error("database: connection lost while committing");
    return result;
  }

  function note(rows: readonly Row[]): void {
    const { tx, commit } = book.begin({
      locks: [],
      rows: rows.map(({ kind, key }) => [kind, key] as const),
      scopes: [],
    });
    for (const row of rows) tx.put(row);
    commit();
    commits++;
    world.committed(rows);
  }

  const whole: Store = {
    transact,
    query: (query) => outside(() => (database as SimulatedDatabase).store.query(query)),
    read: (kind, key) => outside(() => (database as SimulatedDatabase).store.read(kind, key)),
    close: async () => {},
  };
  return {
    storeFor: (_life: Life) => whole,
    crash: () => void (died = true),
    lose: () => [],
    backup: () => ({ taken: world.agenda.now, commits, rows: book.backup() }),
    mount: () => {
      throw new Error("an old backup is not mounted at this level");
    },
    get rows() {
      return book;
    },
    get commits() {
      return commits;
    },
    async reopen() {
      if (!database) {
        database = await outside(open);
        return;
      }
      if (!died) return;
      died = false;
      const now = database;
      await outside(() => (world.random.below(3) === 0 ? now.kill() : now.cut(world.random)));
      await compare(now.store);
    },
  };

  async function compare(store: Store): Promise<void> {
    const there = new Map<string, string>();
    for (const kind of KINDS)
      for (const row of await outside(() => store.query({ kind, limit: 1_000_000 })))
        there.set(`${kind}/${row.key}`, textOf(row));
    const doubtful = inDoubt;
    inDoubt = [];
    if (doubtful.length > 0 && doubtful.every((row) => there.get(`${row.kind}/${row.key}`) === textOf(row)))
      note(doubtful);
    for (const stored of book.backup()) {
      const name = `${stored.kind}/${stored.key}`;
      const promised = textOf({ ...stored, body: JSON.parse(stored.body) as Json });
      if (there.get(name) !== promised)
        world.broken(`after a power cut ${name} is not as it was acknowledged`);
      there.delete(name);
    }
    for (const name of there.keys())
      world.broken(`after a power cut ${name} is there and was never acknowledged`);
  }
}

function textOf({ kind, key, scope, status, due, body }: Row): string {
  return fromUtf8(canonicalBytes({ kind, key, scope, status, due, body }));
}
