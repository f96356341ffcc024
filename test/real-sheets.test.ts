import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LAW_FOLDER, readLaw } from "../src/adapters/law-files.ts";
import { seriousOn } from "../src/treaty/offences.ts";
import { wholeOpinion } from "../src/treaty/opinion.ts";
import { MEASURES, type Measure, type OpinionInput } from "../src/treaty/opinion-types.ts";
import { citationOf, gapsOf } from "../src/treaty/sheet-facts.ts";
import type { StateSheet } from "../src/treaty/sheet.ts";

/** The sheets of real States: what was only recalled is nowhere given as fact, and lines read by hand stay as they were read. */

const FOLDER = join(LAW_FOLDER, "real", "sheets");
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const LAW = readLaw("real");
const DAY = "2026-11-24";
const RAW = new Map(
  FILES.map((name) => [name.slice(0, 2), JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as StateSheet]),
);
const STATES = [...RAW.keys()];

function sheet(state: string): StateSheet {
  return LAW.sheets[state] as StateSheet;
}

function ask(requesting: string, requested: string, measure: Measure, code?: string): OpinionInput {
  return {
    requesting,
    requested,
    on: `${DAY}T12:00:00.000Z`,
    measure,
    offences: code ? [{ state: requesting, code }] : [],
    conduct: ["system-access", "without-right", "data-obtained"],
    facts: "Somebody got into a server and copied what was there.",
    selectors: [],
  };
}

/** The telling words of every line that a sheet marks as recalled. */
function recalledWords(raw: StateSheet): string[] {
  const sureness = new Map(raw.sources.map((each) => [each.id, each.sureness]));
  const words = raw.unverified.flatMap((each) => said(each.text));
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const line = value as Record<string, unknown>;
    const own = line["sureness"] ?? sureness.get(String(line["source"]));
    if (own === "D")
      words.push(...["title", "text", "who", "standard", "says"].flatMap((key) => said(line[key])));
    else for (const each of Object.values(line)) walk(each);
  };
  const { sources: _sources, cites: _cites, unverified: _unverified, ...rest } = raw;
  walk(rest);
  return words;
}

function said(value: unknown): string[] {
  // A word or two ("judge") can stand in a line that was read as well.
  return typeof value === "string" && value.length > 20 ? [value] : [];
}

describe.each(STATES)("the sheet of %s", (state) => {
  const raw = RAW.get(state) as StateSheet;

  test("is a real State's, confirmed by nobody, under its own code", () => {
    expect(raw.state).toBe(state);
    expect(raw.invented).toBe(false);
    expect(raw.confirmed).toBe(false);
  });

  test("gives no line as fact that was only recalled", () => {
    const { unverified, sources: _sources, ...facts } = sheet(state);
    const shown = JSON.stringify(facts);
    for (const words of recalledWords(raw)) {
      expect(shown).not.toContain(JSON.stringify(words));
      expect(JSON.stringify(unverified)).toContain(JSON.stringify(words.slice(0, 40)).slice(1, -1));
    }
    for (const path of Object.keys(facts.cites))
      expect(citationOf(sheet(state), path, DAY)?.sureness).not.toBe("D");
  });

  test("cites every source it lists, and lists what it does not know", () => {
    const cited = JSON.stringify({ ...raw, sources: [] });
    for (const each of raw.sources) expect(cited).toContain(`"source":"${each.id}"`);
    expect(gapsOf(sheet(state)).length).toBeGreaterThan(0);
    expect(raw.notKnown.length).toBeGreaterThan(0);
  });

  test("gives an opinion with every other State, and nothing recalled gets into it", () => {
    const recalled = recalledWords(raw);
    for (const other of STATES.filter((each) => each !== state))
      for (const measure of MEASURES) {
        const opinion = wholeOpinion(ask(other, state, measure), LAW);
        expect(opinion.instrument.chosen).not.toBe("hanoi");
        const shown = JSON.stringify(opinion);
        for (const words of recalled) expect(shown).not.toContain(JSON.stringify(words).slice(1, -1));
      }
  });
});

/** Lines read by hand against the text named: offence, highest term of the basic form in months, whether that is four years, citation. */
type Row = [
  state: string,
  code: string,
  months: number | null,
  serious: "holds" | "fails" | "unknown",
  at: string,
];

const READ_BY_HAND: readonly Row[] = [
  ["AL", "Art. 192/b", 36, "unknown", "Art. 192/b (version of 2020-03-24)"],
  ["AL", "Art. 293/a", 84, "holds", "Art. 293/a (version of 2020-03-24)"],
  ["AL", "Art. 117", 60, "holds", "Art. 117 (version of 2020-03-24)"],
  ["AU", "CC s 478.1", 24, "fails", "s 478.1 (undated)"],
  ["AU", "CC s 477.2", 120, "holds", "s 477.2 (version of 2015)"],
  ["AU", "CC s 400.2B", null, "holds", "s 400.2B (undated)"],
  ["AU", "CC ss 400.4-400.8", 12, "unknown", "ss 400.4 to 400.8 (version of 2015)"],
  ["BR", "Art. 154-A", 48, "holds", "Art. 154-A (version of 2021-05-27)"],
  ["BR", "ECA Art. 241-D", null, "unknown", "Art. 241-D; Art. 2 (undated)"],
  ["BR", "Art. 218-C", 60, "holds", "Art. 218-C (version of 2018-09)"],
  ["CH", "SCC 143bis(1)", 36, "fails", "143bis(1) (version of 2026-06-12)"],
  ["CH", "SCC 143", 60, "holds", "143 (version of 2026-06-12)"],
  ["CH", "SCC 144bis(1)", 36, "unknown", "144bis(1) (version of 2026-06-12)"],
  ["CH", "SCC 197a(1)", 12, "fails", "197a(1) (version of 2026-06-12)"],
  ["NL", "Sr 138ab(1)", 24, "fails", "Art. 138ab(1) (version of 2017-05)"],
  ["NL", "Sr 138ab(2)", 48, "holds", "Art. 138ab(2) (version of 2017-05)"],
  ["NL", "Sr 350a(1)", 24, "unknown", "Art. 350a(1) (version of 2017-05)"],
  ["NL", "Sr 326 (property)", 48, "holds", "Art. 326 (version of 2017-05)"],
  ["NZ", "CA 252", 24, "fails", "s 252 (version of 2014-05-11)"],
  ["NZ", "CA 250(2)(c)", 84, "holds", "s 250(2)(c) (version of 2014-05-11)"],
  ["NZ", "CA 240, 241(c)", 3, "fails", "ss 240, 241(c) (version of 2014-05-11)"],
  // The term was only recalled, so it is a blank and not a serious crime either way.
  ["NZ", "HDCA 22A", null, "unknown", "s 22A (undated)"],
  ["SG", "CMA 3", 24, "unknown", "s 3 (version of 2017-06-01)"],
  ["SG", "CMA 4", 120, "holds", "s 4 (version of 2017-06-01)"],
  ["SG", "CMA 11", null, "unknown", "s 11 (then s 6C) (version of 1998)"],
  ["SG", "PC 376EA", 36, "fails", "s 376EA (version of 2019)"],
  ["US", "18 USC 1030(a)(2)", 12, "unknown", "18 USC 1030(a)(2), (c)(2) (version of 2026-03-26)"],
  ["US", "18 USC 1343", 240, "holds", "18 USC 1343 (version of 2026-03-26)"],
  ["US", "18 USC 2422(b)", null, "holds", "18 USC 2422(b) (version of 2026-03-26)"],
  ["US", "47 USC 223(h)", 24, "fails", "47 USC 223(h) (undated)"],
  ["CZ", "CC 230(1)", 24, "unknown", "s. 230 (version of 2026-06-12)"],
  ["CZ", "CC 230(2), (3)(a)", 48, "holds", "s. 230(2) with (3)(a) (version of 2026-06-12)"],
  ["CZ", "CC 192(1), (2)", 24, "fails", "s. 192(1), (2) (version of 2026-06-12)"],
  ["CZ", "CC 216", 48, "holds", "s. 216 (version of 2026-06-12)"],
  ["DE", "PC 202a", 36, "fails", "s. 202a, 205(1) (version of 2026-02-23)"],
  ["DE", "PC 303b(1)", 36, "unknown", "s. 303b(1) (version of 2026-02-23)"],
  ["DE", "PC 303b(2)", 60, "holds", "s. 303b(2), (4) (version of 2026-02-23)"],
  ["DE", "PC 184c(1)", 36, "unknown", "s. 184c(1), (2) (version of 2026-02-23)"],
  // The penalty is that of another section, whichever it is.
  ["DE", "PC 184e", null, "unknown", "s. 184e (version of 2026-02-23)"],
  // Its graver form, in a group, was only recalled.
  ["ES", "PC 197 bis(1)", 24, "unknown", "art. 197 bis(1) (version of 2015)"],
  ["ES", "PC 197(1)", 48, "holds", "art. 197(1), (3), (4) (version of 2015)"],
  ["ES", "PC 249(1)(a)", 36, "unknown", "art. 249(1)(a) (version of 2023-01-12)"],
  ["ES", "PC 183(1)", 36, "fails", "art. 183(1) (version of 2026-01)"],
  ["ES", "PC 301(1)", 72, "holds", "art. 301(1) (undated)"],
  ["FR", "PC 323-1", 36, "unknown", "art. 323-1, 323-4-1, 323-4-2 (version of 2026-04-02)"],
  ["FR", "PC 323-2", 60, "holds", "art. 323-2, 323-4-1, 323-4-2 (version of 2026-04-02)"],
  ["FR", "PC 323-3-1", null, "unknown", "art. 323-3-1, 323-4-1, 323-4-2 (version of 2026-04-02)"],
  ["FR", "PC 226-2-1", 24, "fails", "art. 226-2-1 para 2 (version of 2026-04-02)"],
  ["LK", "CCA s 3", 60, "holds", "s. 3 (version of 2007-07-09)"],
  ["LK", "CCA s 8", 36, "fails", "s. 8 (version of 2007-07-09)"],
  ["LK", "PC s 360E", 120, "holds", "s. 360E (version of 2006-04-24)"],
  // Conduct read, term only recalled.
  ["LK", "PC s 286A", null, "unknown", "s. 286A (version of 1995)"],
  ["LK", "PMLA s 3", null, "unknown", "s. 3 (version of 2006-03-06)"],
];

test.each(READ_BY_HAND)("%s, %s: %s months, four years %s", (state, code, months, serious, at) => {
  const offence = sheet(state).offences.find((each) => each.code === code);
  if (!offence) throw new Error(`${state} has no ${code}`);
  expect(offence.penalties[0]?.maxMonths).toBe(months);
  expect(seriousOn(offence, DAY)).toBe(serious);
  expect(citationOf(sheet(state), offence, DAY)?.text).toContain(at);
});

/** Offences that were only recalled are not offences of the sheet. */
test.each([
  ["NL", "Sr 254ba"],
  ["SG", "CMA 6"],
  ["US", "18 USC 2512"],
  ["US", "18 USC 2251"],
  ["ES", "PC 197 quater"],
  ["ES", "PC 250"],
  ["ES", "PC 189(5)"],
  ["ES", "PC 301(3)"],
])("%s, %s was recalled and is no line of the sheet", (state, code) => {
  expect(RAW.get(state)?.offences.map((each) => each.code)).toContain(code);
  expect(sheet(state).offences.map((each) => each.code)).not.toContain(code);
});

describe("what the requested State's own law says", () => {
  test("stands in a whole opinion with force, article, version and caution, and is not weighed", () => {
    const { ownLaw, grounds } = wholeOpinion(ask("SG", "NZ", "stored-data"), LAW);
    expect(ownLaw?.displaceable).toBe(false);
    expect(ownLaw?.withoutTreaty?.condition).toBe("discretion");
    const political = ownLaw?.refusals.find((each) => each.ground === "political");
    expect(political?.force).toBe("must");
    expect(political?.citation).toContain("s 27(1)(a) to (ba) (version of 2013-07-01)");
    expect(political?.caution).toContain("more than a year old");
    expect(grounds.map((each) => each.title)).not.toContain(political?.text);
  });

  test("was not read for a State whose sheet leaves it blank, which is not the same as none", () => {
    const { ownLaw } = wholeOpinion(ask("NL", "BR", "stored-data"), LAW);
    expect(ownLaw?.refusals).toEqual([]);
    expect(ownLaw?.refusalsRead).toBe(false);
    const unitedStates = wholeOpinion(ask("NL", "US", "stored-data"), LAW).ownLaw;
    expect(unitedStates?.refusals).toEqual([]);
    expect(unitedStates?.refusalsRead).toBe(true);
  });

  test.each<[Measure, string, string]>([
    ["subscriber", "closed", "shall"],
    ["stored-data", "not-known", "not-known"],
  ])(
    "opens want of dual criminality under Budapest only where it asks for it: %s",
    (measure, status, says) => {
      const { grounds, obligation } = wholeOpinion(ask("NL", "US", measure, "Sr 138ab(2)"), LAW);
      expect(grounds.find((each) => each.id === "B4")?.status).toBe(status);
      expect(obligation.says).toBe(says);
    },
  );
});

describe("what was read of one measure is not said of another", () => {
  test.each([
    ["stored-data", true],
    ["traffic-stored", null],
    ["subscriber", null],
    ["content-interception", null],
    ["preservation", false],
  ] as const)("Germany, %s: dual criminality %s", (measure, required) => {
    const { dualCriminality } = wholeOpinion(ask("NZ", "DE", measure), LAW);
    expect(dualCriminality.required).toBe(required);
  });

  test.each(["CZ", "ES", "FR"])("%s: a section without the condition is not a law without it", (state) => {
    for (const measure of ["subscriber", "stored-data", "traffic-realtime"] as const)
      expect(wholeOpinion(ask("NZ", state, measure), LAW).dualCriminality.required).toBeNull();
  });

  test.each(["LK"])("%s requires it, and its authority may still accept", (state) => {
    expect(wholeOpinion(ask("NZ", state, "subscriber"), LAW).dualCriminality.required).toBe(true);
    expect(sheet(state).dualCriminality?.note).toContain("may still accept");
  });
});

/** Calendars and languages that were only recalled stand as blanks; those that were read stand. */
test.each([
  ["CZ", ["cs"], "Europe/Prague"],
  ["DE", null, null],
  ["ES", null, null],
  ["FR", null, null],
  ["LK", ["en"], null],
])("%s: languages %j, time zone %s, and no working week", (state, languages, zone) => {
  expect([sheet(state).languages, sheet(state).timeZone, sheet(state).workingDays]).toEqual([
    languages,
    zone,
    null,
  ]);
});

/** Statutes near an article of the Convention that do not do what it asks are not mapped to it. */
test.each([
  ["CZ", "CC 232"],
  ["CZ", "CC 217"],
  ["DE", "PC 201"],
  ["DE", "PC 263a(3)"],
  ["FR", "PC 226-3"],
  ["LK", "CCA s 6"],
  ["LK", "OSA s 20"],
])("%s, %s is no offence of the Convention", (state, code) => {
  expect(sheet(state).offences.find((each) => each.code === code)?.enacts).toEqual([]);
});
