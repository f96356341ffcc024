import { describe, expect, test } from "vitest";
import { frozen, keeper } from "./keep.ts";
import { wholeOpinion } from "./opinion.ts";
import type { OpinionInput } from "./opinion-types.ts";
import { WORLD } from "./world-for-tests.ts";

describe("a keeper", () => {
  test("finds once for each object and heading, also where nothing was found", () => {
    const keep = keeper<object, string | undefined>();
    const [a, b] = [{}, {}];
    let asked = 0;
    const find = (): undefined => void (asked += 1);
    for (const of of [a, b, a, b]) for (const heading of ["x", "y"]) keep(of, heading, find);
    expect(asked).toBe(4);
  });

  test("forgets of one object when too much is asked of it, and of no other", () => {
    const keep = keeper<object, number>();
    const [busy, quiet] = [{}, {}];
    keep(quiet, "day", () => 1);
    for (let day = 0; day <= 20_000; day += 1) keep(busy, `${day}`, () => day);
    expect(keep(busy, "0", () => -1)).toBe(-1);
    expect(keep(quiet, "day", () => -1)).toBe(1);
  });

  test("what is frozen is frozen to its leaves", () => {
    const value = frozen({ lines: [{ text: "a" }], none: null });
    expect(() => value.lines.push({ text: "b" })).toThrow(TypeError);
    expect(() => ((value.lines[0] as { text: string }).text = "b")).toThrow(TypeError);
  });
});

describe("what opinions share", () => {
  const law = WORLD;
  const question: OpinionInput = {
    requesting: "BO",
    requested: "AL",
    on: "2027-07-04T03:10:00.000Z",
    measure: "stored-data",
    offences: [{ state: "BO", code: "CC 361" }],
    conduct: ["system-access", "without-right"],
    facts: "",
    selectors: [],
  };

  test("no caller can change what the next one is told", () => {
    const first = wholeOpinion(question, law);
    const before = JSON.stringify(first);
    const shared: readonly (readonly unknown[])[] = [
      first.asked,
      first.grounds[0]?.duties ?? [],
      first.sources ?? [],
      first.ownLaw?.practical ?? [],
    ];
    for (const list of shared) {
      expect(list.length).toBeGreaterThan(0);
      // Lists that are frozen refuse; lists of one's own may be emptied, and nobody else sees it.
      try {
        (list as unknown[]).length = 0;
      } catch (fault) {
        expect(fault).toBeInstanceOf(TypeError);
      }
    }
    expect(JSON.stringify(wholeOpinion(question, law))).toBe(before);
  });

  test("the same question to another law is not answered with the first law's sheet", () => {
    const requested = law.sheets["AL"];
    if (!requested) throw new Error("AL has a sheet");
    const told = wholeOpinion(question, law).ownLaw?.practical.find((each) => each.about === "languages");
    const other = { ...law, sheets: { ...law.sheets, AL: { ...requested, languages: ["xx"] } } };
    const then = wholeOpinion(question, other).ownLaw?.practical.find((each) => each.about === "languages");
    expect(told?.text).not.toContain("xx");
    expect(then?.text).toContain("xx");
  });
});
