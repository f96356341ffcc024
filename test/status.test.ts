import { describe, expect, test } from "vitest";
import { readLaw } from "../src/adapters/law-files.ts";
import { isProblem } from "../src/base/problem.ts";
import { afterDelay } from "../src/treaty/dates.ts";
import type { Law } from "../src/treaty/law.ts";
import type { Instrument } from "../src/treaty/ledger.ts";
import type { InstrumentId } from "../src/treaty/opinion-types.ts";
import { type Bound, overview, statusOf } from "../src/treaty/status.ts";
import { type Supposed, whatIf } from "../src/treaty/what-if.ts";
import { statesOf } from "../src/treaty/states.ts";
import { stateLines, overviewLines, whatIfLines } from "../src/apps/cli/status.ts";

/** Status, time travel and what-if, as tables. The real ledgers are used as they ship. */

const REAL = readLaw("real");
const INVENTED = readLaw("invented");
const TODAY = "2026-11-24";

describe("status of a State", () => {
  const rows: [Law, string, InstrumentId, string, Bound][] = [
    [REAL, "QA", "hanoi", TODAY, "no"],
    [REAL, "JP", "budapest", TODAY, "yes"],
    [REAL, "JP", "budapest", "2012-10-31", "no"],
    [REAL, "JP", "untoc", TODAY, "probably"],
    [REAL, "JP", "untoc", "2015-01-01", "not-known"],
    [REAL, "JP", "untoc", "2013-12-31", "no"],
    [REAL, "JP", "uncac", TODAY, "not-known"],
    [REAL, "JP", "uncac", "2014-07-01", "no"],
    [REAL, "GB", "cloud-act", TODAY, "yes"],
    [REAL, "GB", "cloud-act", "2022-10-02", "no"],
    [REAL, "CA", "cloud-act", TODAY, "not-known"],
    [REAL, "FR", "cloud-act", TODAY, "no"],
    [INVENTED, "AL", "hanoi", "2027-05-31", "no"],
    [INVENTED, "AL", "hanoi", "2027-06-01", "yes"],
    [INVENTED, "ES", "hanoi", "2027-10-09", "no"],
    [INVENTED, "ES", "hanoi", "2027-10-10", "yes"],
  ];
  test.each(rows)("%o", (law, state, id, on, bound) => {
    expect(statusOf(law, state, on).instruments.find((each) => each.id === id)?.bound).toBe(bound);
  });

  test("time travel: reservations, approval and deposit appear on their day and not before", () => {
    const on = (day: string) => {
      const status = statusOf(REAL, "AZ", day).instruments.find(({ id }) => id === "hanoi");
      return [status?.signed ?? null, status?.seen.length, status?.approved.length];
    };
    expect(on("2025-10-24")).toEqual([null, 0, 0]);
    expect(on("2025-10-25")).toEqual(["2025-10-25", 4, 0]);
    expect(on("2026-02-09")).toEqual(["2025-10-25", 4, 0]);
    expect(on("2026-02-10")).toEqual(["2025-10-25", 4, 2]);
    expect(on("2026-06-01")).toEqual(["2025-10-25", 5, 2]);
  });

  test("nothing later than the day asked about is told, for any State and day", () => {
    for (const day of ["2004-01-01", "2015-06-15", "2026-02-15"])
      for (const { code } of statesOf(REAL)) {
        const { instruments } = statusOf(REAL, code, day);
        const dates = instruments.flatMap(({ signed, seen }) => [signed, ...seen.map(({ date }) => date)]);
        for (const date of dates)
          if (date !== null && !date.startsWith(".."))
            expect(date.slice(0, 10) <= day, `${code} ${date}`).toBe(true);
      }
  });

  test("what is not known is said, and no date goes with what nobody saw", () => {
    for (const { code } of statesOf(REAL)) {
      const status = statusOf(REAL, code, TODAY);
      expect(status.notKnown.length).toBeGreaterThan(0);
      for (const each of status.instruments.filter(({ sureness }) => sureness === "D")) {
        expect(each.bound).not.toMatch(/yes|probably/);
        expect(each.from ?? each.fromBetween?.latest ?? null).toBeNull();
      }
      expect(stateLines(status).join("\n")).not.toMatch(/undefined|null|0000-|9999-/);
    }
  });
});

describe("the instruments as a whole", () => {
  const on = (law: Law, day: string, id: InstrumentId) => overview(law, day).find((each) => each.id === id);
  test.each<[string, InstrumentId, string, number, number, string]>([
    ["hanoi", "hanoi", TODAY, 0, 0, "75 75"],
    ["hanoi on its first day", "hanoi", "2025-10-25", 0, 0, "61 69"],
    ["hanoi on its second day", "hanoi", "2025-10-26", 0, 0, "72 72"],
    ["hanoi in the month in which Canada signed", "hanoi", "2026-07-15", 0, 0, "74 75"],
    ["budapest", "budapest", TODAY, 81, 0, "50 50"],
    ["untoc", "untoc", TODAY, 181, 10, "147 147"],
  ])("%s", (_name, id, day, yes, probably, signed) => {
    const found = on(REAL, day, id);
    expect([found?.parties.yes, found?.parties.probably]).toEqual([yes, probably]);
    expect(`${found?.signed.sure} ${found?.signed.perhaps}`).toBe(signed);
  });

  test("an instrument not in force says how many deposits are known and from when that could have changed", () => {
    const found = on(REAL, TODAY, "hanoi");
    expect(found?.inForce.now).toBe("fails");
    expect(found?.inForce.why).toContain("3 of 40");
    // The newest month covered is August: a fortieth deposit on 1 September gives day 90 on 30 November.
    expect(found?.inForce.why).toContain(afterDelay("2026-09-01", { days: 90 }));
    expect(on(INVENTED, "2027-06-01", "hanoi")?.inForce).toMatchObject({ now: "holds", from: "2027-06-01" });
    expect(on(INVENTED, "2027-05-31", "hanoi")?.inForce).toMatchObject({ now: "fails", from: "2027-06-01" });
  });

  test("every ledger of the real world says what it does not cover", () => {
    for (const each of overview(REAL, TODAY)) {
      expect(each.gaps.length).toBeGreaterThan(0);
      expect(each.newestCovered).not.toBeNull();
      expect(overviewLines(each).join("\n")).not.toMatch(/undefined|null|0000-|9999-/);
    }
  });
});

/** The States that signed the Convention and have not deposited, so many of them. */
function signatories(count: number): string[] {
  const ledger = REAL.instruments.hanoi as Instrument;
  const deposited = new Set(ledger.events.filter(({ kind }) => kind === "deposit").map(({ state }) => state));
  const signed = ledger.events.filter(({ kind }) => kind === "signature").flatMap(({ state }) => state ?? []);
  return signed.filter((state) => state !== "EU" && !deposited.has(state)).slice(0, count);
}

const all = (states: readonly string[], deposits: string): Supposed[] =>
  states.map((state) => ({ state, deposits }));

describe("what if", () => {
  test.each<[string, Supposed[], string | null, number]>([
    ["ten more", all(signatories(10), "2027-03-01"), null, 27],
    ["thirty-six more", all(signatories(36), "2027-03-01"), null, 1],
    ["thirty-seven more: day 90 after", all(signatories(37), "2027-03-01"), "2027-05-30", 0],
    ["thirty-seven more, into a leap February", all(signatories(37), "2027-12-01"), "2028-02-29", 0],
    [
      "thirty-six and the Union, which is not counted",
      all([...signatories(36), "EU"], "2027-03-01"),
      null,
      1,
    ],
    ["thirty-six and one that has deposited", all([...signatories(36), "QA"], "2027-03-01"), null, 1],
    ["thirty-six and one that never signed", all([...signatories(36), "JP"], "2027-03-01"), "2027-05-30", 0],
  ])("%s", (_name, supposed, from, missing) => {
    const found = whatIf(REAL, supposed, "hanoi");
    expect([found.entersIntoForce?.from ?? null, found.deposits.missing]).toEqual([from, missing]);
  });

  test("the last deposit decides, and a later one counts its own thirty days", () => {
    const [late = "", ...early] = signatories(38);
    const found = whatIf(
      REAL,
      [...all(early, "2027-03-01"), { state: late, deposits: "2027-08-01" }],
      "hanoi",
    );
    expect(found.entersIntoForce?.from).toBe("2027-05-30");
    expect(found.bound.find(({ state }) => state === late)).toMatchObject({
      from: "2027-08-31",
      pinpoint: "Art. 65(2)",
    });
    expect(found.bound.find(({ state }) => state === "QA")?.from).toBe("2027-05-30");
    expect(found.pairsOn).toBe("2027-08-31");
  });

  test("pairs: counted once each, never with the Union, and none that had a treaty for any crime", () => {
    const found = whatIf(REAL, all([...signatories(40), "EU"], "2027-03-01"), "hanoi");
    expect(found.pairs.all).toBe((43 * 42) / 2);
    expect(found.pairs.gained + found.pairs.overCondition + found.pairs.perhaps).toBe(found.gained.length);
    const seen = new Set(found.gained.map(({ a, b }) => [a, b].toSorted().join()));
    expect(seen.size).toBe(found.gained.length);
    expect(found.gained.some(({ a, b }) => a === "EU" || b === "EU")).toBe(false);
    // Both are Parties to the Budapest Convention, so they gain nothing.
    expect(found.bound.map(({ state }) => state)).toEqual(expect.arrayContaining(["AU", "CL"]));
    expect(seen.has("AU,CL")).toBe(false);
    // Algeria and Angola have only the convention on organized crime and that on corruption.
    expect(found.gained.find(({ a, b }) => a === "AO" && b === "DZ")?.before).toBe("conditional");
  });

  test("a pair with no treaty before gains its first, and who is bound anyhow gains nothing", () => {
    const { hanoi, budapest } = REAL.instruments;
    const few: Law = { ...REAL, instruments: { ...(hanoi && { hanoi }), ...(budapest && { budapest }) } };
    const found = whatIf(few, all(signatories(40), "2027-03-01"), "hanoi");
    expect(found.gained.find(({ a, b }) => a === "AO" && b === "DZ")).toMatchObject({
      before: "none",
      from: "2027-05-30",
    });
    expect(found.pairs.gained).toBe(found.gained.length);
    expect(whatIf(INVENTED, all(["FE"], "2028-03-01"), "hanoi").gained).toEqual([]);
  });

  test("to suppose nothing changes nothing, and a supposition leaves the law as it was", () => {
    const before = JSON.stringify(REAL.instruments.hanoi);
    expect(whatIf(REAL, [], "hanoi").entersIntoForce).toBeNull();
    whatIf(REAL, all(signatories(40), "2027-03-01"), "hanoi");
    expect(JSON.stringify(REAL.instruments.hanoi)).toBe(before);
  });

  test("the fifth deposit of the Protocol", () => {
    const found = whatIf(REAL, all(["FR"], "2026-12-10"), "budapest-protocol-2");
    expect(found.entersIntoForce?.from).toBe("2027-04-01");
    expect(found.bound.map(({ state }) => state)).toEqual(["CR", "FR", "HU", "JP", "RS"]);
  });

  test.each<[string, Supposed[], InstrumentId, string]>([
    ["impossible_date", all(["JP"], "2027-02-29"), "hanoi", "treaty/impossible-date"],
    ["month_for_a_day", all(["JP"], "2027-02"), "hanoi", "treaty/impossible-date"],
    ["before_adoption", all(["JP"], "2024-12-23"), "hanoi", "treaty/too-early"],
    ["named_twice", all(["JP", "JP"], "2027-02-28"), "hanoi", "treaty/state-twice"],
    ["no_rule", all(["JP"], "2027-02-28"), "cloud-act", "treaty/no-entry-rule"],
    ["no_ledger", all(["JP"], "2027-02-28"), "reciprocity", "treaty/no-ledger"],
  ])("%s", (_name, supposed, id, code) => {
    expect(() => whatIf(REAL, supposed, id)).toThrow(expect.toSatisfy((error) => isProblem(error, code)));
  });

  test("its page has no hole", () => {
    const found = whatIf(REAL, all(signatories(45), "2027-03-01"), "hanoi");
    expect(whatIfLines(REAL, found).join("\n")).not.toMatch(/undefined|null|0000-|9999-/);
  });
});

test("a declaration whose day nobody knows is not shown before the State took a first step", () => {
  const seenOn = (on: string) =>
    statusOf(REAL, "NZ", on)
      .instruments.find((each) => each.id === "budapest")
      ?.seen.map((each) => each.kind);
  expect(seenOn("2010-01-01")).toEqual([]);
  expect(seenOn("2025-10-01")).toContain("declaration");
  expect(seenOn(TODAY)).toEqual(expect.arrayContaining(["reservation", "declaration"]));
});
