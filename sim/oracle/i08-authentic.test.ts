import { expect, test } from "vitest";
import { utf8 } from "../../src/base/bytes.ts";
import type { Fact } from "./facts.ts";
import { AL, BO, at, commits, digestOfSaid, inboxRow, receipts, saidOf, says } from "./hand-made.ts";
import { authentic } from "./i08-authentic.ts";

const first = says({ kind: "request", from: AL, to: BO, seq: 1, body: {} });
const second = says({
  kind: "withdrawal",
  from: AL,
  to: BO,
  seq: 2,
  prev: digestOfSaid(first),
  after: [1],
  body: {},
});
const stray = says({
  kind: "withdrawal",
  from: AL,
  to: BO,
  seq: 2,
  prev: `sha256:${"0".repeat(64)}`,
  body: {},
});
const bytes = utf8("sealed");
const sealed: Fact = {
  what: "sealed",
  at: at(0),
  party: AL,
  sealed: bytes,
  kids: [],
  readers: [BO],
  holds: { digest: digestOfSaid(first), from: AL, to: BO },
};
const answered = (said: typeof first): Fact => ({
  what: "answered",
  at: at(1),
  party: BO,
  from: AL,
  sealed: bytes,
  status: 200,
  body: receipts(said).act,
});
const takes = (...said: (typeof first)[]) => said.map((each) => commits(BO, inboxRow(each)));

const done = (receipt: string | null) =>
  commits(AL, {
    kind: "outbox",
    key: "1",
    status: "done",
    body: { to: BO, digest: digestOfSaid(first), receipt },
  });

test("tries that end with the receipt for exactly this message hold", async () => {
  expect(await saidOf(authentic, [first, receipts(first), done(receipts(first).act)])).toEqual([]);
});

test("signed, taken in with its neighbour, and answered with its own receipt, holds", async () => {
  expect(
    await saidOf(authentic, [
      first,
      second,
      sealed,
      ...takes(first, second),
      receipts(first),
      receipts(second),
      answered(first),
    ]),
  ).toEqual([]);
});

test("neighbours in another order hold too", async () => {
  const free = says({ kind: "withdrawal", from: AL, to: BO, seq: 2, prev: digestOfSaid(first), body: {} });
  expect(await saidOf(authentic, [first, free, ...takes(free, first)])).toEqual([]);
});

test.each<[string, Fact[], string]>([
  ["a receipt for what nobody signed", [receipts(first)], "which nobody signed for it"],
  [
    "a receipt by somebody else than its receiver",
    [first, { ...receipts(first), party: "node.ca" }],
    "node.ca took in",
  ],
  [
    "a receipt under another stream",
    [first, receipts(first, { stream: "node.ca>node.bo" })],
    "which nobody signed for it",
  ],
  [
    "a neighbour that names another",
    [first, stray, ...takes(first, stray)],
    "beside a message that names another",
  ],
  ["taken in before what it comes after", [first, second, ...takes(second)], "before what it comes after"],
  [
    "answered with the receipt for another",
    [first, second, sealed, answered(second)],
    "with the receipt for another",
  ],
])("%s", async (_name, facts, what) => {
  expect((await saidOf(authentic, facts)).join("; ")).toContain(what);
});
