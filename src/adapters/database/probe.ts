import { sql, type Kysely } from "kysely";
import type { NodeId } from "../../base/ids.ts";
import { Problem } from "../../base/problem.ts";

/** What a database said when it was asked whether a commit survives a power cut. */
export interface Durability {
  kind: "pglite" | "postgres";
  /** Version of the server, for example `18.6`. */
  version: string;
  fsync: string;
  fullPageWrites: string;
  synchronousCommit: string;
  dataChecksums: string;
  walSyncMethod: string;
  /** How often the disk was synced by one test commit; null on a server, where it cannot be seen from here. */
  syncsOfACommit: number | null;
}

type Settings = Omit<Durability, "kind" | "syncsOfACommit">;

const WANTED = [
  ["fsync", "fsync"],
  ["full_page_writes", "fullPageWrites"],
  ["synchronous_commit", "synchronousCommit"],
] as const;

/**
 * Makes one commit on the embedded database and demands that it reached the disk. Throws Problem `store/not-durable`
 * when the count of fsync calls did not rise or a setting would lose rows: the node must not start.
 */
export async function probeDurability(
  db: Kysely<unknown>,
  node: NodeId,
  files: { readonly fsyncs: number },
): Promise<Durability> {
  const settings = await readSettings(db);
  const faults = faultsOf(settings);
  if (settings.dataChecksums !== "on") faults.push("data_checksums");
  if (settings.walSyncMethod !== "fsync") faults.push("wal_sync_method");
  const before = files.fsyncs;
  await commitOnce(db, node);
  const syncsOfACommit = files.fsyncs - before;
  if (syncsOfACommit < 1) faults.push("fsync-not-called");
  if (faults.length)
    throw notDurable(faults, "Use the pinned version of PGlite and its unchanged data folder.");
  return { kind: "pglite", ...settings, syncsOfACommit };
}

/**
 * Asks a server for its settings. Throws Problem `store/not-durable` when fsync, full_page_writes or
 * synchronous_commit is off, unless `acceptUnsafe` (throw-away test servers). Data checksums may be off: they find
 * rot, they do not prevent loss; the caller warns.
 */
export async function probeServer(db: Kysely<unknown>, acceptUnsafe: boolean): Promise<Durability> {
  const settings = await readSettings(db);
  const faults = faultsOf(settings);
  if (faults.length && !acceptUnsafe) {
    throw notDurable(
      faults,
      "Turn these settings on in postgresql.conf, restart the server, then start the node.",
    );
  }
  return { kind: "postgres", ...settings, syncsOfACommit: null };
}

function faultsOf(settings: Settings): string[] {
  // `local`, `remote_write` and `remote_apply` all wait for the local disk.
  const good = ["on", "local", "remote_write", "remote_apply"];
  return WANTED.filter(([, field]) =>
    field === "synchronousCommit" ? !good.includes(settings[field]) : settings[field] !== "on",
  ).map(([name]) => name);
}

function notDurable(faults: readonly string[], next: string): Problem {
  return new Problem(
    "store/not-durable",
    "The database would lose acknowledged rows when the power fails.",
    faults.join(", "),
    next,
  );
}

async function readSettings(db: Kysely<unknown>): Promise<Settings> {
  const { rows } = await sql<Settings>`select
    current_setting('server_version') as version,
    current_setting('fsync') as fsync,
    current_setting('full_page_writes') as "fullPageWrites",
    current_setting('synchronous_commit') as "synchronousCommit",
    current_setting('data_checksums') as "dataChecksums",
    current_setting('wal_sync_method') as "walSyncMethod"`.execute(db);
  return rows[0] as Settings;
}

/** A commit that changes a row and nothing of meaning. */
async function commitOnce(db: Kysely<unknown>, node: NodeId): Promise<void> {
  await sql`insert into lock (node, name) values (${node}, 'probe')
    on conflict (node, name) do update set name = excluded.name`.execute(db);
}
