import { describe, expect, test } from "vitest";
import { answersOf, cedarRules, jsonRules } from "../bench/opinion-engines.ts";
import { RULES, TABLE } from "../bench/opinion-table.ts";
import { readLaw } from "../src/adapters/law-files.ts";
import { formOpinion, wholeOpinion } from "../src/treaty/opinion.ts";

// What the bench of the opinion compares must answer alike, or its figures say nothing.

const law = readLaw("invented");
const json = jsonRules();
const cedar = cedarRules();

describe.each(TABLE)("$name", ({ question, prepared, holds }) => {
  test("our opinion, the short one and the whole", () => {
    expect(answersOf(formOpinion(question, law))).toEqual(holds);
    expect(answersOf(wholeOpinion(question, law))).toEqual(holds);
  });

  test("json-rules-engine", async () => {
    expect(await json(prepared)).toEqual(holds);
  });

  test("Cedar", () => {
    expect(cedar(prepared)).toEqual(holds);
  });
});

test("each of the ten rules holds somewhere and fails somewhere", () => {
  RULES.forEach((rule, index) => {
    const held = TABLE.filter((row) => row.holds.includes(index + 1)).length;
    expect([rule, held > 0 && held < TABLE.length]).toEqual([rule, true]);
  });
});
