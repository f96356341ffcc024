import { describe, expect, test } from "vitest";
import { isProblem } from "../base/problem.ts";
import names from "../../law/real/states.json" with { type: "json" };
import { loadLaw } from "./law.ts";
import { findState, statesOf, worldOf } from "./states.ts";
import { WORLD } from "./world-for-tests.ts";

const REAL = loadLaw({
  world: "real",
  instruments: [],
  sheets: [],
  states: { name: "states.json", json: names },
});

describe("a State is found by code or name", () => {
  test.each([
    ["JP", "JP"],
    ["jp", "JP"],
    [" Japan ", "JP"],
    ["cote d'ivoire", "CI"],
    ["Ivory Coast", "CI"],
    ["TURKEY", "TR"],
    ["Türkiye", "TR"],
    ["The Netherlands", "NL"],
    ["usa", "US"],
    ["Viet Nam", "VN"],
    ["Congo", "CG"],
    ["DR Congo", "CD"],
  ])("%s", (written, code) => expect(findState(REAL, written)).toBe(code));

  test.each([
    ["Atlantis", ""],
    ["ZZ", ""],
    ["Japn", "Japan (JP)"],
    ["Alderia", ""],
    ["", ""],
  ])("%j is none, and what comes near is said", (written, near) => {
    try {
      findState(REAL, written);
      expect.unreachable();
    } catch (error) {
      expect(isProblem(error, "treaty/unknown-state")).toBe(true);
      expect((error as { next: string }).next).toContain(near);
    }
  });

  test("no two States share a form of name", () => {
    const forms = names.states.flatMap(
      ({ code, name, aliases }: { code: string; name: string; aliases?: string[] }) =>
        [name, ...(aliases ?? [])].map((form) => [form, code] as const),
    );
    for (const [form, code] of forms) expect(findState(REAL, form)).toBe(code);
    expect(statesOf(REAL)).toHaveLength(names.states.length);
  });
});

describe("a name chooses the world, a code does not", () => {
  test.each([
    [["Japan", "FR"], "invented", "real"],
    [["Alderia", "BO"], "real", "invented"],
    [["AL", "BO"], "real", "real"],
    [["AL", "BO"], "invented", "invented"],
    [["Atlantis"], "real", "real"],
  ] as const)("%s, otherwise %s: %s", (written, fallback, world) => {
    expect(worldOf({ real: REAL, invented: WORLD }, written, fallback)).toBe(world);
  });
});
