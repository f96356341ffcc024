import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Store } from "../../src/exchange/store-port.ts";
import { TEMPLATE, row, wants } from "../../test/store/stores.ts";
import { randomOf } from "../kernel/random.ts";
import { memoryFolder } from "../powerloss/memory-folder.ts";
import { openSimulatedDatabase } from "./simulated-disk.ts";

const folder = mkdtempSync(join(memoryFolder(), "comity-database-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SEED = Number(process.env["COMITY_POWER_CUT_SEED"] ?? 2027);

/** Two rows in one transaction: both or none. */
const insertPair = (store: Store, key: string): Promise<void> =>
  store.transact(wants({ locks: ["pairs"] }), (tx) => {
    tx.insert(row("pair", `${key}/a`));
    tx.insert(row("pair", `${key}/b`));
  });

const keysIn = async (store: Store): Promise<string[]> =>
  (await store.query({ kind: "pair", limit: 10_000 })).map(({ key }) => key);

const pairs = (keys: readonly string[]): string[] =>
  keys.flatMap((key) => [`${key}/a`, `${key}/b`]).toSorted();

/** A life with cuts and kills between and in the middle of transactions; what each reopening still had. */
async function live(seed: number): Promise<string[][]> {
  const random = randomOf(seed);
  const at = join(folder, `life-${seed}`);
  const database = await openSimulatedDatabase({ seed, folder: at, node: "node.a", template: TEMPLATE });
  const seen: string[][] = [];
  const acknowledged: string[] = [];
  for (let turn = 0; turn < 4; turn++) {
    for (let n = 0; n < 5; n++) {
      await insertPair(database.store, `${turn}-${n}`);
      acknowledged.push(`${turn}-${n}`);
    }
    const onItsWay = `${turn}-last`;
    const last = insertPair(database.store, onItsWay).catch(() => {});
    if (random.chance(500_000)) await new Promise((resolve) => setImmediate(resolve));
    const store = await (random.chance(600_000) ? database.cut(random) : database.kill());
    await last;
    const keys = await keysIn(store);
    seen.push(keys);
    const made = keys.includes(`${onItsWay}/a`) ? [onItsWay] : [];
    acknowledged.push(...made);
    expect(keys).toEqual(pairs(acknowledged));
  }
  await database.close();
  return seen;
}

describe("embedded database on a simulated disk", { timeout: 120_000 }, () => {
  test("what was acknowledged is there after each cut and kill, what was on its way whole or not at all", async () => {
    await live(SEED);
  });

  test("the same seed leaves the same", async () => {
    expect(await live(SEED + 1)).toEqual(await live(SEED + 1));
  });
});
