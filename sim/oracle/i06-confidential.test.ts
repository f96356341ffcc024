import { expect, test } from "vitest";
import { toBase64, utf8 } from "../../src/base/bytes.ts";
import type { Fact } from "./facts.ts";
import { AL, BO, HOST, REF, actOf, at, commits, saidOf } from "./hand-made.ts";
import { confidential } from "./i06-confidential.ts";

const WORD = "COMITYTAINT1";
const bytes = utf8("sealed");
const sealed = (readers: string[]): Fact => ({
  what: "sealed",
  at: at(0),
  party: AL,
  sealed: bytes,
  kids: [],
  readers,
  holds: { digest: "d", from: AL, to: BO },
});
const heard = (text: string): Fact => ({ what: "overheard", at: at(0), from: AL, to: BO, bytes: utf8(text) });

test("sealed to its receiver, held by its two Parties, holds", async () => {
  const facts = [
    sealed([BO]),
    heard("sealed"),
    heard(`{"sealed":"${toBase64(bytes)}"}`),
    commits(AL, { body: { facts: WORD } }),
    commits(HOST, { kind: "order", key: "sha256:1" }),
  ];
  expect(await saidOf(confidential, facts)).toEqual([]);
});

test.each<[string, Fact, string]>([
  ["words in the open", heard(`says ${WORD}`), "passed in the open"],
  ["words in the open inside an act", heard(actOf({ facts: WORD })), "passed in the open"],
  ["sealed to a third Party as well", sealed([BO, "node.ca"]), "to node.bo, node.ca"],
  ["told without a seal", heard(`{"sealed":"${toBase64(utf8("plain"))}"}`), "that it had not sealed"],
  [
    "words in a checkpoint",
    { what: "checkpoint", at: at(0), party: AL, origin: "o", text: WORD, halted: false },
    "in a checkpoint",
  ],
  [
    "words in a leaf",
    commits(AL, { kind: "leaf", body: { leaf: toBase64(utf8(`x${WORD}`)) } as never }),
    "in a row of kind leaf",
  ],
  [
    "words in a line on refusals",
    commits(AL, { kind: "refusal", body: { code: WORD } }),
    "in a row of kind refusal",
  ],
  ["a case at a third Party", commits("node.ca", { key: REF }), "node.ca holds case"],
  ["a case at a provider", commits(HOST, { key: REF }), "holds case"],
  [
    "more in an order than the provider needs",
    commits(HOST, { kind: "order", key: "sha256:1", body: { what: WORD } }),
    "more of it than an order needs",
  ],
])("%s", async (_name, fact, what) => {
  expect((await saidOf(confidential, [fact])).join("; ")).toContain(what);
});
