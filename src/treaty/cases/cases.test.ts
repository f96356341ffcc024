import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { wholeOpinion } from "../opinion.ts";
import { Opinion } from "../opinion-types.ts";
import { readQuestion } from "../question.ts";
import { WORLD } from "../world-for-tests.ts";
import { casesPage } from "./page-for-tests.ts";
import { type CaseRow, caseRows, type Expect, TABLES } from "./table-for-tests.ts";

// Every row of the tables of cases, asked as a question file is asked and compared with what the row says.

const rows = caseRows();
const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();

/** What came out, in the words of the tables. */
function found(opinion: Opinion, row: Expect): Expect {
  const { instrument, classification, obligation, dualCriminality, doors, grounds, missing, use } = opinion;
  const by = (status: string): string[] =>
    grounds.filter((each) => each.status === status).map((each) => each.pinpoint);
  const named = (severity: string): string[] =>
    missing.filter((each) => each.severity === severity).map((each) => each.field);
  const fired = opinion.prompts.map((each) => each.id);
  const among = (wanted: readonly string[] | undefined, all: readonly string[]): string[] =>
    (wanted ?? []).filter((each) => all.includes(each));
  const next = (opinion.next ?? []).map((each) => each.fact);
  return {
    class: classification.kind,
    articles: classification.articles,
    basis: instrument.chosen,
    proposed: instrument.proposed,
    carriedOver: among(
      row.carriedOver,
      instrument.carriedOver.map((each) => each.field),
    ),
    says: obligation.says,
    pinpoint: obligation.pinpoint,
    dual: dualCriminality.result,
    through: dualCriminality.compared.find((each) => each.through !== null)?.through ?? "none",
    extradition: doors.extradition.status,
    jointInvestigation: doors.jointInvestigation.status,
    assets: doors.assets.status,
    points: sorted(grounds.filter((each) => each.indicated).map((each) => each.pinpoint)),
    open: sorted(by("open")),
    closed: sorted(by("closed")),
    forbidden: sorted(by("forbidden")),
    notKnown: among(row.notKnown, by("not-known")),
    owed: Object.fromEntries(
      Object.keys(row.owed ?? {}).map((pinpoint) => [pinpoint, owedIn(opinion, pinpoint)]),
    ),
    conditions: among(
      row.conditions,
      opinion.conditions.map((each) => each.pinpoint),
    ),
    notForThePair: opinion.enacted.filter((each) => !each.forThePair).map((each) => each.article),
    tensions: opinion.tensions.map((each) => each.provisions),
    fires: among(row.fires, fired),
    silent: (row.silent ?? []).filter((each) => !fired.includes(each)),
    next: next.filter((each) => (row.next ?? []).includes(each)),
    clocks: clocksIn(opinion, row.clocks ?? {}),
    use: use ? { status: use.status, pinpoint: use.pinpoint, steps: use.steps.length } : undefined,
    missing: named("required"),
    advised: among(row.advised, named("advised")),
    sent: opinion.canBeSent,
  };
}

function owedIn({ grounds }: Opinion, pinpoint: string): string[] {
  const duties = grounds.filter((each) => each.pinpoint === pinpoint).flatMap((each) => each.duties);
  return sorted(duties.map((each) => `${each.duty} (${each.force})`));
}

function clocksIn({ clocks }: Opinion, wanted: NonNullable<Expect["clocks"]>): NonNullable<Expect["clocks"]> {
  return Object.fromEntries(
    Object.entries(wanted).map(([id, fields]) => {
      const clock = clocks.find((each) => each.id === id) as Record<string, unknown> | undefined;
      return [id, Object.fromEntries(Object.keys(fields).map((key) => [key, String(clock?.[key])]))];
    }),
  );
}

function wanted({ expect: row }: CaseRow): Expect {
  const lists = ["points", "open", "closed", "forbidden"] as const;
  return {
    ...row,
    ...Object.fromEntries(lists.flatMap((key) => (row[key] ? [[key, sorted(row[key])]] : []))),
  };
}

describe.each([...new Set(rows.map((each) => each.table))])("%s", (table) => {
  test.each(rows.filter((each) => each.table === table))("$row", (row) => {
    const input = readQuestion(row.question, WORLD, "2027-07-01T00:00:00.000Z", row.row);
    const opinion = wholeOpinion(input, WORLD);
    expect(Opinion.parse(opinion)).toEqual(opinion);
    const all = found(opinion, row.expect);
    const said = Object.fromEntries(Object.keys(row.expect).map((key) => [key, all[key as keyof Expect]]));
    expect(said).toEqual(wanted(row));
  });
});

test("no table of the folder is left out", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".json"));
  expect(Object.keys(TABLES).toSorted()).toEqual(files.map((name) => name.replace(".json", "")).toSorted());
});

test("docs/law-cases.md is current", () => {
  const file = resolve(import.meta.dirname, "../../../docs/law-cases.md");
  if (process.env["UPDATE"]) writeFileSync(file, casesPage());
  expect(readFileSync(file, "utf8")).toBe(casesPage());
});

test("no row expects nothing, and no two rows of a table have one name", () => {
  expect(rows.filter((each) => Object.keys(each.expect).length < 3)).toEqual([]);
  const names = rows.map((each) => `${each.table}: ${each.row}`);
  expect(new Set(names).size).toBe(names.length);
});
