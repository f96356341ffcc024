import { describe, expect, test } from "vitest";
import { isProblem, type Problem } from "../base/problem.ts";
import { loadLaw, sheetOf, type Law } from "./law.ts";
import { formOpinion } from "./opinion.ts";
import { R3, RAW, WORLD } from "./world-for-tests.ts";

type Raw = Record<string, unknown> & { dualCriminality: object };

function thrown(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A second version of Alderia's sheet, good from 2028 on. */
function second(change: object = {}): Raw {
  const first = structuredClone(RAW.sheets.find((each) => each.name === "AL.json")?.json) as Raw;
  const dualCriminality = { ...first.dualCriminality, stance: "discretionary" };
  return { ...first, version: 2, asOf: "2028-01-01", dualCriminality, ...change };
}

function withSecond(sheet: Raw): Law {
  return loadLaw({ ...RAW, sheets: [...RAW.sheets, { name: "AL.2.json", json: sheet }] });
}

describe("versions of a sheet", () => {
  test.each([
    ["2020-01-01", 1],
    ["2027-03-31", 1],
    ["2027-12-31", 1],
    ["2028-01-01", 2],
    ["2031-01-01", 2],
  ])("on %s version %d is good", (on, version) => {
    expect(sheetOf(withSecond(second()), "AL", on)?.version).toBe(version);
  });

  test("the opinion on a day uses the version good for that day", () => {
    const law = withSecond(second());
    const stance = (on: string) => formOpinion({ ...R3, on }, law).dualCriminality.stance;
    expect(["2027-12-31T23:59:59.999Z", "2028-01-01T00:00:00.000Z"].map(stance)).toEqual([
      "required",
      "at its discretion",
    ]);
  });

  test("without a day, the newest; the order of the files does not matter", () => {
    const turned = loadLaw({ ...RAW, sheets: [{ name: "AL.2.json", json: second() }, ...RAW.sheets] });
    expect([turned.sheets["AL"]?.version, sheetOf(turned, "AL")?.version]).toEqual([2, 2]);
    expect(sheetOf(WORLD, "AL", "2020-01-01")?.version).toBe(1);
    expect(sheetOf(WORLD, "XX", "2020-01-01")).toBeUndefined();
  });

  test("versions_out_of_order", () => {
    const problem = thrown(() => withSecond(second({ asOf: "2027-03-31" })));
    expect([problem.code, problem.where]).toEqual(["treaty/sheet-versions", "AL.json"]);
  });

  test("same_version_twice", () => {
    expect(thrown(() => withSecond(second({ version: 1 }))).code).toBe("treaty/twice");
  });
});
