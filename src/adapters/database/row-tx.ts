import { Problem } from "../../base/problem.ts";
import type { Row, Tx, Wants } from "../../exchange/store-port.ts";
import { byKey, fromStored, toStored, type StoredRow } from "./storable.ts";

/** What a decision wrote, for the store to make durable. Sorted, so that writers meet in the same order. */
export interface Writes {
  /** Rows given to `insert`: they must not exist. */
  inserted: StoredRow[];
  /** Rows put where the load found none. */
  created: StoredRow[];
  /** Rows put over one that was loaded. */
  replaced: StoredRow[];
}

/** The copy-on-write rows of one transaction over what its store loaded: the one `Tx` of every store. */
export interface LoadedTx extends Tx {
  /** What was written so far. Throws Problem `store/clash` when an insert met a row, even if the throw was caught. */
  writes(): Writes;
}

type Written = "inserted" | "created" | "replaced";

/** Kind and key as one name. Neither can hold U+0000. */
export function nameOf(kind: string, key: string): string {
  return `${kind}\u0000${key}`;
}

/** The clash of an insert. The key is of our own making; the body stays out of it. */
export function clash(kind: string, key: string): Problem {
  return new Problem(
    "store/clash",
    "A row that must be new exists already, so nothing of this transaction was written.",
    `${kind}/${key}`,
    "Read the row that is there; the step was probably taken before.",
  );
}

/**
 * A row put by its scope alone must not lie in another scope: whoever moves a row wants it by key. Throws TypeError.
 * `there` is the row as it stands when the writes are made.
 */
export function refuseMove(wants: Wants, row: StoredRow, there: { scope: string } | undefined): void {
  if (!there || there.scope === row.scope) return;
  if (wants.rows.some(([kind, key]) => kind === row.kind && key === row.key)) return;
  if (wants.scopes.some(([kind, scope]) => kind === row.kind && scope === there.scope)) return;
  throw new TypeError(`row ${row.kind}/${row.key} lies in another scope: want it by key to move it`);
}

/** Opens the rows that were loaded for `wants`. */
export function loadedTx(wants: Wants, loaded: Iterable<StoredRow>): LoadedTx {
  const wanted = new Set(wants.rows.map(([kind, key]) => nameOf(kind, key)));
  const scopes = new Set(wants.scopes.map(([kind, scope]) => nameOf(kind, scope)));
  const before = new Map([...loaded].map((row) => [nameOf(row.kind, row.key), row]));
  const now = new Map(before);
  const written = new Map<string, Written>();
  let clashed: Problem | undefined;

  function mustKnow(kind: string, key: string): string {
    const name = nameOf(kind, key);
    if (wanted.has(name) || now.has(name)) return name;
    throw new TypeError(`row ${kind}/${key} was not asked for in wants`);
  }

  function put(row: Row): void {
    const name = nameOf(row.kind, row.key);
    if (!scopes.has(nameOf(row.kind, row.scope))) mustKnow(row.kind, row.key);
    now.set(name, toStored(row));
    if (!written.has(name)) written.set(name, before.has(name) ? "replaced" : "created");
  }

  function insert(row: Row): void {
    const name = nameOf(row.kind, row.key);
    if (now.has(name)) throw (clashed = clash(row.kind, row.key));
    now.set(name, toStored(row));
    written.set(name, "inserted");
  }

  function list(kind: string, scope: string): Row[] {
    if (!scopes.has(nameOf(kind, scope)))
      throw new TypeError(`scope ${kind}/${scope} was not asked for in wants`);
    const rows = [...now.values()].filter((row) => row.kind === kind && row.scope === scope);
    return rows.toSorted(byKey).map(fromStored);
  }

  function get(kind: string, key: string): Row | undefined {
    const row = now.get(mustKnow(kind, key));
    return row && fromStored(row);
  }

  function writes(): Writes {
    if (clashed) throw clashed;
    const result: Writes = { inserted: [], created: [], replaced: [] };
    for (const name of [...written.keys()].toSorted()) {
      result[written.get(name) as Written].push(now.get(name) as StoredRow);
    }
    return result;
  }

  return { get, list, put, insert, writes };
}
