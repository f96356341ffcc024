import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "../../src/base/bytes.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import type { Fact } from "./facts.ts";
import { AL, at, commits, endParty, leafText, saidOf } from "./hand-made.ts";
import { logHolds } from "./i03-log.ts";

const ORIGIN = "log.al.example";
const leaf = (index: number, n = index) => ({
  kind: "leaf",
  key: String(index),
  body: { index, leaf: leafText(n) } as never,
});
const hash = (n: number) => sha256(new Uint8Array([0, ...fromBase64(leafText(n))]));
const one = hash(0);
const two = sha256(new Uint8Array([1, ...hash(0), ...hash(1)]));
const text = (size: number, root: Uint8Array) => `${ORIGIN}\n${size}\n${toBase64(root)}\n`;
const signs = (size: number, root: Uint8Array): Fact => ({
  what: "checkpoint",
  at: at(1),
  party: AL,
  origin: ORIGIN,
  text: text(size, root),
  halted: false,
});
const sees = (witness: string, old: number, size: number, root: Uint8Array): Fact => ({
  what: "witnessed",
  at: at(1),
  witness,
  origin: ORIGIN,
  old,
  size,
  root,
});
const published = (size: number, root: Uint8Array) => ({
  kind: "published",
  key: "head",
  body: { size, checkpoint: text(size, root) } as never,
});

const sound = [
  commits(AL, leaf(0)),
  signs(1, one),
  sees("w1", 0, 1, one),
  sees("w2", 0, 1, one),
  commits(AL, published(1, one)),
  commits(AL, leaf(1)),
  signs(2, two),
  sees("w1", 1, 2, two),
  sees("w2", 1, 2, two),
];
const witness = (name: string, size: number) => ({ name, states: new Map([[ORIGIN, { size, root: two }]]) });
const end = (change: object = {}) => ({
  parties: [endParty(AL, { origin: ORIGIN, published: text(2, two) })],
  witnesses: [witness("w1", 2), witness("w2", 2), witness("w3", 1)],
  ...change,
});

test("a log that grows, is signed, witnessed and published holds", async () => {
  expect(await saidOf(logHolds, sound, end())).toEqual([]);
});

test.each<[string, Fact[], string]>([
  ["a leaf that was changed", [commits(AL, leaf(1, 7))], "leaf 1 was not the next, or was changed"],
  ["a leaf that is not the next", [commits(AL, leaf(5))], "leaf 5 was not the next"],
  [
    "a checkpoint over leaves that are not durable",
    [signs(3, two)],
    "signed size 3 while 2 leaves were durable",
  ],
  ["two trees of one size", [signs(2, one)], "signed two trees of size 2"],
  ["another root than the leaves have", [commits(AL, leaf(2)), signs(3, two)], "signed another root"],
  ["a witness that goes back", [sees("w1", 2, 1, one)], "went back to 1"],
  [
    "a witness that was shown growth from nothing",
    [sees("w1", 0, 2, two)],
    "was shown growth from 0, and had seen 2",
  ],
  ["a witness that saw another tree", [sees("w3", 0, 2, one)], "saw another tree"],
  [
    "published without a quorum",
    [commits(AL, leaf(2)), sees("w1", 2, 3, two), commits(AL, published(3, two))],
    "1 witnesses have seen it",
  ],
])("%s", async (_name, facts, what) => {
  expect((await saidOf(logHolds, [...sound, ...facts], end())).join("; ")).toContain(what);
});

test("a log that published less than its leaves", async () => {
  const parties = [endParty(AL, { origin: ORIGIN, published: text(1, one) })];
  expect((await saidOf(logHolds, sound, end({ parties })))[0]).toContain("published 1 of 2 leaves");
});

test("a majority of witnesses that did not catch up", async () => {
  const witnesses = [witness("w1", 2), witness("w2", 1), witness("w3", 1)];
  expect((await saidOf(logHolds, sound, end({ witnesses })))[0]).toContain("no majority of witnesses");
});
