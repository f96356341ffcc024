import { sql, type Kysely, type Transaction } from "kysely";
import { utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { digestOf } from "../../crypto/hash.ts";
import { stateOf } from "./errors.ts";

/**
 * The tables of a node, as numbered steps that are never edited once released: each is kept with its checksum, and a
 * database that has other steps than this program refuses to open.
 */

/** One step of the schema. Statements run in order within the one transaction of all steps. */
export interface Migration {
  id: number;
  name: string;
  statements: readonly string[];
}

// Text is compared by the C collation, so that keys sort alike on every machine whatever its locale.
// The body is text, not jsonb: jsonb refuses U+0000 and lone surrogates, which JSON allows, and json is jsonb on a
// cluster; the database never looks inside. Who must, casts: body::jsonb.
// `version` counts the writes of a row: a row that changed after it was loaded is not overwritten.
// Each look-up has exactly one index that can serve it, by a first column no other index has. With node and kind at
// the head of all of them the planner chose another one whenever its statistics did not know a node yet, and read
// all rows of the node (27 ms instead of 0.1 ms at 6,000 rows). U+001F is in no name, see storable.ts.
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    name: "rows and locks",
    statements: [
      `create table row (
         node text collate "C" not null,
         kind text collate "C" not null,
         key text collate "C" not null,
         scope text collate "C" not null,
         status text collate "C",
         due timestamptz,
         body text not null,
         version bigint not null default 1,
         primary key (node, kind, key)
       )`,
      `create index row_scope on row ((node || E'\\x1f' || kind || E'\\x1f' || scope), key)`,
      `create index row_due on row ((node || E'\\x1f' || kind), due, key) where due is not null`,
      `create index row_status on row ((node || E'\\x1f' || kind || E'\\x1f' || status), key) where status is not null`,
      `create table lock (
         node text collate "C" not null,
         name text collate "C" not null,
         primary key (node, name)
       )`,
    ],
  },
];

/** Digest of a list of steps: names the schema a prepared data directory has. */
export function schemaDigest(migrations: readonly Migration[] = MIGRATIONS): string {
  return digestOf(utf8(JSON.stringify(migrations)));
}

/**
 * Brings the tables up to this program, all steps or none; nodes that share a database wait for each other. Throws
 * Problem `store/migration-changed` when a step differs from the one that ran, and `store/newer-than-program` when
 * the database has steps this program does not know.
 */
export async function migrate(
  db: Kysely<unknown>,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await makeLedger(db);
  await db.transaction().execute(async (trx) => {
    await sql`select id from migration where id = 0 for update`.execute(trx);
    const applied = await appliedSteps(trx);
    refuseOthers(applied, migrations);
    for (const step of migrations.slice(applied.length)) await apply(trx, step);
  });
}

/** The table that remembers the steps. Row 0 is no step but what all who migrate lock. */
async function makeLedger(db: Kysely<unknown>): Promise<void> {
  const create = sql`create table if not exists migration (
    id int primary key, name text not null, checksum text not null, applied timestamptz not null default now()
  )`;
  try {
    await create.execute(db);
  } catch (error) {
    // "If not exists" does not see a table that another node is making at this moment (23505, 42710, 42P07): look again.
    if (!["23505", "42710", "42P07"].includes(stateOf(error) ?? "")) throw error;
    await create.execute(db);
  }
  await sql`insert into migration (id, name, checksum) values (0, 'lock', '') on conflict (id) do nothing`.execute(
    db,
  );
}

interface Applied {
  id: number;
  checksum: string;
}

async function appliedSteps(trx: Transaction<unknown>): Promise<Applied[]> {
  const found = await sql<Applied>`select id, checksum from migration where id > 0 order by id`.execute(trx);
  return found.rows;
}

function refuseOthers(applied: readonly Applied[], migrations: readonly Migration[]): void {
  for (const [index, { id, checksum }] of applied.entries()) {
    const known = migrations[index];
    if (!known || known.id !== id) {
      throw new Problem(
        "store/newer-than-program",
        "The database was used by a newer version of this program.",
        `migration ${id}`,
        "Start the newer version, or restore the backup that was made before the upgrade.",
      );
    }
    if (checksumOf(known) !== checksum) {
      throw new Problem(
        "store/migration-changed",
        "A step of the schema is not the one that was run on this database.",
        `migration ${id}`,
        "Start the released version this database was made with; a released step is never edited.",
      );
    }
  }
}

async function apply(trx: Transaction<unknown>, step: Migration): Promise<void> {
  for (const statement of step.statements) await sql.raw(statement).execute(trx);
  await sql`insert into migration (id, name, checksum) values (${step.id}, ${step.name}, ${checksumOf(step)})`.execute(
    trx,
  );
}

function checksumOf(step: Migration): string {
  return digestOf(utf8(JSON.stringify(step.statements)));
}
