import { sql, type ControlledTransaction, type Kysely } from "kysely";
import type { NodeId } from "../../base/ids.ts";
import { Problem } from "../../base/problem.ts";
import { toInstant } from "../../base/time.ts";
import type { Query, Row, Store, Tx, Wants } from "../../exchange/store-port.ts";
import { Changed, isRetryable, speaking } from "./errors.ts";
import { clash, loadedTx, nameOf, refuseMove, type Writes } from "./row-tx.ts";
import { checkNode, checkQuery, checkWants, fromStored, type StoredRow } from "./storable.ts";

/**
 * Rows of one node in PostgreSQL, embedded or on a server, with the same statements. Locks first, then rows: under
 * READ COMMITTED each statement sees what the last holder of the locks committed. Rows that were loaded without a
 * lock are still never lost: an update demands the version that was loaded, and else starts over.
 */

// A transaction that met others so often is a fault of the load, not of the moment.
const TRIES = 12;

type Db = Kysely<unknown>;
type Trx = ControlledTransaction<unknown>;

interface LoadedRow extends StoredRow {
  version: string;
}

/** The rows of `node` in a database that `migrate` prepared. Does not close the database. */
export function sqlStore(db: Db, node: NodeId): Omit<Store, "close"> {
  checkNode(node);
  return {
    transact: (wants, decide) => transact(db, node, wants, decide),
    query: (query) => queryRows(db, node, query),
    read: (kind, key) => readRow(db, node, kind, key),
  };
}

async function transact<T>(db: Db, node: NodeId, wants: Wants, decide: (tx: Tx) => T): Promise<T> {
  checkWants(wants);
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(db, node, wants, decide);
    } catch (error) {
      if (!(error instanceof Changed)) throw error;
      if (tries === TRIES) throw tooBusy();
      await pause(tries);
    }
  }
}

async function once<T>(db: Db, node: NodeId, wants: Wants, decide: (tx: Tx) => T): Promise<T> {
  const trx = await speaking(db.startTransaction().setIsolationLevel("read committed").execute());
  try {
    await speaking(takeLocks(trx, node, wants.locks));
    const loaded = await speaking(load(trx, node, wants));
    const tx = loadedTx(wants, loaded.values());
    const result = decide(tx);
    await write(trx, node, wants, tx.writes(), loaded);
    await commit(trx);
    return result;
  } catch (error) {
    await rollback(trx);
    throw error;
  }
}

/** Locks are rows that stay. Sorted, so that two transactions with the same names never wait for each other. */
async function takeLocks(trx: Trx, node: NodeId, locks: readonly string[]): Promise<void> {
  const names = [...new Set(locks)].toSorted();
  if (names.length === 0) return;
  const select = sql`select name from lock where node = ${node} and name = any(${names}::text[]) order by name for update`;
  const found = await select.execute(trx);
  if (found.rows.length === names.length) return;
  await sql`insert into lock (node, name) select ${node}, name from unnest(${names}::text[]) as wanted(name)
    order by name on conflict (node, name) do nothing`.execute(trx);
  await select.execute(trx);
}

async function load(trx: Trx, node: NodeId, wants: Wants): Promise<Map<string, LoadedRow>> {
  const parts = [
    ...(wants.rows.length ? [byKeys(node, wants.rows)] : []),
    ...(wants.scopes.length ? [byScopes(node, wants.scopes)] : []),
  ];
  if (parts.length === 0) return new Map();
  const found = await sql<Raw>`${sql.join(parts, sql` union all `)}`.execute(trx);
  return new Map(
    found.rows.map((row) => [nameOf(row.kind, row.key), { ...stored(row), version: row.version }]),
  );
}

/** `offset 0` keeps it a look-up per key: as a plain join it may become a walk through all rows of the node. */
function byKeys(node: NodeId, pairs: Wants["rows"]) {
  const kinds = pairs.map(([kind]) => kind);
  const keys = pairs.map(([, key]) => key);
  return sql`select ${COLUMNS} from unnest(${kinds}::text[], ${keys}::text[]) as wanted(kind, key)
    cross join lateral (select * from row where node = ${node} and kind = wanted.kind and key = wanted.key offset 0) r`;
}

function byScopes(node: NodeId, pairs: Wants["scopes"]) {
  const places = pairs.map(([kind, scope]) => place(node, kind, scope));
  return sql`select ${COLUMNS} from unnest(${places}::text[]) as wanted(place)
    cross join lateral (select * from row r where ${SCOPE} = wanted.place offset 0) r`;
}

/** Writes all rows in one statement. A row that is not as it was loaded is left alone and starts the whole over. */
async function write(
  trx: Trx,
  node: NodeId,
  wants: Wants,
  { inserted, created, replaced }: Writes,
  loaded: ReadonlyMap<string, LoadedRow>,
): Promise<void> {
  const rows = [...inserted, ...created, ...replaced].toSorted(byName);
  if (rows.length === 0) return;
  const versions = rows.map((row) => Number(loaded.get(nameOf(row.kind, row.key))?.version ?? 0) + 1);
  const column = <K extends keyof StoredRow>(name: K) => rows.map((row) => row[name]);
  const insert = sql<{ kind: string; key: string }>`
    insert into row (node, kind, key, scope, status, due, body, version)
    select ${node}, * from unnest(${column("kind")}::text[], ${column("key")}::text[], ${column("scope")}::text[],
      ${column("status")}::text[], ${column("due")}::timestamptz[], ${column("body")}::text[], ${versions}::bigint[])
    on conflict (node, kind, key) do update set scope = excluded.scope, status = excluded.status, due = excluded.due,
      body = excluded.body, version = excluded.version
      where row.version = excluded.version - 1
    returning kind, key`;
  const done = await speaking(insert.execute(trx));
  if (done.rows.length === rows.length) return;
  const names = new Set(done.rows.map((row) => nameOf(row.kind, row.key)));
  const met = (row: StoredRow): boolean => !names.has(nameOf(row.kind, row.key));
  const first = inserted.find(met);
  if (first) throw clash(first.kind, first.key);
  for (const row of created.filter(met)) refuseMove(wants, row, await readRow(trx, node, row.kind, row.key));
  throw new Changed();
}

function byName(a: StoredRow, b: StoredRow): number {
  return nameOf(a.kind, a.key) < nameOf(b.kind, b.key) ? -1 : 1;
}

async function commit(trx: Trx): Promise<void> {
  try {
    await trx.commit().execute();
  } catch (error) {
    if (isRetryable(error)) throw new Changed();
    // Any other word, or silence: only the database knows, and asking again could do the step twice.
    throw new Problem(
      "store/in-doubt",
      "The database did not confirm the commit: the transaction may or may not have been made.",
      "commit",
      "Read the rows again before you act; a step that was taken is recognised when it comes again.",
    );
  }
}

async function rollback(trx: Trx): Promise<void> {
  try {
    await trx.rollback().execute();
  } catch {
    // The connection is gone, or the commit ended the transaction: either way nothing is open any more.
  }
}

async function queryRows(db: Db, node: NodeId, query: Query): Promise<Row[]> {
  checkQuery(query);
  const { scope, status, dueBy, after, limit } = query;
  const where = [
    narrowest(node, query),
    ...(scope === undefined ? [] : [sql`r.scope = ${scope}`]),
    ...(status === undefined ? [] : [sql`r.status = ${status}`]),
    ...(dueBy === undefined ? [] : [sql`r.due <= ${dueBy}::timestamptz`]),
    ...(after === undefined ? [] : [sql`r.key > ${after}`]),
  ];
  const order = dueBy === undefined ? sql`r.key` : sql`r.due, r.key`;
  const found = await speaking(
    sql<Raw>`select ${COLUMNS} from row r where ${sql.join(where, sql` and `)} order by ${order} limit ${limit}`.execute(
      db,
    ),
  );
  return found.rows.map((row) => fromStored(stored(row)));
}

/** The condition that chooses the index, see migrations.ts. */
function narrowest(node: NodeId, { kind, scope, status, dueBy }: Query) {
  if (scope !== undefined) return sql`${SCOPE} = ${place(node, kind, scope)}`;
  if (dueBy !== undefined) return sql`(r.node || E'\\x1f' || r.kind) = ${place(node, kind)}`;
  if (status !== undefined) {
    return sql`(r.node || E'\\x1f' || r.kind || E'\\x1f' || r.status) = ${place(node, kind, status)}`;
  }
  return sql`r.node = ${node} and r.kind = ${kind}`;
}

function place(...names: string[]): string {
  return names.join("\u001f");
}

async function readRow(db: Db, node: NodeId, kind: string, key: string): Promise<Row | undefined> {
  checkWants({ locks: [], rows: [[kind, key]], scopes: [] });
  const found = await speaking(
    sql<Raw>`select ${COLUMNS} from row r where r.node = ${node} and r.kind = ${kind} and r.key = ${key}`.execute(
      db,
    ),
  );
  const [row] = found.rows;
  return row && fromStored(stored(row));
}

interface Raw extends Omit<StoredRow, "due"> {
  /** Milliseconds since 1970, so that no session setting for dates has a say. */
  due: string | null;
  version: string;
}

const SCOPE = sql`(r.node || E'\\x1f' || r.kind || E'\\x1f' || r.scope)`;
const COLUMNS = sql`r.kind, r.key, r.scope, r.status, round(extract(epoch from r.due) * 1000)::bigint::text as due,
  r.body, r.version::text as version`;

function stored(raw: Raw): StoredRow {
  const { kind, key, scope, status, due, body } = raw;
  return { kind, key, scope, status, due: due === null ? null : toInstant(Number(due)), body };
}

function tooBusy(): Problem {
  return new Problem(
    "store/too-busy",
    `Other transactions changed the same rows ${TRIES} times in a row.`,
    "database",
    "Try again in a moment; nothing was written.",
  );
}

/** Longer at each try, and never the same for two. */
function pause(tries: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2 ** tries, 200)));
}
