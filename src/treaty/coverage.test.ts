import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { PROVISIONS } from "./articles.ts";
import { basesFor } from "./bases.ts";
import { caseRows } from "./cases/table-for-tests.ts";
import { hasRecord, readCitation } from "./citation.ts";
import { idsCited } from "./cited.ts";
import { coverage, coverageLines, lineOf, ruleOrReason, type Tested } from "./coverage.ts";
import { GROUND_PROVISIONS } from "./grounds.ts";
import { loadLaw } from "./law.ts";
import { formOpinion } from "./opinion.ts";
import { INSTRUMENTS, MEASURES, STATUS_ONLY, type Opinion, type OpinionInput } from "./opinion-types.ts";
import { readQuestion } from "./question.ts";
import { SILENCES } from "./silence.ts";
import { TESTED } from "./tested.ts";
import { R1, R2, R3, R4, WORLD } from "./world-for-tests.ts";

// The table of what is covered: that it is whole, that it is current, and that nothing is cited that is not in it.

const root = resolve(import.meta.dirname, "../..");
const all = Object.values(PROVISIONS).flat();

/** Every offence of every State, asked of two others, for every measure; before the Convention is in force and after. */
function everyQuestion(): OpinionInput[] {
  const states = Object.values(WORLD.sheets).filter((each) => each !== undefined);
  return states.flatMap((requesting, at) =>
    requesting.offences.flatMap((offence, nth) =>
      MEASURES.flatMap((measure) =>
        [1, 2].map((next) => ({
          ...R4,
          ...R2,
          requesting: requesting.state,
          requested: (states[(at + next) % states.length] as typeof requesting).state,
          measure,
          on: `${nth % 3 === 0 ? "2026-11-24" : "2027-11-02"}T09:00:00.000Z`,
          offences: [{ state: requesting.state, code: offence.code }],
          conduct: offence.elements,
        })),
      ),
    ),
  );
}

/** A place of an opinion that cites provisions: the part it stands in, the ids, and what came out there. */
interface Place {
  part: string;
  ids: readonly string[];
  outcome: string | null;
}

const OUTCOMES = ["state", "status", "applies", "result"] as const;

function placesIn(value: unknown, part: string): Place[] {
  if (Array.isArray(value)) return value.flatMap((each) => placesIn(each, part));
  if (typeof value !== "object" || value === null) return [];
  const fields = value as Record<string, unknown>;
  const ids = citedBy(fields);
  const outcome = OUTCOMES.map((name) => fields[name]).find((each) => typeof each === "string");
  return [
    ...(ids.length > 0 ? [{ part, ids, outcome: (outcome as string | undefined) ?? null }] : []),
    ...Object.entries(fields).flatMap(([, each]) =>
      placesIn(each, part === "grounds" && Array.isArray(each) ? "on refusing" : part),
    ),
  ];
}

function citedBy({ provision, provisions, articles, through, pinpoint }: Record<string, unknown>): string[] {
  const exact = [provision, through, ...[provisions, articles].flat()].filter(
    (each): each is string => typeof each === "string" && each.includes("/"),
  );
  if (exact.length > 0) return exact;
  return typeof pinpoint === "string" ? idsCited(pinpoint) : [];
}

function placesOf(opinion: Opinion): Place[] {
  return Object.entries(opinion).flatMap(([part, value]) => (part === "trace" ? [] : placesIn(value, part)));
}

function filesUnder(folder: string, pattern: RegExp): string[] {
  const names = readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => pattern.test(name)).map((name) => resolve(root, folder, name));
}

const NAMED =
  /(?:(Budapest|UNTOC|UNCAC|CETS \d+|Regulation \(EU\) \S+) )?\bArts?\. (\d{1,2}(?:\([0-9a-z]{1,4}\))*)|"((?:hanoi|budapest|untoc|uncac|coe-[a-z0-9-]+)\/\d{1,2}(?:\([0-9a-z]{1,4}\))*)"/g;

/** An article without its instrument is the Convention's; in a rule of another instrument it is that one's. */
const BARE = /^hanoi /;
const IDS = /"((?:hanoi|budapest|untoc|uncac|coe-[a-z0-9-]+)\/\d{1,2}(?:\([0-9a-z]{1,4}\))*)"/g;

/** The citations a text spells out, each with its instrument. */
function citationsIn(text: string): string[] {
  return [...text.matchAll(NAMED)].map((each) => each[3] ?? `${each[1] ?? "hanoi"} ${each[2]}`);
}

function idOf(citation: string): string | null {
  const read = readCitation(citation);
  if (!read) return null;
  const [article = "", ...below] = read.path;
  return `${read.instrument}/${article}${below.map((each) => `(${each})`).join("")}`;
}

/** Test files, and the tables of cases, that name a provision. */
function filesNaming(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = [...filesUnder("src", /\.test\.ts$/), ...filesUnder("test", /\.test\.ts$/)];
  for (const file of [...new Set(files)].toSorted()) {
    if (/\/(citation|coverage|cited)\.test\.ts$/.test(file)) continue;
    const ids = new Set(citationsIn(readFileSync(file, "utf8")).map(idOf));
    const name = relative(join(root, "src/treaty"), file).replace(/^(\.\.\/)+/, "");
    for (const id of ids) if (id) found.set(id, [...(found.get(id) ?? []), name]);
  }
  return found;
}

/** A row of the tables of cases: what it asks, and everything its expected answer names. */
interface Row {
  name: string;
  opinion: Opinion;
  names: ReadonlySet<string>;
}

function rowsOfTables(): Row[] {
  return caseRows().map(({ row, question, expect: expected }) => ({
    name: row,
    opinion: formOpinion(readQuestion(question, WORLD, R1.on, row), WORLD),
    names: namedIn(expected),
  }));
}

/** The provisions an expected answer names: by id, by pinpoint, or by a tension they stand in. */
function namedIn(value: unknown): Set<string> {
  if (typeof value === "string") {
    const silence = SILENCES.find((each) => each.id === value)?.provisions ?? [];
    return new Set([...(value.includes("/") ? [value] : idsCited(value)), ...silence]);
  }
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.entries(value).flatMap(([name, each]) => [...namedIn(name), ...namedIn(each)]));
}

/** The bases of some pairs, real ones too: only real ledgers hold the European conventions. */
function placesOfBases(): Place[] {
  const read = (name: string) => ({ name, json: JSON.parse(readFileSync(name, "utf8")) as unknown });
  const real = loadLaw({
    world: "real",
    instruments: filesUnder("law/real/instruments", /\.json$/).map(read),
    sheets: [],
    states: read(resolve(root, "law/real/states.json")),
  });
  const pairs = ["DE FR", "AL CH", "JP FR", "US GB", "BR SG"].map((pair) => pair.split(" "));
  return pairs.flatMap(([requesting = "", requested = ""]) =>
    placesIn(basesFor({ requesting, requested, on: "2026-11-24" }, real), "instrument"),
  );
}

let tested: Record<string, Tested>;
let places: Place[];

beforeAll(() => {
  const answers = {
    "untoc-transnational": "yes: it was done from another State",
    "untoc-organized-group": "yes: three acted together",
    "uncac-offence-covered": "yes: an official was bribed",
  };
  const elsewhere = (["budapest", "untoc", "uncac"] as const).map((basis) => ({ ...R3, basis, answers }));
  const asked = [R1, R2, R3, R4, ...elsewhere, ...everyQuestion()];
  const rows = rowsOfTables();
  const opinions = [...asked.map((input) => formOpinion(input, WORLD)), ...rows.map((each) => each.opinion)];
  const seen = new Map<string, Place>();
  for (const place of [...opinions.flatMap(placesOf), ...placesOfBases()])
    seen.set(JSON.stringify(place), place);
  places = [...seen.values()];
  const naming = filesNaming();
  tested = Object.fromEntries(
    all
      .map((each) => [each.id, triedOut([each.id, each.enactedAs ?? each.id], rows, naming)] as const)
      .filter(([, entry]) => Object.values(entry).some((list) => list.length > 0)),
  );
});

function triedOut(
  ids: readonly string[],
  rows: readonly Row[],
  naming: ReadonlyMap<string, string[]>,
): Tested {
  const own = places.filter((place) => place.ids.some((id) => ids.includes(id)));
  const outcomes = own.flatMap((place) =>
    ["duties", "grounds", "doors"].includes(place.part) && place.outcome ? [place.outcome] : [],
  );
  return {
    in: distinct(own.map((place) => place.part)),
    outcomes: distinct(outcomes),
    rows: rows.filter((row) => ids.some((id) => row.names.has(id))).map((row) => row.name),
    files: distinct(ids.flatMap((id) => naming.get(id) ?? [])),
  };
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].toSorted();
}

const UPDATE = "npm run law:coverage";

/** A generated file that must be current. */
function current(path: string, text: string): void {
  const file = resolve(root, path);
  if (process.env["UPDATE"]) writeFileSync(file, text);
  expect(readFileSync(file, "utf8"), `${UPDATE} writes ${path}`).toBe(text);
}

describe("the table is whole", () => {
  test("every provision has a rule, or the reason why there is none", () => {
    const bare = all.map((each) => lineOf(each, tested)).filter((each) => ruleOrReason(each) === "");
    expect(bare.map((each) => each.id)).toEqual([]);
  });

  test("every rule of the Convention is named by a row of the cases or by a test", () => {
    const unnamed = coverageLines("hanoi", tested).filter(
      ({ rules, tested: { rows, files } }) => rules.length > 0 && rows.length + files.length === 0,
    );
    expect(unnamed.map((each) => each.id)).toEqual([]);
  });

  test("what has a rule of its own does not say that it has none", () => {
    const both = all.filter(
      (each) => each.noRule && (each.test || each.asks || GROUND_PROVISIONS.has(each.id)),
    );
    expect(both.map((each) => each.id)).toEqual([]);
  });

  test("a test is run: by a duty of some measure, or by a ground", () => {
    const run = new Set(
      places.filter((each) => each.part === "duties" || each.part === "grounds").flatMap((each) => each.ids),
    );
    const idle = all.filter((each) => each.test && !run.has(each.id));
    expect(idle.map((each) => each.id)).toEqual([]);
  });

  test("an offence of a sheet is one that an article makes", () => {
    const made = new Set(all.map((each) => each.enactedAs));
    const enacted = Object.values(WORLD.sheets).flatMap(
      (sheet) => sheet?.offences.flatMap((each) => each.enacts) ?? [],
    );
    expect(distinct(enacted).filter((each) => !made.has(each))).toEqual([]);
  });

  test("a line whose pinpoint may be off carries no rule, and is cited by none", () => {
    const unsure = all.filter((each) => each.grade === "K?");
    expect(unsure.length).toBeGreaterThan(30);
    for (const each of unsure) {
      expect([each.id, each.test, each.asks, GROUND_PROVISIONS.has(each.id)]).toEqual([
        each.id,
        undefined,
        undefined,
        false,
      ]);
      expect(tested[each.id]?.in.filter((part) => part !== "duties") ?? [], each.id).toEqual([]);
    }
  });

  test("the Convention has all its articles, in order", () => {
    const articles = PROVISIONS.hanoi.map((each) => Number(/\/(\d+)/.exec(each.id)?.[1]));
    expect([...new Set(articles)]).toEqual(Array.from({ length: 68 }, (_, at) => at + 1));
    expect(articles).toEqual(articles.toSorted((a, b) => a - b));
  });

  test("only the articles that could be read in an authentic text are graded so", () => {
    const read = PROVISIONS.hanoi.filter((each) => each.grade === "T").map((each) => each.id);
    expect(read.filter((id) => Number(/\/(\d+)/.exec(id)?.[1]) > 15)).toEqual([
      "hanoi/63(3)",
      "hanoi/64(1)",
      "hanoi/65(1)",
    ]);
    expect(PROVISIONS.hanoi.filter((each) => Number(/\/(\d+)/.exec(each.id)?.[1]) <= 15).length).toBe(
      read.length - 3,
    );
  });
});

describe("nothing is cited that is not in the table", () => {
  test("whatever an opinion of the tables cites", () => {
    const strange = distinct(places.flatMap((each) => each.ids).filter((id) => !hasRecordOf(id)));
    expect(strange).toEqual([]);
    expect(places.length).toBeGreaterThan(100);
  });

  test.each(
    [...filesUnder("src", /(?<!\.test)\.ts$/), ...filesUnder("law", /\.json$/)].map(
      (file) => [relative(root, file), file] as const,
    ),
  )("%s spells out no other", (_, file) => {
    const text = readFileSync(file, "utf8");
    // In a State's sheet `Art. 10` is of its own statutes; there only ids of provisions count.
    const cited = file.endsWith(".json")
      ? [...text.matchAll(IDS)].map((each) => each[1] as string)
      : citationsIn(text);
    expect(distinct(cited).filter((each) => !hasRecordOf(each))).toEqual([]);
  });
});

function hasRecordOf(citation: string): boolean {
  // Of an instrument whose rules are not modelled nothing is in the table, and the page says so.
  if (/^(Regulation|eu-evidence)/.test(citation)) return true;
  const read = readCitation(citation);
  if (read === null) return false;
  if (STATUS_ONLY.has(read.instrument)) return true;
  const meant = BARE.test(citation) ? INSTRUMENTS : [read.instrument];
  return meant.some((instrument) => hasRecord({ ...read, instrument }));
}

describe("generated files are current", () => {
  test("src/treaty/tested.ts", () => {
    const file = resolve(root, "src/treaty/tested.ts");
    const lines = Object.entries(tested).map(
      ([id, entry]) => `  ${JSON.stringify(id)}: ${JSON.stringify(entry)},\n`,
    );
    const head = readFileSync(file, "utf8").split("= {")[0] as string;
    if (process.env["UPDATE"]) writeFileSync(file, `${head}= {\n${lines.join("")}};\n`);
    else expect(TESTED, `${UPDATE} writes it`).toEqual(tested);
  });

  test("docs/law-coverage.md", () => current("docs/law-coverage.md", coverage(tested)));

  test("the numbers of the page are those of the lines", () => {
    const lines = coverageLines("hanoi", tested);
    expect(lines.length).toBe(PROVISIONS.hanoi.length);
    expect(coverage(tested)).toContain(`${lines.length} provisions:`);
  });
});
