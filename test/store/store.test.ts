import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/base/canonical.ts";
import { isProblem } from "../../src/base/problem.ts";
import { memoryStore } from "../../src/adapters/database/memory.ts";
import type { Query, Row, Store, Tx, Wants } from "../../src/exchange/store-port.ts";
import { STORES, freshKind, putAll, removeFolders, row, wants } from "./stores.ts";

afterAll(removeFolders);

describe.each(STORES)("store: $name $skip", ({ skip, open }) => {
  let store: Store;

  if (skip) {
    test.skip(skip, () => {});
    return;
  }
  beforeAll(async () => void (store = await open(`node.${process.pid}-${Date.now()}`)));
  afterAll(() => store.close());

  const all = (kind: string, parts: Partial<Query> = {}): Promise<Row[]> =>
    store.query({ kind, limit: 1000, ...parts });
  const keysOf = (rows: readonly Row[]): string[] => rows.map((each) => each.key);

  test("gives back a row whole, in due to the millisecond and in body to the character", async () => {
    const kind = freshKind();
    const body = { text: "\u0000 \ud800 é 数 \u202e", "": [1.5, -0.25, 2 ** 53 - 1, null, true], b: 1, a: 2 };
    const written = row(kind, "k", { status: "ready", due: "2027-07-04T03:10:00.007Z", body });
    await putAll(store, [written]);
    const found = await store.read(kind, "k");
    expect(found).toEqual(written);
    expect(Object.keys(found?.body as object)).toEqual(Object.keys(body));
  });

  test.each(["0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"])(
    "keeps the instant %s",
    async (due) => {
      const kind = freshKind();
      await putAll(store, [row(kind, "k", { due })]);
      expect((await store.read(kind, "k"))?.due).toBe(due);
    },
  );

  test("reads nothing where there is nothing", async () => {
    expect(await store.read(freshKind(), "k")).toBeUndefined();
    expect(await all(freshKind())).toEqual([]);
  });

  test("orders by code unit, not by language", async () => {
    const kind = freshKind();
    const keys = ["a", "B", "ä", "_", "a/2", "a/10", "Z", "数", "é", " ", "10", "9"];
    await putAll(
      store,
      keys.map((key) => row(kind, key)),
    );
    expect(keysOf(await all(kind))).toEqual(keys.toSorted());
    const listed = await store.transact(wants({ scopes: [[kind, "s"]] }), (tx) => tx.list(kind, "s"));
    expect(keysOf(listed)).toEqual(keys.toSorted());
  });

  test("orders what is due by due, then key, and leaves out what is not", async () => {
    const kind = freshKind();
    await putAll(store, [
      row(kind, "late", { due: "2027-01-02T00:00:00.001Z" }),
      row(kind, "b", { due: "2027-01-02T00:00:00.000Z" }),
      row(kind, "c", { due: "2027-01-01T00:00:00.000Z" }),
      row(kind, "a", { due: "2027-01-02T00:00:00.000Z" }),
      row(kind, "never"),
    ]);
    const due = await all(kind, { dueBy: "2027-01-02T00:00:00.000Z" });
    expect(keysOf(due)).toEqual(["c", "a", "b"]);
    expect(keysOf(await all(kind, { dueBy: "2027-01-02T00:00:00.000Z", limit: 2 }))).toEqual(["c", "a"]);
  });

  test("pages by key", async () => {
    const kind = freshKind();
    await putAll(
      store,
      ["1", "2", "3", "4", "5"].map((key) => row(kind, key, { status: key < "4" ? "x" : null })),
    );
    expect(keysOf(await all(kind, { after: "2", limit: 2 }))).toEqual(["3", "4"]);
    expect(keysOf(await all(kind, { after: "1", status: "x" }))).toEqual(["2", "3"]);
    expect(keysOf(await all(kind, { limit: 0 }))).toEqual([]);
  });

  test("lists own writes, and rows where they have moved to", async () => {
    const kind = freshKind();
    await putAll(store, [row(kind, "a"), row(kind, "b")]);
    const seen = await store.transact(
      wants({
        scopes: [
          [kind, "s"],
          [kind, "t"],
        ],
      }),
      (tx) => {
        tx.put(row(kind, "b", { scope: "t" }));
        tx.put(row(kind, "d"));
        tx.insert(row(kind, "c"));
        return [keysOf(tx.list(kind, "s")), keysOf(tx.list(kind, "t"))];
      },
    );
    expect(seen).toEqual([["a", "c", "d"], ["b"]]);
    expect(keysOf(await all(kind, { scope: "s" }))).toEqual(["a", "c", "d"]);
  });

  test("what a reader does to a row changes nothing", async () => {
    const kind = freshKind();
    await putAll(store, [row(kind, "a", { body: { list: [1] } })]);
    await store.transact(wants({ rows: [[kind, "a"]] }), (tx) => {
      ((tx.get(kind, "a") as Row).body as { list: number[] }).list.push(2);
      const mine = { list: [3] };
      tx.put(row(kind, "a", { body: mine }));
      mine.list.push(4);
    });
    expect((await store.read(kind, "a"))?.body).toEqual({ list: [3] });
  });

  type Fault = [
    name: string,
    wanted: (kind: string) => Partial<Wants>,
    decide: (tx: Tx, kind: string) => unknown,
  ];
  const FAULTS: Fault[] = [
    ["get of a row that was not wanted", () => ({}), (tx, kind) => tx.get(kind, "a")],
    [
      "get of an absent row of a wanted scope",
      (kind) => ({ scopes: [[kind, "s"]] }),
      (tx, kind) => tx.get(kind, "z"),
    ],
    [
      "list of a scope that was not wanted",
      (kind) => ({ rows: [[kind, "a"]] }),
      (tx, kind) => tx.list(kind, "s"),
    ],
    ["put of a row that was not wanted", () => ({}), (tx, kind) => tx.put(row(kind, "a"))],
    [
      "put by scope of a row in another",
      (kind) => ({ scopes: [[kind, "t"]] }),
      (tx, kind) => tx.put(row(kind, "a", { scope: "t" })),
    ],
    ["key with U+0000", () => ({}), (tx, kind) => tx.insert(row(kind, "\u0000"))],
    ["key with a surrogate", () => ({}), (tx, kind) => tx.insert(row(kind, "\ud83d\ude00"))],
    ["key too long", () => ({}), (tx, kind) => tx.insert(row(kind, "k".repeat(301)))],
    [
      "due without milliseconds",
      () => ({}),
      (tx, kind) => tx.insert(row(kind, "n", { due: "2027-01-01T00:00:00Z" })),
    ],
    [
      "due with an offset",
      () => ({}),
      (tx, kind) => tx.insert(row(kind, "n", { due: "2027-01-01T00:00:00.000+01:00" })),
    ],
    [
      "body without JSON form",
      () => ({}),
      (tx, kind) => tx.insert(row(kind, "n", { body: undefined as unknown as Json })),
    ],
    ["lock with U+0000", () => ({ locks: ["\u0000"] }), () => {}],
  ];
  test.each(FAULTS)("fault of ours: %s", async (_name, wanted, decide) => {
    const kind = freshKind();
    await putAll(store, [row(kind, "a")]);
    await expect(store.transact(wants(wanted(kind)), (tx) => decide(tx, kind))).rejects.toBeInstanceOf(
      TypeError,
    );
    expect(await all(kind)).toEqual([row(kind, "a")]);
  });

  test.each([
    ["seen", (kind: string): Partial<Wants> => ({ rows: [[kind, "a"]] })],
    ["not seen", (): Partial<Wants> => ({})],
  ])("an insert that meets a row, %s, aborts everything", async (_name, wanted) => {
    const kind = freshKind();
    await putAll(store, [row(kind, "a", { body: "first" })]);
    const done = store.transact(wants(wanted(kind)), (tx) => {
      tx.insert(row(kind, "b"));
      tx.insert(row(kind, "a", { body: "second" }));
    });
    await expect(done).rejects.toMatchObject({ code: "store/clash" });
    expect(await all(kind)).toEqual([row(kind, "a", { body: "first" })]);
  });

  test("a clash that was caught aborts all the same", async () => {
    const kind = freshKind();
    const done = store.transact(wants({}), (tx) => {
      tx.insert(row(kind, "a"));
      try {
        tx.insert(row(kind, "a"));
      } catch {
        return "went on";
      }
      return "no clash";
    });
    await expect(done).rejects.toMatchObject({ code: "store/clash" });
    expect(await all(kind)).toEqual([]);
  });

  test("a throw rolls back and comes out as it was thrown", async () => {
    const kind = freshKind();
    const thrown = new Error("no");
    const done = store.transact(wants({ locks: ["l"] }), (tx) => {
      tx.insert(row(kind, "a"));
      throw thrown;
    });
    await expect(done).rejects.toBe(thrown);
    expect(await all(kind)).toEqual([]);
    expect(await store.transact(wants({ locks: ["l"] }), () => "still goes")).toBe("still goes");
  });

  test.each([
    ["under one lock", ["counter"]],
    ["without a lock", []],
  ])("no update is lost, %s", async (_name, locks) => {
    const kind = freshKind();
    const wanted = wants({ locks: locks.map((lock) => kind + lock), rows: [[kind, "n"]] });
    const increment = (tx: Tx): void => {
      const value = (tx.get(kind, "n")?.body as number | undefined) ?? 0;
      tx.put(row(kind, "n", { body: value + 1 }));
    };
    const attempts = Array.from({ length: locks.length ? 20 : 6 }, () => store.transact(wanted, increment));
    await Promise.all(attempts);
    expect((await store.read(kind, "n"))?.body).toBe(attempts.length);
  });

  test("a lock makes the scope behind it one writer's: numbers without gaps", async () => {
    const kind = freshKind();
    const wanted = wants({ locks: [`${kind}b`, `${kind}a`, `${kind}a`], scopes: [[kind, "s"]] });
    await Promise.all(
      Array.from({ length: 15 }, () =>
        store.transact(wanted, (tx) =>
          tx.insert(row(kind, String(tx.list(kind, "s").length).padStart(3, "0"))),
        ),
      ),
    );
    expect(keysOf(await all(kind))).toEqual(Array.from({ length: 15 }, (_, n) => String(n).padStart(3, "0")));
  });

  test("transactions on different locks all go", async () => {
    const kind = freshKind();
    await Promise.all(
      Array.from({ length: 15 }, (_, n) =>
        store.transact(wants({ locks: [`${kind}${n}`] }), (tx) => tx.insert(row(kind, `${n}`))),
      ),
    );
    expect(await all(kind)).toHaveLength(15);
  });

  test("three hundred rows in one transaction", async () => {
    const kind = freshKind();
    const rows = Array.from({ length: 300 }, (_, n) =>
      row(kind, String(n).padStart(4, "0"), { body: { n } }),
    );
    await putAll(store, rows);
    await putAll(
      store,
      rows.map((each) => ({ ...each, status: "seen" })),
    );
    expect(await all(kind, { status: "seen" })).toEqual(rows.map((each) => ({ ...each, status: "seen" })));
  });

  test("behaves as the memory twin does, whatever the transactions", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(transaction, { maxLength: 8 }),
        fc.array(question, { maxLength: 4 }),
        async (steps, asked) => {
          const [one, two] = [freshKind(), freshKind()];
          const twin = memoryStore();
          for (const step of steps)
            expect(await outcome(store, step, one, two)).toEqual(await outcome(twin, step, one, two));
          for (const kind of [one, two])
            expect(await all(kind)).toEqual(await twin.query({ kind, limit: 1000 }));
          for (const query of asked)
            expect(await all(one, query)).toEqual(await twin.query({ kind: one, limit: 1000, ...query }));
        },
      ),
      { numRuns: 60 },
    );
  });
});

const key = fc.constantFrom("a", "b", "B", "ä", "a/1", "数");
const scope = fc.constantFrom("s", "t");
const due = fc.constantFrom(
  null,
  "2027-01-01T00:00:00.000Z",
  "2027-01-01T00:00:00.001Z",
  "2028-01-01T00:00:00.000Z",
);
const which = fc.boolean();
const written = fc.record({
  which,
  key,
  scope,
  status: fc.constantFrom(null, "ready", "done"),
  due,
  body: fc.jsonValue({ noUnicodeString: false, maxDepth: 2 }),
});
const act = fc.oneof(
  fc.record({ does: fc.constant("put" as const), row: written }),
  fc.record({ does: fc.constant("insert" as const), row: written }),
  fc.record({ does: fc.constant("get" as const), which, key }),
  fc.record({ does: fc.constant("list" as const), which, scope }),
);
const transaction = fc.record({
  rows: fc.array(fc.tuple(which, key), { maxLength: 4 }),
  scopes: fc.array(fc.tuple(which, scope), { maxLength: 2 }),
  acts: fc.array(act, { maxLength: 5 }),
});
type Step = typeof transaction extends fc.Arbitrary<infer T> ? T : never;
const question = fc.record(
  {
    scope,
    status: fc.constantFrom("ready", "done"),
    dueBy: due.filter((each) => each !== null),
    after: key,
    limit: fc.nat(3),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Query>>;

/** What a step returned or how it failed. */
async function outcome(store: Store, step: Step, one: string, two: string): Promise<unknown> {
  const kindOf = (first: boolean): string => (first ? one : two);
  const wanted = wants({
    locks: [one],
    rows: step.rows.map(([first, name]) => [kindOf(first), name]),
    scopes: step.scopes.map(([first, name]) => [kindOf(first), name]),
  });
  const decide = (tx: Tx): unknown[] =>
    step.acts.map((each) => {
      if (each.does === "get") return tx.get(kindOf(each.which), each.key);
      if (each.does === "list") return tx.list(kindOf(each.which), each.scope);
      const { which: first, ...rest } = each.row;
      return tx[each.does]({ kind: kindOf(first), ...rest, body: rest.body as Json });
    });
  try {
    return await store.transact(wanted, decide);
  } catch (error) {
    if (isProblem(error)) return error.code;
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
