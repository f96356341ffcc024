import type { Json } from "../base/canonical.ts";
import type { Instant } from "../base/time.ts";

/**
 * Rows and transactions: what every verb is handed instead of a database.
 *
 * A row is one JSON document under a kind and a key. It lies in a scope (a case, a stream, the log), which is how rows
 * are loaded together. `due` and `status` stand beside the body because the shell asks for rows by them (retries,
 * timers, lists); everything else is read only by the core. Every row belongs to exactly one node.
 */
export interface Row {
  kind: string;
  key: string;
  scope: string;
  /** A word the shell may ask by, for example `ready` in the outbox. */
  status: string | null;
  /** When the shell must look at this row again; null when never. */
  due: Instant | null;
  body: Json;
}

/** What a transaction must lock and load before its decision runs. Order does not matter; duplicates are allowed. */
export interface Wants {
  /** Names whose holders exclude each other, for example `case:BO-AL-2027-0001`. Taken in sorted order, for update. */
  locks: readonly string[];
  /** Single rows by kind and key; absent rows are remembered as absent. */
  rows: readonly (readonly [kind: string, key: string])[];
  /** All rows of a kind within a scope. */
  scopes: readonly (readonly [kind: string, scope: string])[];
}

/**
 * The rows of one transaction, copy-on-write. Everything is synchronous: what was not asked for in `Wants` cannot be
 * read, and reading it throws TypeError (a fault of ours, never of a user).
 */
export interface Tx {
  /** The row, or undefined when there is none. */
  get(kind: string, key: string): Row | undefined;
  /** Rows of a kind within a scope, ordered by key (code unit order), own writes included. */
  list(kind: string, scope: string): Row[];
  /** Writes a row whole. Needs the row (or its scope) in `Wants`. */
  put(row: Row): void;
  /** Inserts a row that must not exist yet and need not be in `Wants`; a clash aborts the transaction (store/clash). */
  insert(row: Row): void;
}

/** Filter for lists outside transactions. Results are ordered by key, ascending. */
export interface Query {
  kind: string;
  scope?: string;
  status?: string;
  /** Only rows with due at or before this instant; such results are ordered by due, then key. */
  dueBy?: Instant;
  /** Only rows with a greater key (paging). */
  after?: string;
  limit: number;
}

/** The durable rows of one node. */
export interface Store {
  /**
   * Takes the locks, loads the rows, runs `decide` synchronously, writes what it put, commits durably, then resolves
   * with what it returned. A throw in `decide` rolls back and is rethrown. Serialization failures (40001, 40P01) are
   * retried inside with freshly loaded rows, so `decide` must not touch anything but `tx`.
   */
  transact<T>(wants: Wants, decide: (tx: Tx) => T): Promise<T>;
  /** Reads rows outside any transaction: a committed snapshot, good for screens and for finding work. */
  query(query: Query): Promise<Row[]>;
  /** One row outside any transaction. */
  read(kind: string, key: string): Promise<Row | undefined>;
  close(): Promise<void>;
}
