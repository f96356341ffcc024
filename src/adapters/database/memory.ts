import type { Query, Row, Store, Tx, Wants } from "../../exchange/store-port.ts";
import { clash, loadedTx, nameOf, refuseMove } from "./row-tx.ts";
import { byKey, checkQuery, checkWants, fromStored, type StoredRow } from "./storable.ts";

/** A transaction over rows in memory, for callers that decide when it commits. */
export interface MemoryTransaction {
  tx: Tx;
  /**
   * Makes the writes visible, all or none. Throws Problem `store/clash`, and TypeError when another transaction
   * committed one of these rows in between: whoever begins two at once must keep their rows apart. The function it
   * returns takes the commit back, as a disk does that lied; take back the latest commit first.
   */
  commit(): () => void;
}

/** Rows in memory, all synchronous: the store of a simulated node. */
export interface MemoryRows {
  /** Loads what is wanted as it is now. Two transactions open at the same time do not see each other. */
  begin(wants: Wants): MemoryTransaction;
  query(query: Query): Row[];
  read(kind: string, key: string): Row | undefined;
  /** All rows as they are kept now: a backup, from which `memoryRows` starts again. */
  backup(): StoredRow[];
}

/** Starts rows in memory: empty, or as a backup has them. */
export function memoryRows(backup: Iterable<StoredRow> = []): MemoryRows {
  const rows = new Map<string, StoredRow>();
  const byKind = new Shelf();
  const byScope = new Shelf();
  const byStatus = new Shelf();
  const byDue = new Shelf();

  function set(name: string, next: StoredRow | undefined): void {
    const last = rows.get(name);
    for (const row of last ? [last] : []) {
      byKind.remove(row.kind, name);
      byScope.remove(nameOf(row.kind, row.scope), name);
      if (row.status !== null) byStatus.remove(nameOf(row.kind, row.status), name);
      if (row.due !== null) byDue.remove(row.kind, name);
    }
    rows.delete(name);
    if (!next) return;
    rows.set(name, next);
    byKind.add(next.kind, name, next);
    byScope.add(nameOf(next.kind, next.scope), name, next);
    if (next.status !== null) byStatus.add(nameOf(next.kind, next.status), name, next);
    if (next.due !== null) byDue.add(next.kind, name, next);
  }

  function begin(wants: Wants): MemoryTransaction {
    checkWants(wants);
    const single = wants.rows.flatMap(([kind, key]) => rows.get(nameOf(kind, key)) ?? []);
    const scoped = wants.scopes.flatMap(([kind, scope]) => byScope.at(nameOf(kind, scope)));
    const loaded = new Map([...single, ...scoped].map((row) => [nameOf(row.kind, row.key), row]));
    const tx = loadedTx(wants, loaded.values());
    const commit = (): (() => void) => {
      const { inserted, created, replaced } = tx.writes();
      for (const row of inserted) if (rows.has(nameOf(row.kind, row.key))) throw clash(row.kind, row.key);
      for (const row of [...created, ...replaced]) {
        const there = rows.get(nameOf(row.kind, row.key));
        refuseMove(wants, row, there);
        if (there !== loaded.get(nameOf(row.kind, row.key))) throw new TypeError("transactions overlapped");
      }
      const undo = [...inserted, ...created, ...replaced].map((row) => {
        const name = nameOf(row.kind, row.key);
        const last = rows.get(name);
        set(name, row);
        return () => set(name, last);
      });
      return () => undo.forEach((each) => each());
    };
    return { tx, commit };
  }

  function query(asked: Query): Row[] {
    checkQuery(asked);
    const { kind, scope, status, dueBy, after, limit } = asked;
    const found = narrowest(asked).filter(
      (row) =>
        row.kind === kind &&
        (scope === undefined || row.scope === scope) &&
        (status === undefined || row.status === status) &&
        (dueBy === undefined || (row.due !== null && row.due <= dueBy)) &&
        (after === undefined || row.key > after),
    );
    return found
      .toSorted(dueBy === undefined ? byKey : byDueThenKey)
      .slice(0, limit)
      .map(fromStored);
  }

  function narrowest({ kind, scope, status, dueBy }: Query): StoredRow[] {
    if (scope !== undefined) return byScope.at(nameOf(kind, scope));
    if (dueBy !== undefined) return byDue.at(kind);
    if (status !== undefined) return byStatus.at(nameOf(kind, status));
    return byKind.at(kind);
  }

  function read(kind: string, key: string): Row | undefined {
    const row = rows.get(nameOf(kind, key));
    return row && fromStored(row);
  }

  for (const row of backup) set(nameOf(row.kind, row.key), row);
  return { begin, query, read, backup: () => [...rows.values()] };
}

/** The in-memory twin of the durable store, with the same meaning; what it holds dies with the process. */
export function memoryStore(rows: MemoryRows = memoryRows()): Store {
  return {
    async transact<T>(wants: Wants, decide: (tx: Tx) => T): Promise<T> {
      const { tx, commit } = rows.begin(wants);
      const result = decide(tx);
      commit();
      return result;
    },
    query: async (query) => rows.query(query),
    read: async (kind, key) => rows.read(kind, key),
    close: async () => {},
  };
}

/** Rows under a word, by name. */
class Shelf {
  readonly #rows = new Map<string, Map<string, StoredRow>>();

  add(word: string, name: string, row: StoredRow): void {
    const rows = this.#rows.get(word) ?? new Map<string, StoredRow>();
    this.#rows.set(word, rows.set(name, row));
  }

  remove(word: string, name: string): void {
    const rows = this.#rows.get(word);
    rows?.delete(name);
    if (rows?.size === 0) this.#rows.delete(word);
  }

  at(word: string): StoredRow[] {
    return [...(this.#rows.get(word)?.values() ?? [])];
  }
}

function byDueThenKey(a: StoredRow, b: StoredRow): number {
  const first = a.due ?? "";
  const second = b.due ?? "";
  return first < second ? -1 : first > second ? 1 : byKey(a, b);
}
