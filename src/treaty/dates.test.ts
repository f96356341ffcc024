import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AFTER_ALL, BEFORE_ALL, type Delay, afterDelay, countedAs, readDate, sayDate } from "./dates.ts";

describe("a date as a source gives it", () => {
  test.each([
    ["2026-02-10", "2026-02-10", "2026-02-10", "10 February 2026"],
    ["2026-02", "2026-02-01", "2026-02-28", "February 2026"],
    ["2028-02", "2028-02-01", "2028-02-29", "February 2028"],
    ["2026", "2026-01-01", "2026-12-31", "2026"],
    ["2025-11-19/2026-01-17", "2025-11-19", "2026-01-17", "between 19 November 2025 and 17 January 2026"],
    ["2014-01/2017-09", "2014-01-01", "2017-09-30", "between January 2014 and September 2017"],
    ["../2008", BEFORE_ALL, "2008-12-31", "by 2008"],
    ["2017-09/..", "2017-09-01", AFTER_ALL, "from September 2017 on"],
  ])("%s", (date, earliest, latest, said) => {
    expect(readDate(date)).toEqual({ earliest, latest });
    expect(sayDate(date)).toBe(said);
  });

  test.each([
    "2027-02-29",
    "2026-13",
    "2026-00",
    "2026-04-31",
    "2026-2-1",
    "10.02.2026",
    "",
    "2026-03/2026-02",
    "2026-01/2026-02/2026-03",
    "mid-July 2026",
    "../x",
  ])("%j is refused", (text) => {
    expect(readDate(text)).toBeNull();
  });

  test("not known is said as such", () => expect(sayDate(null)).toBe("on a day not known"));
});

describe("periods as treaties count them", () => {
  const days90: Delay = { days: 90 };
  const days30: Delay = { days: 30 };
  const firstOfMonth: Delay = { months: 3, thenFirstOfMonth: true };
  test.each<[string, string, Delay, string]>([
    ["the ninetieth day, in a common year", "2026-12-01", days90, "2027-03-01"],
    ["the ninetieth day, over 29 February", "2027-12-01", days90, "2028-02-29"],
    ["the ninetieth day, from 29 February", "2028-02-29", days90, "2028-05-29"],
    ["the ninetieth day after the fortieth deposit of UNTOC", "2003-07-01", days90, "2003-09-29"],
    ["the ninetieth day after the thirtieth deposit of UNCAC", "2005-09-15", days90, "2005-12-14"],
    ["the thirtieth day, in a common February", "2027-01-31", days30, "2027-03-02"],
    ["the thirtieth day, in a leap February", "2028-01-31", days30, "2028-03-01"],
    ["the thirtieth day, over the new year", "2026-12-02", days30, "2027-01-01"],
    ["one year", "2028-03-01", { years: 1 }, "2029-03-01"],
    ["one year from 29 February", "2028-02-29", { years: 1 }, "2029-02-28"],
    ["six months from a longer month", "2026-08-31", { months: 6 }, "2027-02-28"],
    ["six months from a longer month, leap year", "2027-08-31", { months: 6 }, "2028-02-29"],
    ["first of the month after three months", "2005-01-19", firstOfMonth, "2005-05-01"],
    [
      "first of the month after three months, deposited on the first",
      "2026-01-01",
      firstOfMonth,
      "2026-05-01",
    ],
    [
      "first of the month after three months, from the end of November",
      "2025-11-30",
      firstOfMonth,
      "2026-03-01",
    ],
  ])("%s", (_name, day, delay, then) => {
    expect(afterDelay(day, delay)).toBe(then);
    expect(countedAs(delay)).toMatch(/day|month|year/);
  });

  test("a later deposit never takes effect earlier", () => {
    const day = fc
      .date({ min: new Date("1950-01-01"), max: new Date("2090-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const delay = fc.constantFrom<Delay>(days90, days30, firstOfMonth, { years: 1 }, { months: 6 });
    fc.assert(
      fc.property(day, day, delay, (a, b, each) => {
        const [first, second] = [a, b].toSorted() as [string, string];
        expect(afterDelay(first, each) <= afterDelay(second, each)).toBe(true);
        expect(afterDelay(first, each) > first).toBe(true);
      }),
    );
  });

  test("an open end stays open", () => expect(afterDelay(AFTER_ALL, days90)).toBe(AFTER_ALL));
});
