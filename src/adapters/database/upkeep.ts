import { sql, type Kysely } from "kysely";

/**
 * The embedded database runs as one process without helpers, so nothing makes checkpoints (the write-ahead log would
 * grow, and recovery with it, until the node stops), nothing clears away old versions of rows, and nothing tells the
 * planner how many there are. The store does.
 */

/** When the upkeep does its work. */
export interface UpkeepLimits {
  /** Transactions between two looks. */
  lookEvery: number;
  /** Bytes of write-ahead log since the last checkpoint. */
  checkpointAfter: number;
  /** Looks between two vacuums. */
  vacuumEvery: number;
}

const LIMITS: UpkeepLimits = { lookEvery: 200, checkpointAfter: 64 * 1024 * 1024, vacuumEvery: 25 };

/** Returns what is to be called after each transaction. Its work queues behind the transactions that wait already. */
export function embeddedUpkeep(
  db: Kysely<unknown>,
  log: (line: string) => void,
  limits: UpkeepLimits = LIMITS,
): { after(): void; done(): Promise<void> } {
  const { lookEvery, checkpointAfter, vacuumEvery } = limits;
  // Chance, so that a node which is restarted every day comes to it as often as one that runs for months.
  let untilLook = Math.ceil(Math.random() * lookEvery);
  let untilVacuum = Math.ceil(Math.random() * vacuumEvery);
  let looks = 0;
  let running = Promise.resolve();

  async function look(): Promise<void> {
    try {
      if ((await bytesSinceCheckpoint(db)) > checkpointAfter) await sql`checkpoint`.execute(db);
      looks += 1;
      // A table that begins to fill changes its size most: at looks 1, 2, 4, 8, 16 and then with each vacuum.
      if (Number.isInteger(Math.log2(looks)) && looks <= 16) await sql`analyze row`.execute(db);
      untilVacuum -= 1;
      if (untilVacuum > 0) return;
      untilVacuum = vacuumEvery;
      await sql`vacuum (analyze) row`.execute(db);
      await sql`vacuum (analyze) lock`.execute(db);
    } catch {
      log("The upkeep of the embedded database failed; it is tried again later.");
    }
  }

  function after(): void {
    untilLook -= 1;
    if (untilLook > 0) return;
    untilLook = lookEvery;
    running = running.then(look);
  }

  return { after, done: () => running };
}

async function bytesSinceCheckpoint(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`select
    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::text as bytes from pg_control_checkpoint()`.execute(
    db,
  );
  return Number(rows[0]?.bytes ?? 0);
}
