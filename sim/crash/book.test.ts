import { describe, expect, test } from "vitest";
import type { Draft } from "../../src/exchange/rows.ts";
import type { Case } from "../../src/request/case.ts";
import { type Book, type Order, newBook } from "./book.ts";

const NODE = "node.bo";

/** A case with this many lines and steps of custody. */
function caseWith(lines: string[], custody: string[] = [], ref = "BO-AL-2027-0001"): Case {
  return {
    ref,
    timeline: lines.map((what) => ({ what, by: "bo-01", at: "2027-07-04T03:05:00.000Z", facts: {} })),
    item: custody.length ? { custody } : null,
  } as unknown as Case;
}
const draftIn = (state: Draft["state"], id = "draft-1"): Draft => ({ id, state }) as Draft;
const order = (parts: Partial<Order>): Order => ({
  digest: "sha256:1",
  ref: "BO-AL-2027-0001",
  state: "new",
  providerReference: null,
  itemId: null,
  body: { measure: "preserve" },
  ...parts,
});

/** Each plants one fault: what was answered first, and what is answered to a later question. */
const LOST: [string, (book: Book, asked: number) => void, (book: Book, asked: number) => void][] = [
  [
    "a line of a case",
    (book, asked) => book.showed(NODE, caseWith(["a", "b"]), asked),
    (book, asked) => book.showed(NODE, caseWith(["a"]), asked),
  ],
  [
    "a step of custody",
    (book, asked) => book.showed(NODE, caseWith(["a"], ["1", "2"]), asked),
    (book, asked) => book.showed(NODE, caseWith(["a"], ["1"]), asked),
  ],
  [
    "a case in a list",
    (book, asked) => book.showed(NODE, caseWith(["a"]), asked),
    (book, asked) => book.listed(NODE, [], asked),
  ],
  [
    "a case that is asked for",
    (book, asked) => book.showed(NODE, caseWith(["a"]), asked),
    (book, asked) => book.denied(NODE, "BO-AL-2027-0001", asked),
  ],
  [
    "a draft",
    (book, asked) => book.draftShown(NODE, draftIn("editing"), asked),
    (book, asked) => book.draftsListed(NODE, [], asked),
  ],
  [
    "the submission of a draft",
    (book, asked) => book.draftShown(NODE, draftIn("submitted"), asked),
    (book, asked) => book.draftsListed(NODE, [draftIn("editing")], asked),
  ],
  [
    "an order",
    (book, asked) => book.orderShown("nordrack", order({}), asked),
    (book, asked) => book.ordersListed("nordrack", [], asked),
  ],
  [
    "an answer to an order",
    (book, asked) =>
      book.orderShown("nordrack", order({ state: "preserved", providerReference: "P" }), asked),
    (book, asked) => book.ordersListed("nordrack", [order({})], asked),
  ],
  [
    "a published checkpoint",
    (book, asked) => book.published(NODE, 5, "five", asked),
    (book, asked) => book.published(NODE, 4, "four", asked),
  ],
];

const DIFFERENT: [string, (book: Book, asked: number) => void, (book: Book, asked: number) => void][] = [
  [
    "a line that was changed",
    (book, asked) => book.showed(NODE, caseWith(["a", "b"]), asked),
    (book, asked) => book.showed(NODE, caseWith(["a", "c"]), asked),
  ],
  [
    "two roots of one size",
    (book, asked) => book.published(NODE, 5, "five", asked),
    (book, asked) => book.published(NODE, 5, "other", asked),
  ],
  [
    "two answers to one order",
    (book, asked) => book.orderShown("nordrack", order({ providerReference: "P" }), asked),
    (book, asked) => book.orderShown("nordrack", order({ providerReference: "Q" }), asked),
  ],
];

describe("what the book finds", () => {
  test.each(LOST)("%s that was acknowledged and is gone", (_name, first, later) => {
    const book = newBook();
    first(book, book.now());
    later(book, book.now());
    expect(book.violations.map(({ kind }) => kind)).toEqual(["lost"]);
  });

  test.each(LOST)(
    "%s: no fault where the question was asked before the answer came",
    (_name, first, later) => {
      const book = newBook();
      const asked = book.now();
      first(book, book.now());
      later(book, asked);
      expect(book.violations).toEqual([]);
    },
  );

  test.each(DIFFERENT)("%s, whenever it was asked for", (_name, first, later) => {
    const book = newBook();
    const asked = book.now();
    first(book, book.now());
    later(book, asked);
    expect(book.violations.map(({ kind }) => kind)).toEqual(["differs"]);
  });

  test("a case that is in a list twice", () => {
    const book = newBook();
    book.listed(NODE, [caseWith(["a"]), caseWith(["a"])], book.now());
    expect(book.violations.map(({ kind }) => kind)).toEqual(["twice"]);
  });
});

test("what grows is no fault, and each new line counts as acknowledged", () => {
  const book = newBook();
  book.showed(NODE, caseWith(["a"]), book.now());
  book.showed(NODE, caseWith(["a", "b", "c"]), book.now());
  book.listed(NODE, [caseWith(["a", "b", "c", "d"])], book.now());
  book.orderShown("nordrack", order({ state: "preserved", providerReference: "P" }), book.now());
  book.orderShown("nordrack", order({ state: "recalled", providerReference: "P" }), book.now());
  expect(book.violations).toEqual([]);
  expect(book.acknowledgements).toBe(4 + 3);
});
