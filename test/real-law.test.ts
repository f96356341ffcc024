import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseJson } from "../src/base/canonical.ts";
import { readDate } from "../src/treaty/dates.ts";
import { loadLaw } from "../src/treaty/law.ts";
import { type Instrument, ledgerJsonSchema } from "../src/treaty/ledger.ts";
import { roadJsonSchema } from "../src/treaty/road.ts";
import { depositsBy, firstEntryOf, standing, standingBetween } from "../src/treaty/standing.ts";

/** The ledgers of the real world: their shape, their arithmetic, and what they must never say. */

const FOLDER = resolve(import.meta.dirname, "../law/real");
const files = (folder: string) =>
  readdirSync(join(FOLDER, folder)).map((name) => ({
    name,
    json: parseJson(readFileSync(join(FOLDER, folder, name)), name),
  }));
const LAW = loadLaw({
  world: "real",
  instruments: files("instruments"),
  sheets: [],
  roads: files("road"),
  states: { name: "states.json", json: parseJson(readFileSync(join(FOLDER, "states.json")), "states.json") },
});
const LEDGERS = Object.values(LAW.instruments);
const of = (id: keyof typeof LAW.instruments): Instrument => LAW.instruments[id] as Instrument;
const TODAY = "2026-11-24";

describe("every ledger", () => {
  test.each(LEDGERS.map((each) => [each.id, each] as const))("%s", (_id, ledger) => {
    for (const event of ledger.events) {
      if (event.state !== null) expect(LAW.names?.[event.state]?.name, event.state).toBeTruthy();
      expect(event.source.trim()).not.toBe("");
      expect(event.text).not.toMatch(/unverified|recalled as/i);
      if (event.sureness === "D") expect(`${event.text} ${event.source}`).not.toMatch(/\d{4}-\d\d-\d\d/);
    }
  });

  test("no answer anywhere shows an end that is not known", () => {
    for (const ledger of LEDGERS)
      for (const state of Object.keys(LAW.names ?? {}))
        for (const on of ["1999-01-01", "2016-01-01", TODAY])
          expect(JSON.stringify(standing(ledger, state, on))).not.toMatch(/0000-00|9999-99/);
  });

  test("a date is never given with a line nobody saw", () => {
    for (const ledger of LEDGERS)
      for (const state of Object.keys(LAW.names ?? {})) {
        const found = standing(ledger, state, TODAY);
        if (found.sureness === "D") expect([found.from, found.binds]).toEqual([null, "unknown"]);
      }
  });
});

describe("the arithmetic agrees with history", () => {
  const computed = (ledger: Instrument): Instrument => ({
    ...ledger,
    events: ledger.events.filter(({ kind, sureness }) => kind !== "entry-into-force" && sureness !== "D"),
  });

  test.each([
    ["untoc", "2003-09-29"],
    ["uncac", "2005-12-14"],
    ["budapest", "2004-07-01"],
  ] as const)("%s entered into force on the day counted from its deposits", (id, day) => {
    expect(firstEntryOf(computed(of(id)), TODAY)).toEqual({ earliest: day, latest: day });
    expect(firstEntryOf(of(id), TODAY)).toEqual({ earliest: day, latest: day });
  });

  test("Budapest: the day the chart prints is the day counted from the deposit, for all 81 Parties", () => {
    const stated = of("budapest").events.filter(({ kind, state }) => kind === "entry-into-force" && state);
    expect(stated).toHaveLength(81);
    const differing = stated.filter(
      ({ state, date }) => standing(computed(of("budapest")), state as string, TODAY).from !== date,
    );
    expect(differing).toEqual([]);
  });
});

describe("what is answered for real States", () => {
  test.each([
    ["hanoi", "QA", TODAY, "fails", "C"],
    ["hanoi", "JP", TODAY, "fails", "C"],
    ["budapest", "JP", TODAY, "holds", "A"],
    ["budapest", "JP", "2012-10-31", "fails", "A"],
    ["budapest", "NZ", "2025-12-01", "holds", "A"],
    ["budapest", "IE", TODAY, "fails", "A"],
    ["budapest", "KR", TODAY, "fails", "A"],
    ["budapest", "IN", TODAY, "fails", "A"],
    ["budapest-protocol-2", "JP", TODAY, "fails", "A"],
    ["untoc", "IN", TODAY, "holds", "A"],
    ["untoc", "KP", TODAY, "holds", "C"],
    ["untoc", "KP", "2015-06-01", "unknown", "C"],
    ["untoc", "BT", "2023-04-20", "unknown", "B"],
    ["untoc", "BT", "2023-04-21", "holds", "B"],
    ["untoc", "PW", TODAY, "unknown", "D"],
    ["untoc", "SB", TODAY, "unknown", "C"],
    ["untoc", "SB", "2017-09-01", "fails", "C"],
    ["untoc", "ME", TODAY, "holds", "A"],
    ["uncac", "KM", TODAY, "holds", "A"],
    ["coe-mla", "SI", "2001-10-28", "unknown", "A"],
    ["coe-mla", "SI", "2001-10-29", "holds", "A"],
    ["coe-mla", "FR", TODAY, "unknown", "D"],
    ["coe-extradition", "CL", TODAY, "holds", "C"],
    ["coe-mla-protocol-2", "CH", TODAY, "holds", "A"],
    ["coe-mla-protocol-2", "AD", TODAY, "unknown", "D"],
    ["coe-mla-protocol-2", "JP", TODAY, "fails", "C"],
    ["eu-evidence", "DE", TODAY, "unknown", "D"],
    ["eu-evidence", "DK", TODAY, "unknown", "D"],
    ["eu-evidence", "JP", TODAY, "fails", "B"],
  ] as const)("%s, %s on %s: %s (%s)", (id, state, on, binds, sureness) => {
    expect(standing(of(id), state, on)).toMatchObject({ binds, sureness });
  });

  test.each([
    ["US", "GB", "holds"],
    ["AU", "US", "holds"],
    ["GB", "AU", "fails"],
    ["US", "CA", "unknown"],
    ["US", "FR", "fails"],
  ])("an agreement under the CLOUD Act between %s and %s: %s", (a, b, binds) => {
    expect(standingBetween(of("cloud-act"), a, b, TODAY).binds).toBe(binds);
  });

  test("the Convention: three deposits of forty are known, and 75 signatures", () => {
    expect(depositsBy(of("hanoi"), TODAY)).toEqual({ sure: 3, perhaps: 3 });
    expect(depositsBy(of("hanoi"), "2026-03-04")).toEqual({ sure: 1, perhaps: 3 });
    expect(firstEntryOf(of("hanoi"), TODAY)).toBeNull();
    expect(of("hanoi").events.filter(({ kind }) => kind === "signature")).toHaveLength(75);
  });
});

const TABLES = resolve(import.meta.dirname, "../../shared/law/parties");
describe.skipIf(!existsSync(TABLES))("against the party tables, where they lie beside the repository", () => {
  const TABLE_OF = {
    hanoi: "hanoi",
    budapest: "budapest",
    "budapest-protocol-2": "budapest-protocol-2",
    untoc: "untoc",
    uncac: "uncac",
    "coe-mla": "coe-mla-1959",
    "coe-mla-protocol-2": "coe-mla-protocol-2",
    "coe-extradition": "coe-extradition",
    "eu-evidence": "eu-members",
  } as const;
  type Id = keyof typeof TABLE_OF;
  const ids = Object.keys(TABLE_OF) as Id[];
  // State, name, signed, in force, status, note, source, sureness; a comma may stand inside quotation marks.
  const rows = (id: Id): string[][] =>
    readFileSync(join(TABLES, `${TABLE_OF[id]}.csv`), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));

  test.each<[Id, number]>([
    ["budapest", 81],
    ["untoc", 178],
    ["uncac", 170],
    ["coe-mla", 21],
    ["coe-mla-protocol-2", 4],
    ["coe-extradition", 15],
  ])("%s: each sure day of entry into force, %i of them", (id, count) => {
    const sure = rows(id).filter((row) => row[3] && row.at(-1) === "A" && row[4] === "party");
    const wrong = sure.filter(([state, , , from]) => standing(of(id), state as string, TODAY).from !== from);
    expect(sure).toHaveLength(count);
    expect(wrong.map(([state, , , from]) => [state, from])).toEqual([]);
  });

  test.each(ids)("%s: each sure day of signature", (id) => {
    const sure = rows(id).filter((row) => row[2] && row.at(-1) === "A");
    for (const [state, , signed] of sure)
      expect(readDate(standing(of(id), state as string, TODAY).signed ?? "")?.earliest).toBe(signed);
  });

  test.each(ids)("%s: every row has its events, and no date that was only recalled has come over", (id) => {
    for (const [state, , , from, , note = "", , sureness] of rows(id)) {
      const events = of(id).events.filter((event) => event.state === state);
      expect(events, state).not.toEqual([]);
      const dates = sureness === "D" ? [from] : [];
      const recalled = note.match(/recalled as (\d{4}-\d\d-\d\d)/)?.[1];
      for (const date of [...dates, recalled])
        if (date) expect(JSON.stringify(events), `${state} ${date}`).not.toContain(date);
    }
  });
});

describe("the published schemas are current", () => {
  test.each([
    ["spec/schemas/instrument.schema.json", ledgerJsonSchema()],
    ["spec/schemas/road.schema.json", roadJsonSchema()],
  ])("%s", (path, schema) => {
    const file = resolve(import.meta.dirname, "..", path);
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env["UPDATE"]) writeFileSync(file, text);
    expect(readFileSync(file, "utf8"), `UPDATE=1 vitest run test/real-law.test.ts writes ${path}`).toBe(text);
  });
});
