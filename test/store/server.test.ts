import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type OpenStore } from "../../src/adapters/database/open.ts";
import { newFolder, removeFolders, row, SERVER_URL, wants } from "./stores.ts";

// What only a server can show: transactions that truly run at the same time, and connections that break.
const skip = SERVER_URL ? "" : "skipped: COMITY_TEST_DATABASE_URL is not set";
const url = SERVER_URL ?? "";

afterAll(removeFolders);

describe.skipIf(skip)(`a PostgreSQL server ${skip}`, () => {
  const node = `node.server-${process.pid}-${Date.now()}`;
  let store: OpenStore;
  let other: pg.Client;

  beforeAll(async () => {
    store = await openStore({ url, folder: newFolder(), node });
    other = new pg.Client({ connectionString: url });
    await other.connect();
  });
  afterAll(async () => {
    await other.end();
    await store.close();
  });

  const lockSql = "select 1 from lock where node = $1 and name = $2 for update";

  test("says what it is", () =>
    expect(store.durability).toMatchObject({ kind: "postgres", fsync: "on", syncsOfACommit: null }));

  test("a held lock stops its own transactions and no others", async () => {
    await store.transact(wants({ locks: ["held", "free"] }), () => {});
    await other.query("begin");
    await other.query(lockSql, [node, "held"]);
    let decided = false;
    const waiting = store.transact(wants({ locks: ["held"] }), () => void (decided = true));
    expect(await store.transact(wants({ locks: ["free"] }), () => "went")).toBe("went");
    await untilSomeoneWaits(other);
    expect(decided).toBe(false);
    await other.query("commit");
    await waiting;
    expect(decided).toBe(true);
  });

  test("a deadlock is resolved by starting over", async () => {
    await store.transact(wants({ locks: ["d1", "d2"] }), () => {});
    await other.query("begin");
    // The server ends whoever first waited long enough: this session waits longer than the store's.
    await other.query("set local deadlock_timeout = '30s'");
    await other.query(lockSql, [node, "d2"]);
    const done = store.transact(wants({ locks: ["d1", "d2"] }), (tx) => tx.insert(row("k", "deadlock")));
    await untilSomeoneWaits(other);
    await other.query(lockSql, [node, "d1"]);
    await other.query("commit");
    await done;
    expect(await store.read("k", "deadlock")).toEqual(row("k", "deadlock"));
  });

  test("a row that changed after it was loaded is loaded again", async () => {
    await store.transact(wants({}), (tx) => tx.insert(row("k", "moving", { body: 1 })));
    await other.query("begin");
    await other.query(
      "update row set body = '10', version = version + 1 where node = $1 and key = 'moving'",
      [node],
    );
    const seen: unknown[] = [];
    const done = store.transact(wants({ rows: [["k", "moving"]] }), (tx) => {
      const body = tx.get("k", "moving")?.body as number;
      seen.push(body);
      tx.put(row("k", "moving", { body: body + 1 }));
    });
    await untilSomeoneWaits(other);
    await other.query("commit");
    await done;
    expect(seen).toEqual([1, 10]);
    expect((await store.read("k", "moving"))?.body).toBe(11);
  });

  test("a connection that is cut ends its transaction, not the process", async () => {
    await store.transact(wants({ locks: ["cut"] }), () => {});
    await other.query("begin");
    await other.query(lockSql, [node, "cut"]);
    const waiting = store.transact(wants({ locks: ["cut"] }), (tx) => tx.insert(row("k", "cut")));
    const failure = expect(waiting).rejects.toMatchObject({
      code: expect.stringMatching(/^store\/(database|unreachable)$/),
    });
    await untilSomeoneWaits(other);
    await other.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${WAITING}`);
    await failure;
    await other.query("commit");
    expect(await store.transact(wants({ locks: ["cut"] }), () => "goes on")).toBe("goes on");
    expect(await store.read("k", "cut")).toBeUndefined();
  });

  test("an error of the server says its state and nothing of the row", async () => {
    await other.query(
      `alter table row add constraint no_secret check (node <> '${node}' or body not like '%planted%') not valid`,
    );
    const done = store.transact(wants({}), (tx) =>
      tx.insert(row("k", "k-planted", { body: "planted secret" })),
    );
    const error = (await done.catch((caught: unknown) => caught)) as Error;
    await other.query("alter table row drop constraint no_secret");
    expect(error).toMatchObject({ code: "store/database", where: "SQLSTATE 23514" });
    expect(`${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`).not.toContain("planted");
  });

  test("a server whose commits do not wait is refused", async () => {
    const unsafe = new URL(url);
    unsafe.searchParams.set("options", "-c synchronous_commit=off");
    await expect(openStore({ url: unsafe.href, folder: newFolder(), node })).rejects.toMatchObject({
      code: "store/not-durable",
      where: "synchronous_commit",
    });
  });

  test("a row's timestamps do not depend on the server's zone or date style", async () => {
    const styled = new URL(url);
    styled.searchParams.set("options", "-c DateStyle=German -c TimeZone=Asia/Kathmandu");
    const there = await openStore({ url: styled.href, folder: newFolder(), node });
    const due = "2027-07-04T03:10:00.123Z";
    await there.transact(wants({}), (tx) => tx.insert(row("due", "a", { due })));
    expect((await there.read("due", "a"))?.due).toBe(due);
    expect(await store.query({ kind: "due", dueBy: due, limit: 9 })).toEqual([row("due", "a", { due })]);
    await there.close();
  });

  test("two nodes that open an empty database at once both migrate it", async () => {
    const name = `comity_${process.pid}_${Date.now()}`;
    await other.query(`create database ${name}`);
    const empty = new URL(url);
    empty.pathname = `/${name}`;
    const opened = await Promise.all(
      ["node.a", "node.b", "node.c"].map((each) =>
        openStore({ url: empty.href, folder: newFolder(), node: each }),
      ),
    );
    await Promise.all(opened.map((each) => each.close()));
    await other.query(`drop database ${name} with (force)`);
    expect(opened).toHaveLength(3);
  });
});

test("a server that does not answer is named without its address or password", async () => {
  const dead = "postgres://user:hunter2@127.0.0.1:9/comity";
  const error = (await openStore({ url: dead, folder: newFolder(), node: "node.a" }).catch(
    (caught: unknown) => caught,
  )) as Error;
  expect(error).toMatchObject({ code: "store/unreachable" });
  expect(`${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`).not.toContain("hunter2");
});

const WAITING = "wait_event_type = 'Lock' and application_name = 'comity' and datname = current_database()";

/** Resolves when a connection of a store waits for a lock. */
async function untilSomeoneWaits(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query(`select 1 from pg_stat_activity where ${WAITING}`);
    if (rows.length) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
