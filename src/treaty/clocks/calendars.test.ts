import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CALENDARS, type CalendarId, dayFrom, dayIn, readDay } from "./calendars.ts";

describe("a day of another calendar", () => {
  // Days that are widely published as beginnings of years, to compare the library with the world.
  test.each([
    ["1406-01-01 persian", "2027-03-21"],
    ["1399-12-30 persian", "2021-03-20"],
    ["1446-01-01 islamic-umalqura", "2024-07-07"],
    ["5787-M01-01 hebrew", "2026-09-12"],
    ["2026-M01-01 chinese", "2026-02-17"],
    ["2019-01-01 ethiopic", "2026-09-11"],
    ["2570-07-04 buddhist", "2027-07-04"],
    ["0116-07-04 roc", "2027-07-04"],
    ["1949-01-01 indian", "2027-03-22"],
    ["2027-07-04 iso8601", "2027-07-04"],
    ["2027-07-04", "2027-07-04"],
  ])("%s is %s", (text, day) => {
    expect(readDay(text).day).toBe(day);
  });

  test("the conversion is said, and where the moon decides a person is told", () => {
    expect(readDay("1406-04-13 persian")).toEqual({
      day: "2027-07-04",
      said: "1406-04-13 (Solar Hijri calendar) is 2027-07-04",
      caution: null,
    });
    expect(readDay("1449-01-29 islamic-umalqura").caution).toContain("Compare with the document");
  });

  test.each([
    ["a calendar that is not read", "2027-07-04 julian", "time/unknown-calendar"],
    ["a name that every object has", "2027-07-04 constructor", "time/unknown-calendar"],
    ["the 30th of a month of 29 days", "1406-12-30 persian", "time/no-such-day"],
    ["a month too many", "1406-13-01 persian", "time/no-such-day"],
    ["a leap month of another year", "2026-M05L-01 chinese", "time/no-such-day"],
    ["a leap month's number", "5787-01-01 hebrew", "time/month-code"],
    ["30 February", "2027-02-30", "time/no-such-day"],
    ["no date", "yesterday", "time/invalid"],
  ])("%s: %s is refused as %s", (_name, text, code) => {
    expect(() => readDay(text, "--on")).toThrow(expect.objectContaining({ code, where: "--on" }));
  });

  test("there and back again is the same day, in every calendar", () => {
    const date = fc.date({ min: new Date("1950-01-01"), max: new Date("2049-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.constantFrom(...(Object.keys(CALENDARS) as CalendarId[])), (when, calendar) => {
        const day = when.toISOString().slice(0, 10);
        const { said } = dayIn(day, calendar);
        const there = said.slice(0, said.indexOf(" ("));
        expect(readDay(`${there} ${calendar}`)).toEqual(dayIn(day, calendar));
      }),
    );
  });

  test("a month by its code", () => {
    expect(dayFrom({ calendar: "hebrew", year: 5787, month: "M01", day: 1 }).day).toBe("2026-09-12");
  });
});
