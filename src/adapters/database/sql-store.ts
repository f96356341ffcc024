import { sql, type ControlledTransaction, type Kysely } from "kysely";
import type { NodeId } from "../../base/ids.ts";
import { Problem } from "../../base/problem.ts";
import { toInstant } from "../../base/time.ts";
import type { Query, Row, Store, Tx, Wants } from "../../exchange/store-port.ts";
import { Changed, isRetryable, speaking } from "./errors.ts";
import { clash, loadedTx, nameOf, refuseMove } from "./row-tx.ts";
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
    const { inserted, created, replaced } = tx.writes();
    await insertRows(trx, node, wants, inserted, created);
    await speaking(updateRows(trx, node, replaced, loaded));
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
  const rows = wants.rows.length ? [wantedBy(node, "key", wants.rows)] : [];
  const scopes = wants.scopes.length ? [wantedBy(node, "scope", wants.scopes)] : [];
  const parts = [...rows, ...scopes];
  if (parts.length === 0) return new Map();
  const found = await sql<Raw>`${sql.join(parts, sql` union all `)}`.execute(trx);
  return new Map(
    found.rows.map((row) => [nameOf(row.kind, row.key), { ...stored(row), version: row.version }]),
  );
}

function wantedBy(node: NodeId, column: "key" | "scope", pairs: readonly (readonly [string, string])[]) {
  const kinds = pairs.map(([kind]) => kind);
  const names = pairs.map(([, name]) => name);
  return sql`select ${COLUMNS} from unnest(${kinds}::text[], ${names}::text[]) as wanted(kind, name)
    join row r on r.node = ${node} and r.kind = wanted.kind and r.${sql.ref(column)} = wanted.name`;
}

async function insertRows(
  trx: Trx,
  node: NodeId,
  wants: Wants,
  inserted: readonly StoredRow[],
  created: readonly StoredRow[],
): Promise<void> {
  const rows = [...inserted, ...created];
  if (rows.length === 0) return;
  const done = await speaking(
    sql<{ kind: string; key: string }>`insert into row (node, kind, key, scope, status, due, body)
      select ${node}, kind, key, scope, status, due, body from ${values(rows)}
      on conflict (node, kind, key) do nothing returning kind, key`.execute(trx),
  );
  if (done.rows.length === rows.length) return;
  const names = new Set(done.rows.map((row) => nameOf(row.kind, row.key)));
  const met = (row: StoredRow): boolean => !names.has(nameOf(row.kind, row.key));
  const first = inserted.find(met);
  if (first) throw clash(first.kind, first.key);
  for (const row of created.filter(met)) refuseMove(wants, row, await readRow(trx, node, row.kind, row.key));
  throw new Changed();
}

async function updateRows(
  trx: Trx,
  node: NodeId,
  rows: readonly StoredRow[],
  loaded: ReadonlyMap<string, LoadedRow>,
): Promise<void> {
  if (rows.length === 0) return;
  const versions = rows.map((row) => loaded.get(nameOf(row.kind, row.key))?.version);
  const done = await sql`update row r
    set scope = v.scope, status = v.status, due = v.due, body = v.body, version = r.version + 1
    from ${values(rows, versions as string[])}
    where r.node = ${node} and r.kind = v.kind and r.key = v.key and r.version = v.version`.execute(trx);
  if (Number(done.numAffectedRows) !== rows.length) throw new Changed();
}

/** Rows as a table `v`, one array a column: one statement however many rows. */
function values(rows: readonly StoredRow[], versions: readonly string[] = []) {
  const column = <K extends keyof StoredRow>(name: K) => rows.map((row) => row[name]);
  return sql`unnest(${column("kind")}::text[], ${column("key")}::text[], ${column("scope")}::text[],
    ${column("status")}::text[], ${column("due")}::timestamptz[], ${column("body")}::text[], ${versions}::bigint[])
    as v(kind, key, scope, status, due, body, version)`;
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
  const { kind, scope, status, dueBy, after, limit } = query;
  const where = [
    sql`r.node = ${node} and r.kind = ${kind}`,
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
