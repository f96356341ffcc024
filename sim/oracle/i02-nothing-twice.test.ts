import { expect, test } from "vitest";
import { AL, BO, HOST, REF, at, clicks, carried, lost, receipts, saidOf, says } from "./hand-made.ts";
import { nothingTwice } from "./i02-nothing-twice.ts";

const body = { approver: carried(clicks("al-02", "approve-request", "draft-1")) };
const request = says({ kind: "request", from: AL, to: BO, seq: 1, body });
const order = says({ kind: "order", from: BO, to: HOST, seq: 1, body: { measure: "preserve" } });
const executed = {
  what: "executed" as const,
  at: at(3),
  provider: HOST,
  order: "o",
  ref: REF,
  measure: "preserve",
};
const sound = [request, receipts(request), order, receipts(order), executed];

test("one of each, and the same receipt again, holds", async () => {
  expect(await saidOf(nothingTwice, [...sound, receipts(request)])).toEqual([]);
});

test("a measure executed twice", async () => {
  expect(await saidOf(nothingTwice, [...sound, executed])).toEqual([
    `${REF}/preserve was executed 2 times at ${HOST}`,
  ]);
});

test("another receipt for the same message", async () => {
  expect(await saidOf(nothingTwice, [...sound, receipts(request, { at: "later" })])).toEqual([
    "two receipts for node.bo node.al>node.bo/1",
  ]);
});

test("two messages under one number", async () => {
  const other = says({ kind: "receipt", from: AL, to: BO, seq: 1, body: { stage: "opened" } });
  expect(await saidOf(nothingTwice, [...sound, other])).toEqual(["two messages under node.al>node.bo/1"]);
});

test("an order said again under another number", async () => {
  const again = says({ kind: "order", from: BO, to: HOST, seq: 2, body: { measure: "preserve" } });
  expect(await saidOf(nothingTwice, [...sound, again])).toEqual([
    `${REF}/order/preserve was said twice by node.bo`,
  ]);
});

test("one approved draft sent as two requests", async () => {
  const again = says({ kind: "request", from: AL, to: BO, seq: 2, body, ref: "AL-BO-2027-0002" });
  expect(await saidOf(nothingTwice, [...sound, again])).toEqual([
    "node.al: what draft-1 asks was sent twice",
  ]);
});

test("a stream with a hole", async () => {
  const third = says({ kind: "withdrawal", from: AL, to: BO, seq: 3, body: {} });
  expect(await saidOf(nothingTwice, [...sound, third, receipts(third)])).toEqual([
    "node.al>node.bo has 2 numbers up to 3",
  ]);
});

test("a receipt that a node with a lost disk gives anew is excused", async () => {
  expect(await saidOf(nothingTwice, [...sound, lost(BO), receipts(request, { at: "later" })])).toEqual([]);
});
