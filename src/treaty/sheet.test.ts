import { describe, expect, test } from "vitest";
import { isProblem, type Problem } from "../base/problem.ts";
import { compareWith, inForce, penaltyOn, seriousOn } from "./offences.ts";
import { readSheet, type SheetOffence, type StateSheet } from "./sheet.ts";
import { citationOf, citationsOf, gapsOf } from "./sheet-facts.ts";
import { RAW } from "./world-for-tests.ts";

type Raw = {
  -readonly [Key in keyof StateSheet]: StateSheet[Key];
};
type Penalty = SheetOffence["penalties"][number];

const raw = (state = "AL"): Raw =>
  structuredClone(RAW.sheets.find((each) => each.name === `${state}.json`)?.json) as Raw;

function thrown(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function edited(spoil: (sheet: Raw) => void, state = "AL"): Raw {
  const sheet = raw(state);
  spoil(sheet);
  return sheet;
}

const first = (sheet: Raw): SheetOffence => sheet.offences[0] as SheetOffence;
const penaltyOf = (sheet: Raw): Penalty => first(sheet).penalties[0] as Penalty;
const set = (target: object, values: object): unknown => Object.assign(target, values);

const FAULTS: [name: string, spoil: (sheet: Raw) => unknown, where: string, next: RegExp][] = [
  ["unknown_field", (sheet) => set(sheet, { score: 7 }), "score", /Take out score/],
  [
    "format_of_version_1",
    (sheet) => set(sheet, { format: "comity/state-sheet/v1" }),
    "format",
    /values named/,
  ],
  [
    "blank_left_out_instead_of_null",
    (sheet) => Reflect.deleteProperty(sheet, "secrecy"),
    "secrecy",
    /null where the law is not known/,
  ],
  ["state_is_no_code", (sheet) => set(sheet, { state: "Alderia" }), "state", /Correct the line/],
  [
    "conduct_not_in_vocabulary",
    (sheet) => set(first(sheet), { elements: ["bad-thing"] }),
    "offences.0.elements.0",
    /Correct the line/,
  ],
  ["offence_without_elements", (sheet) => set(first(sheet), { elements: [] }), "offences.0.elements", /line/],
  ["offence_twice", (sheet) => sheet.offences.push(first(sheet)), "offences.15.code", /second line under/],
  [
    "element_also_exclusion",
    (sheet) => set(first(sheet), { exclusions: ["without-right"] }),
    "offences.0",
    /one of the two/,
  ],
  ["source_unknown", (sheet) => set(first(sheet), { source: "hearsay" }), "offences.0.source", /List it/],
  ["source_twice", (sheet) => sheet.sources.push(sheet.sources[0] as never), "sources.8.id", /Keep one/],
  [
    "source_newer_than_the_sheet",
    (sheet) => set(sheet.sources[0] as object, { version: "2027-04-01" }),
    "sources.0.version",
    /raise asOf/,
  ],
  [
    "line_newer_than_the_sheet",
    (sheet) => set(first(sheet), { version: "2027-05" }),
    "offences.0.version",
    /raise asOf/,
  ],
  [
    "version_that_is_no_day",
    (sheet) => set(first(sheet), { version: "2026-02-30" }),
    "offences.0.version",
    /Correct the line/,
  ],
  [
    "version_that_is_no_date",
    (sheet) => set(first(sheet), { version: "spring" }),
    "offences.0.version",
    /line/,
  ],
  ["sureness_E", (sheet) => set(first(sheet), { sureness: "E" }), "offences.0.sureness", /values named/],
  ["field_without_source", (sheet) => Reflect.deleteProperty(sheet.cites, "timeZone"), "timeZone", /cites/],
  [
    "source_for_a_blank",
    (sheet) => set(sheet, { languages: null }),
    "cites.languages",
    /Write the value, or take the source out/,
  ],
  [
    "source_for_a_field_that_is_none",
    (sheet) => set(sheet.cites, { weather: { source: "labour-code" } }),
    "cites.weather",
    /Write the value, or take the source out/,
  ],
  ["day_that_does_not_exist", (sheet) => set(sheet, { asOf: "2027-02-30" }), "asOf", /YYYY-MM-DD/],
  [
    "measure_missing",
    (sheet) => Reflect.deleteProperty(sheet.authorises, "subscriber"),
    "authorises.subscriber",
    /Write the field/,
  ],
  ["penalty_missing", (sheet) => set(first(sheet), { penalties: [] }), "offences.0.penalties", /line/],
  [
    "penalty_least_above_most",
    (sheet) => set(penaltyOf(sheet), { minMonths: 60, maxMonths: 36 }),
    "offences.0.penalties.0",
    /both are in months/,
  ],
  [
    "graver_form_carries_less",
    (sheet) =>
      set(penaltyOf(sheet), {
        aggravated: [{ when: "at night", elements: [], minMonths: null, maxMonths: 12, gravest: "term" }],
      }),
    "offences.0.penalties.0.aggravated.0",
    /graver ones under aggravated/,
  ],
  [
    "penalties_out_of_order",
    (sheet) => first(sheet).penalties.push({ ...penaltyOf(sheet), from: "2015-01-01" }),
    "offences.0.penalties.1.from",
    /older first/,
  ],
  [
    "two_penalties_of_unknown_day",
    (sheet) => set(first(sheet), { penalties: [1, 2].map(() => ({ ...penaltyOf(sheet), from: null })) }),
    "offences.0.penalties.1.from",
    /only the first/,
  ],
  [
    "penalty_before_the_offence",
    (sheet) => set(penaltyOf(sheet), { from: "2014-12-31" }),
    "offences.0.penalties.0.from",
    /Correct one of the days/,
  ],
  [
    "penalty_after_the_offence",
    (sheet) => {
      set(first(sheet), { inForce: { from: "2015-01-01", until: "2020-01-01" } });
      first(sheet).penalties.push({ ...penaltyOf(sheet), from: "2020-01-01" });
    },
    "offences.0.penalties.1.from",
    /Correct one of the days/,
  ],
  [
    "offence_ends_before_it_begins",
    (sheet) => {
      set(first(sheet), { inForce: { from: "2015-01-01", until: "2014-01-01" } });
      set(penaltyOf(sheet), { from: null });
    },
    "offences.0.inForce",
    /first day on which it is no longer law/,
  ],
  [
    "holiday_outside_range",
    (sheet) => sheet.holidays?.push({ day: "2031-01-01", name: "New Year" }),
    "holidays.12.day",
    /widen holidaysCover/,
  ],
  [
    "holiday_twice",
    (sheet) => sheet.holidays?.push({ day: "2027-05-01", name: "May Day" }),
    "holidays.12.day",
    /one line for each day/,
  ],
  [
    "holidays_without_range",
    (sheet) => set(sheet, { holidaysCover: null }),
    "holidaysCover",
    /null for both/,
  ],
  [
    "range_ends_before_it_begins",
    (sheet) => set(sheet, { holidays: [], holidaysCover: { from: "2028-01-01", until: "2027-01-01" } }),
    "holidaysCover",
    /Correct the two days/,
  ],
  ["weekday_8", (sheet) => sheet.workingDays?.push(8), "workingDays.5", /Correct the line/],
  ["weekday_twice", (sheet) => sheet.workingDays?.push(1), "workingDays.5", /each weekday once/],
  ["time_zone_that_is_none", (sheet) => set(sheet, { timeZone: "Europe/Alderia" }), "timeZone", /IANA name/],
  [
    "not_criminal_with_and_without",
    (sheet) => sheet.notCriminal[0]?.without.push("adults-met-by-consent"),
    "notCriminal.0",
    /one of the two/,
  ],
];

describe("a fault says where it is and what comes next", () => {
  test.each(FAULTS)("%s", (_name, spoil, where, next) => {
    const problem = thrown(() => readSheet(edited(spoil), "AL.json"));
    expect([problem.code, problem.where]).toEqual(["treaty/sheet-invalid", `AL.json: ${where}`]);
    expect(problem.next).toMatch(next);
    expect(problem.also).toEqual([]);
  });

  test("two_faults: the second stands in also", () => {
    const sheet = edited((each) => {
      set(first(each), { source: "hearsay" });
      set(penaltyOf(each), { minMonths: 60 });
    });
    expect(thrown(() => readSheet(sheet, "AL.json")).also.map((each) => each.where)).toEqual([
      "AL.json: offences.0.penalties.0",
    ]);
  });

  test("cyclic", () => {
    const sheet = edited((each) => set(each.notice as object, { note: each }));
    expect(thrown(() => readSheet(sheet, "AL.json")).code).toBe("treaty/sheet-cyclic");
  });

  test("the same part twice is no circle", () => {
    const sheet = edited((each) => set(each, { notCriminal: [each.notCriminal[0], each.notCriminal[0]] }));
    expect(readSheet(sheet, "AL.json").notCriminal).toHaveLength(2);
  });

  test("oversized_text", () => {
    const sheet = edited((each) => set(each, { notKnown: Array(1_100).fill("x".repeat(2_000)) }));
    expect(thrown(() => readSheet(sheet, "AL.json")).code).toBe("treaty/sheet-oversized");
  });

  test("oversized_offences", () => {
    const sheet = edited((each) =>
      set(each, {
        offences: Array.from({ length: 5_001 }, (_, index) => ({ ...first(each), code: `${index}` })),
      }),
    );
    const problem = thrown(() => readSheet(sheet, "AL.json"));
    expect(problem.code).toBe("treaty/sheet-oversized");
    expect(problem.message).toContain("5001 offences");
  });

  test("nested_too_deep", () => {
    let deep: unknown = "end";
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(thrown(() => readSheet(deep, "AL.json")).code).toBe("treaty/sheet-oversized");
  });

  test.each([
    ["null", null],
    ["a list", []],
    ["a word", "sheet"],
  ])("%s is no sheet", (_name, json) => {
    expect(thrown(() => readSheet(json, "AL.json")).code).toBe("treaty/sheet-invalid");
  });
});

/** Alderia's sheet with some of its lines only recalled. */
function recalled(): StateSheet {
  return readSheet(
    edited((sheet) => {
      set(first(sheet), { sureness: "D" });
      set(sheet.offences[1]?.penalties[0] as object, { source: "penal-code", sureness: "D" });
      set(sheet.notice as object, { sureness: "D" });
      set(sheet.cites["timeZone"] as object, { sureness: "D" });
      set(sheet.cites["holidays"] as object, { sureness: "D" });
      set(sheet.cites, { "extradition.nationals": { source: "extradition-act", sureness: "D" } });
      set(sheet.cites["remedyWindowHours"] as object, { sureness: "D" });
      set(sheet.sources.find((each) => each.id === "asylum-act") as object, { sureness: "D" });
    }),
    "AL.json",
  );
}

describe("what was only recalled is no fact", () => {
  const sheet = recalled();

  test("it becomes null or goes", () => {
    expect(sheet.offences.map((each) => each.code)).not.toContain("PC 202");
    expect(penaltyOn(sheet.offences[0] as SheetOffence, "2027-06-01")?.maxMonths).toBeNull();
    expect([sheet.notice, sheet.timeZone, sheet.holidays, sheet.holidaysCover, sheet.asylumLaw]).toEqual(
      Array(5).fill(null),
    );
    expect(sheet.extradition?.nationals).toBeNull();
    expect(Object.values(sheet.remedyWindowHours)).toEqual(Array(8).fill(null));
  });

  test("the lines beside it stay", () => {
    expect(sheet.offences).toHaveLength(14);
    expect([sheet.workingDays, sheet.extradition?.minimumMonths]).toEqual([[1, 2, 3, 4, 5], 12]);
  });

  test("it stands apart, for the next reader", () => {
    expect(sheet.unverified.map((each) => each.point).toSorted()).toEqual([
      "asylumLaw",
      "extradition.nationals",
      "holidays",
      "notice",
      "offences.PC 202",
      "offences.PC 303.penalties.0",
      "remedyWindowHours",
      "timeZone",
    ]);
    expect(sheet.unverified.find((each) => each.point === "timeZone")?.text).toBe("Europe/Vienna");
  });

  test("no citation of sureness D is left", () => {
    expect(citationsOf(sheet, "2027-06-01").filter(({ citation }) => citation.sureness === "D")).toEqual([]);
  });

  test("reading it again changes nothing", () => {
    expect(readSheet(structuredClone(sheet), "AL.json")).toEqual(sheet);
  });
});

describe("how sure and how old a line is", () => {
  const sheet = readSheet(
    edited((each) => {
      set(each.notice as object, { at: "Art. 101", version: "2020-03", sureness: "C", note: "translation" });
      set(each.cites, {
        "extradition.nationals": { source: "penal-code", at: "Art. 11", version: "undated" },
      });
    }),
    "AL.json",
  );
  test.each([
    [
      "a line of its own",
      sheet.notice,
      "Alderia: Code of Criminal Procedure, Art. 101 (version of 2020-03)",
      "C",
      true,
    ],
    [
      "a line of its source",
      sheet.secrecy,
      "Alderia: Code of Criminal Procedure (version of 2027-03-01)",
      "A",
      false,
    ],
    ["a field by path", "timeZone", "Alderia: Labour Code (version of 2027-03-01)", "A", false],
    ["a part of a line", "extradition.nationals", "Alderia: Penal Code, Art. 11 (undated)", "A", true],
    [
      "a part without its own",
      "extradition.minimumMonths",
      "Alderia: Extradition Act (version of 2027-03-01)",
      "A",
      false,
    ],
  ] as const)("%s", (_name, line, text, sureness, old) => {
    expect(citationOf(sheet, line, "2027-06-01")).toMatchObject({ text, sureness, old });
  });

  test("a secondary source and an old text are said", () => {
    expect(citationOf(sheet, sheet.notice, "2027-06-01")?.caution).toMatch(
      /probably, check.*more than a year old/,
    );
    expect(citationOf(sheet, sheet.secrecy, "2027-06-01")?.caution).toBeNull();
  });

  test.each([
    ["2026-06-01", "2027-06-01", false],
    ["2026-06-01", "2027-06-02", true],
    ["2026-06", "2027-06-30", false],
    ["2026-06", "2027-07-01", true],
    ["2026", "2027-12-31", false],
    ["2026", "2028-01-01", true],
  ])("a text of %s is old on %s: %s", (version, on, old) => {
    expect(citationOf(sheet, { source: "penal-code", version }, on)?.old).toBe(old);
  });

  test("a line that cites nothing listed has no citation", () => {
    expect(citationOf(sheet, { source: "hearsay" }, "2027-06-01")).toBeNull();
    expect(citationOf(sheet, "seriousCrimeMeasuredBy.nothing", "2027-06-01")?.sureness).toBe("A");
    expect(citationOf(sheet, "nothing", "2027-06-01")).toBeNull();
  });
});

describe("a blank is said to be one", () => {
  test("each null, each offence article without an offence, and the sheet's own list", () => {
    const sheet = readSheet(
      edited((each) => {
        set(each, { secrecy: null, notKnown: ["Whether a reform is under way."] });
        set(penaltyOf(each), { maxMonths: null });
        set(each, { offences: each.offences.filter(({ enacts }) => !enacts.includes("hanoi/9")) });
      }),
      "AL.json",
    );
    const gaps = gapsOf(sheet);
    expect(gaps).toContainEqual({ path: "secrecy", what: "not known" });
    expect(gaps).toContainEqual({ path: "offences.PC 202.penalties.0.maxMonths", what: "not known" });
    expect(gaps).toContainEqual({ path: "offences", what: "no offence is mapped to Art. 9" });
    expect(gaps).toContainEqual({ path: "notKnown", what: "Whether a reform is under way." });
    expect(gaps.map((each) => each.what)).not.toContain("no offence is mapped to Art. 7");
  });

  test("an offence that has not ended, and one without a page, are no blanks", () => {
    const paths = gapsOf(readSheet(raw(), "AL.json")).map((each) => each.path);
    expect(paths.filter((each) => /until|link/.test(each))).toEqual([]);
  });
});

describe("a penalty that turns on the facts", () => {
  const offence = (penalty: Partial<Penalty>): SheetOffence => ({
    ...first(raw()),
    penalties: [{ from: null, minMonths: null, maxMonths: 36, gravest: "term", ...penalty }],
  });
  const graver = (elements: string[], maxMonths: number | null = 120) => [
    { when: "the system is one of the State", elements, minMonths: 36, maxMonths, gravest: "term" as const },
  ];
  const on = "2027-06-01";
  const facts = (conduct: string[], conductAbsent: string[] = []) => ({ conduct, conductAbsent });
  test.each([
    ["basic form reaches it", offence({ maxMonths: 48 }), facts([]), "holds"],
    ["no form reaches it", offence({}), facts([]), "fails"],
    ["graver form not read", offence({ aggravated: null }), facts([]), "unknown"],
    ["graver form, nothing said", offence({ aggravated: graver(["public-system"]) }), facts([]), "unknown"],
    [
      "graver form, said",
      offence({ aggravated: graver(["public-system"]) }),
      facts(["public-system"]),
      "holds",
    ],
    [
      "graver form, expressly not",
      offence({ aggravated: graver(["public-system"]) }),
      facts([], ["public-system"]),
      "fails",
    ],
    ["graver form no word says", offence({ aggravated: graver([]) }), facts(["public-system"]), "unknown"],
    ["graver form below four years", offence({ aggravated: graver([], 47) }), facts([]), "fails"],
    [
      "graver form of unknown term",
      offence({ aggravated: graver(["public-system"], null) }),
      facts(["public-system"]),
      "unknown",
    ],
    ["term not known", offence({ maxMonths: null, gravest: null }), facts([]), "unknown"],
  ] as const)("%s", (_name, each, said, result) => {
    expect(seriousOn(each as SheetOffence, on, said)).toBe(result);
  });

  test("a day of beginning that was not read counts as in force, as last read", () => {
    const sheet = readSheet(
      edited((each) => {
        set(each, {
          offences: [
            {
              ...first(each),
              inForce: { from: null, until: "2030-01-01" },
              penalties: [
                { ...penaltyOf(each), from: null },
                { ...penaltyOf(each), from: "2028-01-01", maxMonths: 60 },
              ],
            },
          ],
        });
      }),
      "AL.json",
    );
    const terms = ["2010-01-01", "2027-12-31", "2028-01-01", "2030-01-01"].map((day) =>
      inForce(sheet, day).map((each) => penaltyOn(each, day)?.maxMonths),
    );
    expect(terms).toEqual([[36], [36], [60], []]);
  });

  test("a statute that asks for more than the vocabulary says is never found met", () => {
    const sheet = readSheet(raw(), "AL.json");
    const said = facts(["system-access", "without-right"]);
    const narrow = { ...first(raw()), further: ["the victim is a body of the State"] };
    expect(compareWith(said, first(raw()), sheet).result).toBe("holds");
    expect(compareWith(said, narrow, sheet)).toMatchObject({
      result: "unknown",
      open: ["the victim is a body of the State"],
    });
  });
});
