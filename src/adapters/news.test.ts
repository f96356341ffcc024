import { describe, expect, test } from "vitest";
import { memoryStore } from "./database/memory.ts";
import { withNews } from "./news.ts";

const ROW = { key: "1", scope: "all", status: null, due: null, body: {} };
const write = (store: ReturnType<typeof told>["store"], kind: string, fails = false) =>
  store.transact({ locks: [], rows: [[kind, "1"]], scopes: [] }, (tx) => {
    tx.put({ ...ROW, kind });
    if (fails) throw new Error("no");
  });
const told = () => withNews(memoryStore(), ["case"]);

describe("news", () => {
  test("come when a row of the kind is committed, and whoever waits can read it then", async () => {
    const { store, news } = told();
    const edition = news.edition();
    const read = news.after(edition, 60_000).then(() => store.read("case", "1"));
    await write(store, "case");
    expect(await read).toMatchObject({ kind: "case" });
    expect(news.edition()).not.toBe(edition);
  });

  test("are there at once for whoever knows another edition", async () => {
    const { news } = told();
    await news.after(news.edition() - 1, 60_000);
  });

  test("are not rows of other kinds, nor what was rolled back; waiting ends all the same", async () => {
    const { store, news } = told();
    const edition = news.edition();
    await write(store, "leaf");
    await expect(write(store, "case", true)).rejects.toThrow("no");
    await news.after(edition, 1);
    expect(news.edition()).toBe(edition);
  });
});
