import { sql, type Kysely } from "kysely";

/**
 * The embedded database runs as one process without helpers, so nothing makes checkpoints (the write-ahead log would
 * grow, and recovery with it, until the node stops) and nothing clears away old versions of rows. The store does.
 */

const LOOK_EVERY = 200;
const CHECKPOINT_AFTER = 64 * 1024 * 1024;
const VACUUM_EVERY_LOOKS = 25;

/** Returns what is to be called after each transaction. Its work queues behind the transactions that wait already. */
export function embeddedUpkeep(
  db: Kysely<unknown>,
  log: (line: string) => void,
): { after(): void; done(): Promise<void> } {
  // Chance, so that a node which is restarted every day comes to it as often as one that runs for months.
  let untilLook = Math.ceil(Math.random() * LOOK_EVERY);
  let untilVacuum = Math.ceil(Math.random() * VACUUM_EVERY_LOOKS);
  let running = Promise.resolve();

  async function look(): Promise<void> {
    try {
      if ((await bytesSinceCheckpoint(db)) > CHECKPOINT_AFTER) await sql`checkpoint`.execute(db);
      untilVacuum -= 1;
      if (untilVacuum > 0) return;
      untilVacuum = VACUUM_EVERY_LOOKS;
      await sql`vacuum (analyze) row`.execute(db);
      await sql`vacuum (analyze) lock`.execute(db);
    } catch {
      log("The upkeep of the embedded database failed; it is tried again later.");
    }
  }

  function after(): void {
    untilLook -= 1;
    if (untilLook > 0) return;
    untilLook = LOOK_EVERY;
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
