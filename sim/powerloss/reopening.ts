import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { MIGRATIONS, type Migration, migrate } from "../../src/adapters/database/migrations.ts";
import { openStore } from "../../src/adapters/database/open.ts";
import { openDurable } from "../../src/adapters/database/pglite-durable.ts";
import type { Random } from "../kernel/random.ts";
import { type Machine, homeIn } from "./machine.ts";
import { type Model, pageCache } from "./page-cache.ts";
import { rebootLocks } from "./reboot.ts";
import { type Recording, recordFolder } from "./recorder.ts";

/** A second power cut, into what is done after the first one: the image becomes what that leaves. */

interface Second {
  image: string;
  model: Model;
  random: Random;
}

/** Cuts while the database opens after a power cut. */
export async function cutRecovery({ party }: Machine, second: Second): Promise<void> {
  rebootLocks(homeIn(second.image));
  const recording = recordFolder(second.image);
  try {
    const store = await openStore({ folder: homeIn(second.image), node: party });
    await store.close();
  } catch {
    // What does not open is for the examination to say: the image is cut all the same.
  }
  cutAgain(recording, second);
}

/** A step that no released program has: what a newer version would do to the tables. */
const NEWER: Migration = {
  id: MIGRATIONS.length + 1,
  name: "a step of tomorrow",
  statements: [
    "create table tomorrow (n int primary key, kind text not null)",
    "create index tomorrow_kind on tomorrow (kind)",
    "alter table row add column later text",
    "insert into tomorrow select row_number() over (), kind from row",
    "update row set later = 'x'",
  ],
};

/**
 * Cuts while a newer program migrates, lets it try again on what is left, and takes its step back, so that the rows can
 * be examined by the program of today. A step that was half taken cannot be taken again, and throws.
 */
export async function cutMigration(image: string, model: Model, random: Random): Promise<void> {
  const data = join(homeIn(image), "database");
  const recording = recordFolder(image);
  await withDatabase(data, (db) => migrate(db, [...MIGRATIONS, NEWER]));
  cutAgain(recording, { image, model, random });
  await withDatabase(data, async (db) => {
    await migrate(db, [...MIGRATIONS, NEWER]);
    await sqlOf(db, "drop table tomorrow");
    await sqlOf(db, "alter table row drop column later");
    await sqlOf(db, `delete from migration where id = ${NEWER.id}`);
  });
}

function cutAgain(recording: Recording, { image, model, random }: Second): void {
  const steps = [...recording.steps];
  recording.stop();
  const cache = pageCache(recording.base);
  cache.take(steps.slice(0, random.below(steps.length + 1)));
  const left = `${image}.second`;
  cache.cut(left, model, random);
  rmSync(image, { recursive: true });
  renameSync(left, image);
}

async function sqlOf(db: Kysely<unknown>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db);
}

async function withDatabase(data: string, work: (db: Kysely<unknown>) => Promise<void>): Promise<void> {
  const { db: pglite } = await openDurable(data);
  const config = createPgConfig(pglite) as unknown as pg.PoolConfig;
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...config, max: 1, idleTimeoutMillis: 0 }) }),
  });
  try {
    await work(db);
  } finally {
    await db.destroy();
    await pglite.close();
  }
}
