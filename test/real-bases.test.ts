import { describe, expect, test } from "vitest";
import { readLaw } from "../src/adapters/law-files.ts";
import { basisLines } from "../src/apps/cli/basis.ts";
import { type Basis, type BasisQuestion, basesFor, basisAnswer } from "../src/treaty/bases.ts";
import { formOpinion } from "../src/treaty/opinion.ts";
import { type InstrumentId, MEASURES } from "../src/treaty/opinion-types.ts";
import { statesOf } from "../src/treaty/states.ts";

/** The bases of real pairs, as a lawyer would check them against the depositaries; and what must never be said. */

const LAW = readLaw("real");
const TODAY = "2026-11-24";
const STATES = statesOf(LAW)
  .filter((each) => !each.organization)
  .map((each) => each.code);

function bases(pair: string, more: Partial<BasisQuestion> = {}): Basis[] {
  const [requesting = "", requested = ""] = pair.split(">");
  return basesFor({ requesting, requested, on: TODAY, measure: "stored-data", ...more }, LAW);
}
const of = (found: readonly Basis[], id: InstrumentId): Basis =>
  found.find((each) => each.id === id) as Basis;

describe("pairs", () => {
  const rows: [
    string,
    Partial<BasisQuestion>,
    "basis" | "conditional" | "none",
    Partial<Record<InstrumentId, Basis["applies"]>>,
  ][] = [
    [
      "JP>FR",
      { measure: "preservation" },
      "basis",
      { budapest: "holds", hanoi: "fails", untoc: "unknown", "coe-mla": "fails" },
    ],
    ["US>GB", {}, "basis", { budapest: "holds", "cloud-act": "unknown", untoc: "unknown", uncac: "unknown" }],
    ["US>AU", {}, "basis", { budapest: "holds", "cloud-act": "unknown" }],
    ["GB>AU", {}, "basis", { budapest: "holds", "cloud-act": "fails" }],
    [
      "DE>FR",
      { offence: "fraud" },
      "basis",
      { budapest: "holds", "coe-mla": "unknown", "eu-evidence": "unknown" },
    ],
    ["NL>SG", { offence: "fraud" }, "conditional", { budapest: "fails", untoc: "unknown", uncac: "unknown" }],
    ["NL>SG", { offence: "child-material" }, "conditional", { untoc: "unknown", uncac: "fails" }],
    [
      "SG>NL",
      { measure: "extradition", offence: "fraud" },
      "conditional",
      { untoc: "unknown", "coe-extradition": "fails" },
    ],
    ["SO>TV", { offence: "illegal-access" }, "none", { untoc: "unknown", budapest: "fails", uncac: "fails" }],
    ["SO>TV", { offence: "illegal-access", on: "2016-01-01" }, "none", { untoc: "fails", uncac: "fails" }],
  ];
  test.each(rows)("%s %o: %s", (pair, more, answer, expected) => {
    const [requesting = "", requested = ""] = pair.split(">");
    const [section] = basisAnswer(
      { requesting, requested, on: TODAY, measure: "stored-data", ...more },
      LAW,
    ).sections;
    expect(section?.answer).toBe(answer);
    const found = Object.fromEntries(
      Object.keys(expected).map((id) => [id, of(section?.bases ?? [], id as InstrumentId).applies]),
    );
    expect(found).toEqual(expected);
  });

  test("the Convention is in force for no pair, and the number of deposits says why", () => {
    for (const [a, b] of [
      ["AZ", "QA"],
      ["QA", "VN"],
      ["JP", "FR"],
    ] as const) {
      const { applies, why } = of(bases(`${a}>${b}`), "hanoi");
      expect(applies).toBe("fails");
      expect(why).toContain("of the 40 deposits");
    }
  });

  test("reservations of either side are named, and those whose text was not seen", () => {
    const { reservations } = of(bases("JP>FR"), "budapest");
    expect(reservations.map((each) => each.state)).toEqual(["JP", "FR"]);
  });

  test("time travels: before Japan was bound there was no such basis", () => {
    const on = (day: string): string => of(bases("JP>FR", { on: day }), "budapest").applies;
    expect([on("2012-10-31"), on("2012-11-01")]).toEqual(["fails", "holds"]);
  });
});

describe("every pair", () => {
  const sample = STATES.filter((_state, at) => at % 7 === 0);
  const pairs = sample.flatMap((a) => sample.filter((b) => b !== a).map((b) => `${a}>${b}`));

  test("a line of C or D is never a yes, and D shows no date", () => {
    expect(pairs.length).toBeGreaterThan(500);
    for (const pair of pairs)
      for (const each of bases(pair)) {
        if (each.applies === "holds" && each.id !== "reciprocity")
          expect(["A", "B"]).toContain(each.sureness);
        expect(each.why).not.toMatch(/0000-00|9999-99|undefined/);
      }
  });

  test("the opinion on the same question never disagrees", () => {
    for (const [at, pair] of pairs.entries()) {
      const measure = MEASURES[at % MEASURES.length] as (typeof MEASURES)[number];
      const [requesting = "", requested = ""] = pair.split(">");
      const found = bases(pair, { measure });
      const { instrument } = formOpinion(
        {
          requesting,
          requested,
          on: `${TODAY}T00:00:00.000Z`,
          measure,
          offences: [],
          conduct: [],
          facts: "",
          selectors: [],
        },
        LAW,
      );
      for (const each of instrument.candidates)
        expect([pair, each.id, of(found, each.id).applies]).toEqual([pair, each.id, each.applies]);
    }
  });
});

test("the page says the world, the day and how sure", () => {
  const lines = basisLines(
    basisAnswer({ requesting: "Japan", requested: "France", on: TODAY, measure: "preservation" }, LAW),
    LAW,
  );
  expect(lines[0]).toContain("real world");
  expect(lines[0]).toContain(TODAY);
  expect(lines.join("\n")).toContain("[Budapest Art. 29] (A)");
  for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(110);
});
