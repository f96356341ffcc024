import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  addCalendarDays,
  addYears,
  dayInZone,
  daysBetween,
  inZone,
  isInstant,
  isZone,
  nextFullHour,
  parseDay,
  parseInstant,
  startOfDay,
  toInstant,
  toMillis,
  weekdayOf,
} from "./time.ts";

const day = fc.date({ min: new Date("1600-01-01"), max: new Date("2400-01-01"), noInvalidDate: true });
const ZONES = [
  "UTC",
  "Europe/Vienna",
  "America/Vancouver",
  "Asia/Baku",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Africa/Cairo",
  "Pacific/Apia",
];

describe("days that exist", () => {
  test.each([
    ["2027-02-28", null],
    ["2028-02-29", null],
    ["2027-02-29", "time/no-such-day"],
    ["2027-02-30", "time/no-such-day"],
    ["2100-02-29", "time/no-such-day"],
    ["2027-04-31", "time/no-such-day"],
    ["2027-13-01", "time/no-such-day"],
    ["2027-00-10", "time/no-such-day"],
    ["9999-12-31", "time/out-of-range"],
    ["0587-01-01", "time/out-of-range"],
    ["2027-7-4", "time/invalid"],
    ["tomorrow", "time/invalid"],
  ])("%s: %s", (text, code) => {
    if (code === null) expect(parseDay(text)).toBe(text);
    else expect(() => parseDay(text, "--on")).toThrow(expect.objectContaining({ code, where: "--on" }));
  });

  test.each(["2027-02-30T00:00:00.000Z", "2027-07-04T24:00:00.000Z", "2027-07-04T12:60:00.000Z"])(
    "%s is no instant, and is never taken for another",
    (text) => {
      expect(isInstant(text)).toBe(false);
      expect(() => toMillis(text)).toThrow(RangeError);
    },
  );

  test("an instant is one form only", () => {
    expect(isInstant("2027-07-04T12:00:00.000Z")).toBe(true);
    expect(isInstant("2027-07-04T12:00:00Z")).toBe(false);
    expect(isInstant("2027-07-04T12:00:00.000+02:00")).toBe(false);
  });

  test.each([
    ["2027-07-04T01:40:00", "time/no-offset"],
    ["2027-02-30T01:40:00Z", "time/invalid"],
    ["2027-07-04T25:40:00Z", "time/invalid"],
    ["9999-12-31T23:59:59Z", "time/out-of-range"],
    ["9999-12-31T23:00:00-12:00", "time/out-of-range"],
    ["0000-01-01T00:00:00+14:00", "time/out-of-range"],
    ["4 July", "time/invalid"],
  ])("%s: %s", (text, code) => {
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code }));
  });
});

test("what is read is what the calendar library reads, in every form it can be written", () => {
  const moment = fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  const offset = fc.constantFrom("UTC", "+02:00", "-07:00", "+05:45");
  const digits = fc.constantFrom("second", "millisecond", "minute" as const);
  fc.assert(
    fc.property(moment, offset, digits, (date, zone, smallestUnit) => {
      const there = Temporal.Instant.fromEpochMilliseconds(date.getTime());
      const text = there.toString({ smallestUnit, ...(zone === "UTC" ? {} : { timeZone: zone }) });
      expect(parseInstant(text)).toBe(toInstant(Temporal.Instant.from(text).epochMilliseconds));
    }),
  );
});

describe("counting days is what the calendar library counts", () => {
  test("so many days later, the days between, the weekday", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        const from = date.toISOString().slice(0, 10);
        const there = Temporal.PlainDate.from(from).add({ days });
        expect(addCalendarDays(from, days)).toBe(there.toString());
        expect(daysBetween(from, there.toString())).toBe(days);
        expect(weekdayOf(there.toString())).toBe(there.dayOfWeek);
      }),
    );
  });

  test.each([
    ["2027-12-31", 1, "2028-01-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2027-02-28", 1, "2027-03-01"],
    ["2028-03-01", -1, "2028-02-29"],
    ["2027-07-04", 60, "2027-09-02"],
  ])("%s and %i days: %s", (from, days, to) => {
    expect(addCalendarDays(from, days)).toBe(to);
  });

  test("a year after 29 February is 28 February", () => {
    expect(addYears("2028-02-29", 1)).toBe("2029-02-28");
  });
});

describe("wall clocks", () => {
  test.each([
    ["Europe/Vienna", true],
    ["UTC", true],
    ["Etc/GMT+5", true],
    ["Europe/Nowhere", false],
    ["+02:00", false],
    ["", false],
  ])("%s is a zone: %s", (zone, yes) => {
    expect(isZone(zone)).toBe(yes);
  });

  test("every instant lies in the day that its zone shows", () => {
    const moment = fc.date({ min: new Date("2000-01-01"), max: new Date("2037-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), (date, zone) => {
        const instant = date.toISOString();
        const there = dayInZone(instant, zone);
        expect(startOfDay(there, zone) <= instant).toBe(true);
        expect(startOfDay(addCalendarDays(there, 1), zone) > instant).toBe(true);
      }),
    );
  });

  test.each([
    ["an ordinary day", "2027-07-04", "Europe/Vienna", "2027-07-03T22:00:00.000Z"],
    ["the clocks leave midnight out in Cairo", "2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
    ["and in Santiago", "2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    ["Apia never had that day", "2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ])("%s: when %s starts", (_name, which, zone, at) => {
    expect(startOfDay(which, zone)).toBe(at);
  });

  test.each([
    ["within an hour", "2027-07-02T15:10:00.000Z", "Europe/Vienna", "2027-07-02 18:00:00 +02:00"],
    ["on the hour", "2027-07-02T16:00:00.000Z", "Europe/Vienna", "2027-07-02 19:00:00 +02:00"],
    ["a millisecond before", "2027-07-02T15:59:59.999Z", "Europe/Vienna", "2027-07-02 18:00:00 +02:00"],
    ["the hour that is left out", "2027-03-28T00:30:00.000Z", "Europe/Vienna", "2027-03-28 03:00:00 +02:00"],
    ["the hour that comes twice", "2027-10-31T00:30:00.000Z", "Europe/Vienna", "2027-10-31 02:00:00 +01:00"],
    ["its second time", "2027-10-31T01:30:00.000Z", "Europe/Vienna", "2027-10-31 03:00:00 +01:00"],
    ["a zone with 45 minutes", "2027-07-02T12:20:00.000Z", "Asia/Kathmandu", "2027-07-02 19:00:00 +05:45"],
    [
      "half an hour left out",
      "2027-10-02T15:10:00.000Z",
      "Australia/Lord_Howe",
      "2027-10-03 03:00:00 +11:00",
    ],
    ["half an hour twice", "2027-04-03T14:45:00.000Z", "Australia/Lord_Howe", "2027-04-04 02:00:00 +10:30"],
  ])("the next full hour, %s", (_name, at, zone, there) => {
    expect(inZone(nextFullHour(at, zone), zone)).toBe(there);
  });

  test("a wall clock shows what the calendar library says, at any instant and just about a change", () => {
    const changes = ZONES.flatMap((zone) => {
      const from = Temporal.Instant.from("2026-01-01T00:00:00Z").toZonedDateTimeISO(zone);
      const first = from.getTimeZoneTransition("next");
      const second = first?.getTimeZoneTransition("next");
      return [first, second].flatMap((each) => (each ? [each.epochMilliseconds] : []));
    });
    const anyTime = fc.integer({ min: Date.parse("1950-01-01"), max: Date.parse("2100-01-01") });
    const aboutChange = fc
      .record({ change: fc.constantFrom(...changes), by: fc.integer({ min: -2, max: 2 }) })
      .map(({ change, by }) => change + by);
    fc.assert(
      fc.property(fc.oneof(anyTime, aboutChange), fc.constantFrom(...ZONES), (at, zone) => {
        const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        const clock = there.toPlainTime().toString({ smallestUnit: "second" });
        expect(inZone(toInstant(at), zone)).toBe(`${there.toPlainDate()} ${clock} ${there.offset}`);
      }),
      { numRuns: 1000 },
    );
  });

  test("no full hour is passed over", () => {
    const changes = [
      "2027-03-27T20:00:00Z",
      "2027-10-30T20:00:00Z",
      "2027-10-02T12:00:00Z",
      "2027-04-03T12:00:00Z",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        fc.integer({ min: 0, max: 24 * 60 }),
        fc.constantFrom(...ZONES),
        (change, minutes, zone) => {
          const at = toMillis(toInstant(Date.parse(change))) + minutes * 60_000;
          let brute = at + 60_000;
          while (inZone(toInstant(brute), zone).slice(14, 19) !== "00:00") brute += 60_000;
          expect(nextFullHour(toInstant(at), zone)).toBe(toInstant(brute));
        },
      ),
    );
  });
});
