import { realpathSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { NodeId } from "../../base/ids.ts";
import type { Store } from "../../exchange/store-port.ts";
import { makeFolder } from "../log/durable.ts";
import { speaking } from "./errors.ts";
import { takeFolderLock } from "./folder-lock.ts";
import { migrate } from "./migrations.ts";
import { createDataDirectory, hasDataDirectory, openDurable } from "./pglite-durable.ts";
import { probeDurability, probeServer, type Durability } from "./probe.ts";
import { sqlStore } from "./sql-store.ts";
import { dataFromTemplate } from "./template.ts";
import { type UpkeepLimits, embeddedUpkeep } from "./upkeep.ts";

/** Where the rows of a node are. */
export interface StoreOptions {
  /** `postgres://…` of a server or cluster. Absent: the embedded database in the folder. */
  url?: string;
  /** The folder of the node; the embedded database takes `database` and `database.lock` in it. */
  folder: string;
  node: NodeId;
  /** A cache folder in which a prepared data directory is kept, so that first starts are fast. */
  template?: string;
  /** When the upkeep of the embedded database works; for small databases in tests. */
  upkeep?: UpkeepLimits;
  /** Receives warnings for the operator. No line holds a secret or the content of a row. */
  log?: (line: string) => void;
}

/** A store that is known to be durable, with the facts it was judged by. */
export interface OpenStore extends Store {
  readonly kind: "pglite" | "postgres";
  readonly durability: Durability;
}

/**
 * Opens the rows of a node: migrates the tables, then proves that a commit is durable, or refuses. Throws Problem
 * `store/in-use`, `store/does-not-open`, `store/not-durable`, `store/migration-changed`, `store/newer-than-program`,
 * `store/unreachable` or `store/database`.
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const log = options.log ?? (() => {});
  return options.url ? openServer(options.url, options.node, log) : openEmbedded(options, log);
}

async function openEmbedded(
  { folder, node, template, upkeep: limits }: StoreOptions,
  log: (line: string) => void,
): Promise<OpenStore> {
  await makeFolder(folder, 0o700);
  const home = realpathSync(folder);
  const release = takeFolderLock(join(home, "database.lock"));
  const closing: (() => Promise<unknown> | void)[] = [release];
  try {
    const data = join(home, "database");
    if (!hasDataDirectory(data)) await makeDataDirectory(data, template);
    const { db: pglite, files } = await openDurable(data);
    closing.unshift(() => pglite.close());
    const db = overPglite(pglite);
    closing.unshift(() => db.destroy());
    await speaking(migrate(db));
    const durability = await speaking(probeDurability(db, node, files));
    const upkeep = embeddedUpkeep(db, log, limits);
    closing.unshift(upkeep.done);
    return assemble(sqlStore(db, node), durability, upkeep.after, () => runAll(closing));
  } catch (error) {
    await runAll(closing);
    throw error;
  }
}

async function openServer(url: string, node: NodeId, log: (line: string) => void): Promise<OpenStore> {
  const pool = new pg.Pool({ ...SERVER_POOL, connectionString: url });
  // An idle connection that breaks is replaced at the next use; unheard, this event would end the process.
  pool.on("error", () =>
    log("A connection to the database broke while idle; it is opened again when needed."),
  );
  // In use, the error comes out of the statement that met it; the event says the same again.
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const acceptUnsafe = process.env["COMITY_ACCEPT_UNSAFE_SERVER"] === "1";
    const durability = await speaking(probeServer(db, acceptUnsafe));
    warnOfServer(durability, log);
    await speaking(migrate(db));
    return assemble(
      sqlStore(db, node),
      durability,
      () => {},
      () => db.destroy(),
    );
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

const SERVER_POOL = {
  max: 10,
  connectionTimeoutMillis: 10_000,
  statement_timeout: 60_000,
  // A node that froze or lost its line must not hold its locks for hours.
  idle_in_transaction_session_timeout: 15_000,
  application_name: "comity",
} as const;

function warnOfServer(durability: Durability, log: (line: string) => void): void {
  if (durability.dataChecksums !== "on") {
    log("The database server has data checksums off: rot on its disk would go unnoticed. See pg_checksums.");
  }
  if (durability.fsync !== "on")
    log("UNSAFE: the database server has fsync off and will lose rows. For tests only.");
}

async function makeDataDirectory(data: string, template: string | undefined): Promise<void> {
  const fill = async ({ db: pglite }: { db: PGlite }): Promise<void> => {
    const db = overPglite(pglite);
    await speaking(migrate(db)).finally(() => db.destroy());
  };
  await (template ? dataFromTemplate(template, data, fill) : createDataDirectory(data, fill));
}

/** One connection, kept for good: PGlite has one session. */
function overPglite(pglite: PGlite): Kysely<unknown> {
  const pool = new pg.Pool({
    ...(createPgConfig(pglite) as unknown as pg.PoolConfig),
    max: 1,
    idleTimeoutMillis: 0,
  });
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
}

function assemble(
  rows: Omit<Store, "close">,
  durability: Durability,
  afterTransaction: () => void,
  shut: () => Promise<void>,
): OpenStore {
  const running = new Set<Promise<unknown>>();
  const track = async <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  let closed: Promise<void> | undefined;
  return {
    kind: durability.kind,
    durability,
    transact: (wants, decide) => track(rows.transact(wants, decide).finally(afterTransaction)),
    query: (query) => track(rows.query(query)),
    read: (kind, key) => track(rows.read(kind, key)),
    close: () => (closed ??= Promise.allSettled(running).then(shut)),
  };
}

/** Runs all, whatever fails, so that the lock is given back in every case. */
async function runAll(steps: readonly (() => Promise<unknown> | void)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch {
      // What does not close cleanly is recovered at the next start, as after a power cut.
    }
  }
}
