import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate, MIGRATIONS, type Migration } from "../../src/adapters/database/migrations.ts";
import { openStore } from "../../src/adapters/database/open.ts";
import { DURABLE_START, DurableNodeFS } from "../../src/adapters/database/pglite-durable.ts";
import { probeDurability } from "../../src/adapters/database/probe.ts";
import { embeddedUpkeep } from "../../src/adapters/database/upkeep.ts";
import { newDataDirectory, newFolder, removeFolders, row, TEMPLATE, wants } from "./stores.ts";

afterAll(removeFolders);

function over(pglite: PGlite): Kysely<unknown> {
  const config = createPgConfig(pglite) as unknown as pg.PoolConfig;
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...config, max: 1 }) }) });
}

describe("opening", () => {
  test("says by what facts the store was judged durable", async () => {
    const store = await openStore({ folder: newFolder(), node: "node.a", template: TEMPLATE });
    const { version, syncsOfACommit, ...rest } = store.durability;
    await store.close();
    expect(rest).toEqual({
      kind: "pglite",
      fsync: "on",
      fullPageWrites: "on",
      synchronousCommit: "on",
      dataChecksums: "on",
      walSyncMethod: "fsync",
    });
    expect(version).toMatch(/^18/);
    expect(syncsOfACommit).toBeGreaterThanOrEqual(1);
  });

  test("works without a prepared data directory", { timeout: 120_000 }, async () => {
    const folder = newFolder();
    const store = await openStore({ folder, node: "node.a" });
    await store.transact(wants({}), (tx) => tx.insert(row("k", "a")));
    await store.close();
    const again = await openStore({ folder, node: "node.a" });
    expect(await again.read("k", "a")).toEqual(row("k", "a"));
    await again.close();
  });

  test("two nodes in one folder's database do not see each other's rows", async () => {
    const folder = newFolder();
    const first = await openStore({ folder, node: "node.a", template: TEMPLATE });
    await first.transact(wants({ locks: ["l"] }), (tx) => tx.insert(row("k", "a")));
    await first.close();
    const second = await openStore({ folder, node: "node.b", template: TEMPLATE });
    expect(await second.read("k", "a")).toBeUndefined();
    await second.transact(wants({ locks: ["l"] }), (tx) => tx.insert(row("k", "a", { body: "b" })));
    expect(await second.query({ kind: "k", limit: 9 })).toEqual([row("k", "a", { body: "b" })]);
    await second.close();
  });

  test("closing waits for what runs, and can be said twice", async () => {
    const store = await openStore({ folder: newFolder(), node: "node.a", template: TEMPLATE });
    const last = store.transact(wants({}), (tx) => tx.insert(row("k", "a")));
    await Promise.all([store.close(), store.close()]);
    await expect(last).resolves.toBeUndefined();
    await expect(store.read("k", "a")).rejects.toMatchObject({ code: "store/unreachable" });
  });
});

describe("one process, one folder", () => {
  test("the same process does not open it twice", async () => {
    const folder = newFolder();
    const store = await openStore({ folder, node: "node.a", template: TEMPLATE });
    await expect(openStore({ folder: `${folder}/.`, node: "node.a" })).rejects.toMatchObject({
      code: "store/in-use",
    });
    await store.close();
    expect(existsSync(join(folder, "database.lock"))).toBe(false);
  });

  test("another process does not open it, and leaves the lock", async () => {
    const folder = newFolder();
    const store = await openStore({ folder, node: "node.a", template: TEMPLATE });
    const lock = readFileSync(join(folder, "database.lock"), "utf8");
    const open = join(import.meta.dirname, "../../src/adapters/database/open.ts");
    const code = `const { openStore } = await import(${JSON.stringify(open)});
      await openStore({ folder: ${JSON.stringify(folder)}, node: "node.a" }).catch((e) => console.log(e.code));`;
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
    expect(child.stdout.trim()).toBe("store/in-use");
    expect(readFileSync(join(folder, "database.lock"), "utf8")).toBe(lock);
    await store.close();
  });

  test("a start that is refused gives the lock back", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "database"), "not a folder");
    await expect(openStore({ folder, node: "node.a", template: TEMPLATE })).rejects.toBeDefined();
    expect(existsSync(join(folder, "database.lock"))).toBe(false);
  });
});

describe("probe", () => {
  const FAULTS: [name: string, where: string, files: (folder: string) => NodeFS, start: string[]][] = [
    [
      "as shipped",
      "fsync, wal_sync_method, fsync-not-called",
      (folder) => new NodeFS(folder),
      PGlite.defaultStartParams,
    ],
    [
      "a file system that does not sync, though SHOW fsync says on",
      "fsync-not-called",
      (folder) => new NodeFS(folder),
      DURABLE_START,
    ],
    [
      "fdatasync, which is a stub",
      "wal_sync_method, fsync-not-called",
      (folder) => new DurableNodeFS(folder),
      [...DURABLE_START, "-c", "wal_sync_method=fdatasync"],
    ],
    [
      "commits that do not wait",
      "synchronous_commit",
      (folder) => new DurableNodeFS(folder),
      [...DURABLE_START, "-c", "synchronous_commit=off"],
    ],
    [
      "pages that may tear",
      "full_page_writes",
      (folder) => new DurableNodeFS(folder),
      [...DURABLE_START, "-c", "full_page_writes=off"],
    ],
  ];

  test.each(FAULTS)("refuses: %s", async (_name, where, make, startParams) => {
    const files = make(await newDataDirectory());
    const pglite = await PGlite.create({ fs: files, startParams });
    const db = over(pglite);
    const counted = files instanceof DurableNodeFS ? files : { fsyncs: 0 };
    const refusal = await probeDurability(db, "node.a", counted).catch((error: unknown) => error);
    await db.destroy();
    await pglite.close();
    expect(refusal).toMatchObject({ code: "store/not-durable" });
    const named = (refusal as { where: string }).where.split(", ");
    for (const each of where.split(", ")) expect(named).toContain(each);
  });
});

describe("upkeep", () => {
  test("makes checkpoints, which nothing else does, and counts the rows for the planner", async () => {
    const pglite = await PGlite.create({
      fs: new DurableNodeFS(await newDataDirectory()),
      startParams: DURABLE_START,
    });
    const db = over(pglite);
    const redo = async (): Promise<unknown> =>
      (await pglite.query("select redo_lsn::text from pg_control_checkpoint()")).rows;
    await sql`insert into lock (node, name) select 'node.a', n::text from generate_series(1, 500) n`.execute(
      db,
    );
    const before = await redo();
    const log: string[] = [];
    const upkeep = embeddedUpkeep(db, (line) => log.push(line), {
      lookEvery: 1,
      checkpointAfter: 0,
      vacuumEvery: 1,
    });
    upkeep.after();
    await upkeep.done();
    expect(await redo()).not.toEqual(before);
    const { rows } = await pglite.query(
      "select reltuples::int as counted from pg_class where relname = 'lock'",
    );
    // One more is the row of the probe at the first start.
    expect(rows).toEqual([{ counted: 501 }]);
    await db.destroy();
    upkeep.after();
    await upkeep.done();
    expect(log).toHaveLength(1);
    await pglite.close();
  });
});

describe("migrations", () => {
  let pglite: PGlite;
  let db: Kysely<unknown>;
  const step = (id: number, ...statements: string[]): Migration => ({ id, name: `step ${id}`, statements });

  beforeAll(async () => {
    pglite = await PGlite.create();
    db = over(pglite);
    await migrate(db);
  }, 120_000);
  afterAll(async () => {
    await db.destroy();
    await pglite.close();
  });

  test("run again, they change nothing", async () => {
    const applied = await sql`select * from migration order by id`.execute(db);
    await migrate(db);
    expect((await sql`select * from migration order by id`.execute(db)).rows).toEqual(applied.rows);
  });

  test("an edited step is refused", async () => {
    const edited = MIGRATIONS.map((each) => ({ ...each, statements: [...each.statements, "select 1"] }));
    await expect(migrate(db, edited)).rejects.toMatchObject({ code: "store/migration-changed" });
  });

  test("a step that fails leaves none of its statements behind", async () => {
    const broken = [...MIGRATIONS, step(2, "create table half (n int)", "create table half (n int)")];
    await expect(migrate(db, broken)).rejects.toBeDefined();
    expect((await sql`select to_regclass('half') as there`.execute(db)).rows).toEqual([{ there: null }]);
    await migrate(db);
  });

  test("a newer database is refused", async () => {
    await migrate(db, [...MIGRATIONS, step(2, "create table more (n int)")]);
    await expect(migrate(db)).rejects.toMatchObject({
      code: "store/newer-than-program",
      where: "migration 2",
    });
  });
});
