import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { openStore } from "../src/adapters/database/open.ts";
import type { Store } from "../src/exchange/store-port.ts";
import type { Bench, BenchOptions, BenchRow } from "./bench.ts";

const TEMPLATE = resolve(import.meta.dirname, "../.cache/store-template");
const SERVER_URL = process.env["COMITY_TEST_DATABASE_URL"];

/** What a durable row costs, beside the embedded database that does not sync and beside a server. */
export const bench: Bench = {
  name: "store",
  about: "How many durable transactions a second, and what durability costs against PGlite as shipped?",
  async run(options: BenchOptions): Promise<BenchRow[]> {
    const folder = mkdtempSync(join(tmpdir(), "comity-bench-"));
    try {
      const rows = [...(await embedded(folder, options)), ...(await asShipped(folder, options))];
      if (SERVER_URL) return [...rows, ...(await server(SERVER_URL, folder, options))];
      options.log("PostgreSQL server left out: COMITY_TEST_DATABASE_URL is not set.");
      return rows;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function embedded(folder: string, options: BenchOptions): Promise<BenchRow[]> {
  const home = join(folder, "durable");
  // The prepared data directory is made outside the measurement: it is made once for all nodes.
  const first = await openStore({ folder: join(folder, "first"), node: "node.bench", template: TEMPLATE });
  await first.close();
  const begun = performance.now();
  const store = await openStore({ folder: home, node: "node.bench", template: TEMPLATE });
  const opened = performance.now() - begun;
  const rows = await measure("PGlite durable (ours)", store, options);
  await store.close();
  return [{ what: "PGlite durable (ours): first start from template", value: opened, unit: "ms" }, ...rows];
}

async function server(url: string, folder: string, options: BenchOptions): Promise<BenchRow[]> {
  const store = await openStore({ url, folder, node: `node.bench-${Date.now()}`, log: options.log });
  const rows = await measure("PostgreSQL server", store, options);
  const together = await rate(options, 8, (n) => insertOne(store, `together-${n}`));
  await store.close();
  return [...rows, { what: "PostgreSQL server: one row, 8 at a time", value: together, unit: "txn/s" }];
}

async function measure(who: string, store: Store, options: BenchOptions): Promise<BenchRow[]> {
  options.log(`${who} …`);
  const one = await rate(options, 1, (n) => insertOne(store, String(n)));
  const ten = await rate(options, 1, (n) => tenRows(store, n));
  const read = await rate(options, 1, () => store.read("head", "a"));
  return [
    { what: `${who}: one row`, value: one, unit: "txn/s" },
    { what: `${who}: two locks, ten rows`, value: 1000 / ten, unit: "ms" },
    { what: `${who}: read one row`, value: read, unit: "reads/s" },
  ];
}

/** What people get who take PGlite as it is: the same row into the same table, without a sync. */
async function asShipped(folder: string, options: BenchOptions): Promise<BenchRow[]> {
  options.log("PGlite as shipped …");
  const db = await PGlite.create({ fs: new NodeFS(join(folder, "shipped")) });
  await db.exec("create table row (key text primary key, body text not null)");
  const value = await rate(options, 1, (n) => db.query("insert into row values ($1, $2)", [String(n), BODY]));
  await db.close();
  const note = "loses acknowledged rows in a power cut; one bare statement, no locks, no lists";
  return [{ what: "PGlite as shipped: one row", value, unit: "txn/s", note }];
}

const BODY = JSON.stringify({ pad: "x".repeat(300) });

function insertOne(store: Store, key: string): Promise<void> {
  return store.transact({ locks: [], rows: [], scopes: [] }, (tx) =>
    tx.insert({ kind: "one", key, scope: "bench", status: null, due: null, body: BODY }),
  );
}

/** The shape of a usual step: heads of a stream and of the log, a case, and what is new. */
function tenRows(store: Store, n: number): Promise<void> {
  const heads = ["a", "b", "c"].map((key) => ["head", key] as const);
  return store.transact({ locks: ["log", "case:1"], rows: heads, scopes: [] }, (tx) => {
    for (const [kind, key] of heads) {
      tx.get(kind, key);
      tx.put({ kind, key, scope: "bench", status: null, due: null, body: { n, BODY } });
    }
    for (let each = 0; each < 7; each += 1) {
      tx.insert({ kind: "leaf", key: `${n}-${each}`, scope: "log", status: "ready", due: null, body: BODY });
    }
  });
}

/** How often a second, with so many at a time, after a warm-up. */
async function rate(
  options: BenchOptions,
  atATime: number,
  work: (n: number) => Promise<unknown>,
): Promise<number> {
  let n = 0;
  const runFor = async (milliseconds: number): Promise<number> => {
    const begun = performance.now();
    const before = n;
    const worker = async (): Promise<void> => {
      while (performance.now() - begun < milliseconds) await work((n += 1));
    };
    await Promise.all(Array.from({ length: atATime }, worker));
    return (n - before) / ((performance.now() - begun) / 1000);
  };
  await runFor(options.quick ? 50 : 1000);
  return runFor(options.quick ? 200 : 5000);
}
