import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { addCalendarDays, inZone, toInstant, weekdayOf } from "../../base/time.ts";
import { TERM_RULES, type TermRule, type TermRuleId } from "./rules.ts";
import { termOf } from "./term.ts";
import { type WorkCalendar, calendarOf, dayInWords, dayKind, workingDayFrom } from "./work-calendar.ts";
import { WORLD } from "../world-for-tests.ts";
import type { StateSheet } from "../sheet.ts";

const ALDERIA = calendarOf(WORLD.sheets["AL"] as StateSheet);
const DRAVIA = calendarOf(WORLD.sheets["DR"] as StateSheet);

function calendar(zone: string, holidays: WorkCalendar["holidays"] = []): WorkCalendar {
  return {
    whose: "Testland",
    zone,
    weekend: [6, 7],
    holidays,
    cover: { from: "2020-01-01", until: "2035-12-31" },
  };
}

/** A wall clock of a zone as an instant: `2027-07-02T17:10+02:00`. */
const at = (text: string): string => toInstant(Temporal.Instant.from(text).epochMilliseconds);
const count = (rule: TermRuleId, from: string, where: WorkCalendar = ALDERIA, length?: number) =>
  termOf(TERM_RULES[rule] as TermRule, at(from), where, length);
const words = (rule: TermRuleId, from: string, where?: WorkCalendar): string =>
  count(rule, from, where)
    .steps.map((each) => each.what)
    .join("\n");

describe("8 hours: the hour of receipt is not counted, nothing lengthens them", () => {
  test.each([
    [
      "a Friday afternoon",
      "2027-07-02T17:10+02:00",
      "2027-07-02 18:00:00 +02:00",
      "2027-07-03 02:00:00 +02:00",
    ],
    ["on the hour", "2027-07-02T17:00+02:00", "2027-07-02 18:00:00 +02:00", "2027-07-03 02:00:00 +02:00"],
    ["over a holiday", "2027-07-06T23:59+02:00", "2027-07-07 00:00:00 +02:00", "2027-07-07 08:00:00 +02:00"],
    [
      "the night an hour is left out",
      "2027-03-27T22:30+01:00",
      "2027-03-27 23:00:00 +01:00",
      "2027-03-28 08:00:00 +02:00",
    ],
    [
      "in the last hour before it",
      "2027-03-28T01:30+01:00",
      "2027-03-28 03:00:00 +02:00",
      "2027-03-28 11:00:00 +02:00",
    ],
    [
      "the night an hour comes twice",
      "2027-10-30T22:30+02:00",
      "2027-10-30 23:00:00 +02:00",
      "2027-10-31 06:00:00 +01:00",
    ],
    [
      "in that hour, the first time",
      "2027-10-31T02:30+02:00",
      "2027-10-31 02:00:00 +01:00",
      "2027-10-31 10:00:00 +01:00",
    ],
    [
      "over the end of a year",
      "2027-12-31T20:15+01:00",
      "2027-12-31 21:00:00 +01:00",
      "2028-01-01 05:00:00 +01:00",
    ],
    [
      "received in another zone",
      "2027-07-02T08:10-07:00",
      "2027-07-02 18:00:00 +02:00",
      "2027-07-03 02:00:00 +02:00",
    ],
  ])("%s", (_name, from, begins, ends) => {
    const term = count("eu-production-emergency", from);
    expect([term.beginsThere, term.endsThere, term.sure]).toEqual([begins, ends, true]);
  });

  test("96 hours for the enforcing authority, counted alike", () => {
    expect(count("eu-refusal-emergency", "2027-07-02T17:10+02:00").endsThere).toBe(
      "2027-07-06 18:00:00 +02:00",
    );
  });

  test("where the clocks are read decides when the next hour is full", () => {
    const term = count("eu-production-emergency", "2027-07-02T12:20Z", calendar("Asia/Kathmandu"));
    expect([term.beginsThere, term.ends]).toEqual(["2027-07-02 19:00:00 +05:45", "2027-07-02T21:15:00.000Z"]);
  });
});

// The published example of the Commission's guidance, where the collection of it lies beside the repository.
const PUBLISHED = resolve(
  import.meta.dirname,
  "../../../../shared/standards/derived/eu-eevidence-rules.json",
);
describe("the published example", () => {
  const name = "received Friday 17:10, 8 hours: starts and expires as published";
  const missing = !existsSync(PUBLISHED);
  test.skipIf(missing)(
    missing ? `${name} (skipped: the collection is not beside the repository)` : name,
    () => {
      const { clock_vectors: vectors } = JSON.parse(readFileSync(PUBLISHED, "utf8")) as {
        clock_vectors: { received: string; kind: string; starts: string; expires: string }[];
      };
      expect(vectors.length).toBeGreaterThan(0);
      for (const vector of vectors) {
        expect(vector.kind).toBe("8h");
        const [day = "", hour = ""] = vector.received.split(" ");
        const from = dayNamed(day);
        const term = count("eu-production-emergency", `${from}T${hour}+02:00`);
        const said = (there: string): string =>
          `${dayInWords(there.slice(0, 10)).split(" ")[0]} ${there.slice(11, 16)}`;
        expect([said(term.beginsThere), said(term.endsThere)]).toEqual([vector.starts, vector.expires]);
      }
    },
  );

  function dayNamed(name: string): string {
    let day = "2027-06-28";
    while (!dayInWords(day).startsWith(name)) day = addCalendarDays(day, 1);
    return day;
  }
});

describe("10, 60 and 90 days: the day of receipt is not counted, weekends and holidays are", () => {
  test.each([
    ["ends on a working day", "eu-production", "2027-07-05T09:00+02:00", "2027-07-15"],
    ["received a minute before midnight", "eu-production", "2027-07-05T23:59+02:00", "2027-07-15"],
    ["received a minute after it", "eu-production", "2027-07-06T00:01+02:00", "2027-07-16"],
    ["ends on a Saturday", "eu-production", "2027-06-30T09:00+02:00", "2027-07-12"],
    ["ends on a Sunday", "eu-production", "2027-07-01T09:00+02:00", "2027-07-12"],
    ["ends on Statute Day, a Wednesday", "eu-production", "2027-06-27T09:00+02:00", "2027-07-08"],
    ["Saturday, Sunday, then Harvest Day", "eu-production", "2027-09-29T09:00+02:00", "2027-10-12"],
    ["a holiday within changes nothing", "eu-production", "2027-06-29T09:00+02:00", "2027-07-09"],
    ["90 days that end on the leap day", "eu-preservation-extended", "2027-12-01T09:00+01:00", "2028-02-29"],
    ["the same, no leap year", "eu-preservation-extended", "2026-12-01T09:00+01:00", "2027-03-01"],
    ["60 days", "eu-preservation", "2027-07-05T09:00+02:00", "2027-09-03"],
    ["a refusal", "eu-refusal", "2027-07-05T09:00+02:00", "2027-07-15"],
    ["an objection", "eu-objection", "2027-07-05T09:00+02:00", "2027-07-15"],
  ] as const)("%s", (_name, rule, from, last) => {
    const weekends: WorkCalendar =
      last > "2028" ? { ...ALDERIA, cover: { from: "2028-01-01", until: "2028-12-31" } } : ALDERIA;
    const term = count(rule, from, weekends);
    expect(term.lastDay).toBe(last);
    expect(term.sure).toBe(true);
    expect(inZone(term.ends, term.zone).slice(0, 19)).toBe(`${addCalendarDays(last, 1)} 00:00:00`);
  });

  test("each day it cannot end on is named with its reason", () => {
    expect(words("eu-production", "2027-09-29T09:00+02:00")).toBe(
      [
        "Counted from Wednesday 2027-09-29 09:00:00 +02:00 (Europe/Vienna).",
        "The day of the event, Wednesday 2027-09-29, is not counted: day 1 is Thursday 2027-09-30, from Thursday 2027-09-30 00:00:00 +02:00 (Europe/Vienna).",
        "Weekends and holidays are counted: day 10 is Saturday 2027-10-09.",
        "Saturday 2027-10-09 is no day it can end on: weekend.",
        "Sunday 2027-10-10 is no day it can end on: weekend.",
        "Monday 2027-10-11 is no day it can end on: Harvest Day, a public holiday of Alderia.",
        "It ends with the last hour of Tuesday 2027-10-12, at Wednesday 2027-10-13 00:00:00 +02:00 (Europe/Vienna).",
      ].join("\n"),
    );
  });

  test("the end is as far from UTC as its own day, not as the day of receipt", () => {
    const term = count("eu-production", "2027-10-25T09:00+02:00");
    expect(term.endsThere).toBe("2027-11-05 00:00:00 +01:00");
    expect(term.steps.at(-1)?.what).toBe(
      "The clocks of Europe/Vienna are changed in between, from +02:00 to +01:00.",
    );
  });

  test("holidays that are not known leave it open, and it says so", () => {
    const term = count("eu-production", "2029-07-02T09:00+02:00");
    expect([term.lastDay, term.sure]).toEqual(["2029-07-12", false]);
    expect(term.steps.map((each) => each.what).join("\n")).toContain(
      "Not sure: the holidays of Alderia for that day are not known. If Thursday 2029-07-12 is no working day, it ends later.",
    );
  });

  test("the rule names Saturday and Sunday, whatever the State's own week is", () => {
    // Friday and Saturday are free in Dravia; day 10 from there is Friday 16 July.
    expect(count("eu-production", "2027-07-06T09:00+04:00", DRAVIA).lastDay).toBe("2027-07-16");
    expect(count("eu-production", "2027-07-07T09:00+04:00", DRAVIA).lastDay).toBe("2027-07-19");
    const own = { ...TERM_RULES["eu-production"], weekend: null } as TermRule;
    expect(termOf(own, at("2027-07-06T09:00+04:00"), DRAVIA).lastDay).toBe("2027-07-18");
  });

  test("a day whose midnight the clocks leave out starts an hour later, and a term can end there", () => {
    const term = count("eu-production", "2026-04-13T09:00+02:00", calendar("Africa/Cairo"));
    expect([term.lastDay, term.endsThere]).toEqual(["2026-04-23", "2026-04-24 01:00:00 +03:00"]);
  });
});

describe("days of 24 hours from an instant", () => {
  test.each([
    ["60 days, case 1", "hanoi-preservation", "2027-07-04T03:10Z", "2027-09-02T03:10:00.000Z"],
    [
      "over the change of the clocks",
      "hanoi-preservation",
      "2027-09-15T10:00+02:00",
      "2027-11-14T08:00:00.000Z",
    ],
    ["over the leap day", "budapest-preservation", "2028-01-01T00:00Z", "2028-03-01T00:00:00.000Z"],
    ["the same, no leap year", "budapest-preservation", "2027-01-01T00:00Z", "2027-03-02T00:00:00.000Z"],
    ["90 days over the end of a year", "hanoi-order", "2027-11-30T12:00Z", "2028-02-28T12:00:00.000Z"],
  ] as const)("%s", (_name, rule, from, ends) => {
    expect(count(rule, from).ends).toBe(ends);
  });

  test("an hour earlier on the wall after the clocks went back", () => {
    expect(count("hanoi-preservation", "2027-09-15T10:00+02:00").endsThere).toBe(
      "2027-11-14 09:00:00 +01:00",
    );
  });
});

describe("15 consecutive days of safe conduct", () => {
  test.each([
    ["holidays lengthen nothing", "2027-06-26T15:00+02:00", "2027-07-11"],
    ["nor does a Sunday at the end", "2027-07-03T00:00+02:00", "2027-07-18"],
    ["over the end of a year", "2027-12-20T23:30+01:00", "2028-01-04"],
  ])("%s", (_name, told, last) => {
    expect(count("hanoi-safe-conduct", told).lastDay).toBe(last);
  });

  test("another period that was agreed", () => {
    expect(count("hanoi-safe-conduct", "2027-07-01T09:00+02:00", ALDERIA, 30).lastDay).toBe("2027-07-31");
  });
});

describe("what cannot be counted is refused", () => {
  test.each([
    ["under the least", "hanoi-preservation", 59, "clock/length"],
    ["over the most", "hanoi-order", 91, "clock/length"],
    ["no days", "hanoi-safe-conduct", 0, "clock/length"],
    ["half a day", "hanoi-safe-conduct", 1.5, "clock/length"],
    ["a hundred years and more", "hanoi-preservation", 40_000, "clock/length"],
  ] as const)("%s", (_name, rule, length, code) => {
    expect(() => count(rule, "2027-07-04T00:00Z", ALDERIA, length)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test.each([
    ["a zone that is not known", { ...ALDERIA, zone: null }, "clock/no-zone"],
    ["a zone that does not exist", { ...ALDERIA, zone: "Europe/Nowhere" }, "clock/no-zone"],
    [
      "a State in which nobody ever works",
      { ...ALDERIA, holidays: [], weekend: [1, 2, 3, 4, 5, 6, 7] },
      "clock/no-working-day",
    ],
  ])("%s", (_name, where, code) => {
    const rule = { ...TERM_RULES["eu-production"], weekend: null } as TermRule;
    expect(() => termOf(rule, at("2027-07-04T00:00Z"), where)).toThrow(expect.objectContaining({ code }));
  });

  test("an instant that does not exist", () => {
    const from = "2027-02-30T00:00:00.000Z";
    expect(() => termOf(TERM_RULES["hanoi-order"] as TermRule, from, ALDERIA)).toThrow(
      expect.objectContaining({ code: "time/invalid" }),
    );
  });
});

describe("working days", () => {
  test.each([
    ["2027-07-05", true],
    ["2027-07-04", false],
    ["2027-07-07", false],
    ["2031-07-08", null],
    ["2031-07-06", false],
  ])("%s in Alderia: %s", (day, works) => {
    expect(dayKind(ALDERIA, day).works).toBe(works);
  });

  test("a State whose week is not known: only its holidays are", () => {
    const unknown = { ...ALDERIA, weekend: null };
    expect(dayKind(unknown, "2027-07-05").works).toBeNull();
    expect(dayKind(unknown, "2027-07-07").works).toBe(false);
  });
});

describe("properties of every term", () => {
  const moment = fc.date({ min: new Date("2021-01-01"), max: new Date("2034-01-01"), noInvalidDate: true });
  const zone = fc.constantFrom(
    "UTC",
    "Europe/Vienna",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Cairo",
  );
  const id = fc.constantFrom(...(Object.keys(TERM_RULES) as TermRuleId[]));
  const free = fc
    .array(fc.date({ min: new Date("2021-01-01"), max: new Date("2034-12-31"), noInvalidDate: true }), {
      maxLength: 200,
    })
    .map((days) => days.map((each) => ({ day: each.toISOString().slice(0, 10), name: "Day off" })));

  test("it begins at or after the event, ends after it begins, and a later event never ends it sooner", () => {
    fc.assert(
      fc.property(moment, fc.nat(10 * 86_400_000), zone, id, free, (date, later, where, rule, holidays) => {
        const there = calendar(where, holidays);
        const first = termOf(TERM_RULES[rule] as TermRule, date.toISOString(), there);
        const second = termOf(TERM_RULES[rule] as TermRule, toInstant(date.getTime() + later), there);
        expect(first.begins >= first.from && first.ends > first.begins).toBe(true);
        expect(second.ends >= first.ends).toBe(true);
      }),
    );
  });

  test("a period in days ends with a working day that is the first from its last day on", () => {
    fc.assert(
      fc.property(moment, zone, free, (date, where, holidays) => {
        const there = calendar(where, holidays);
        const { lastDay, from } = termOf(TERM_RULES["eu-production"] as TermRule, date.toISOString(), there);
        const off = new Set(holidays.map((each) => each.day));
        const works = (day: string): boolean => weekdayOf(day) < 6 && !off.has(day);
        // By the calendar library's own reading of day and zone.
        const received = Temporal.Instant.from(from).toZonedDateTimeISO(where).toPlainDate();
        let last = received.add({ days: 10 });
        while (!works(last.toString())) last = last.add({ days: 1 });
        expect(lastDay).toBe(last.toString());
      }),
    );
  });

  test("one more holiday never ends it sooner, and moves it only if it is the last day", () => {
    fc.assert(
      fc.property(moment, zone, free, fc.nat(20), (date, where, holidays, ahead) => {
        const rule = TERM_RULES["eu-production"] as TermRule;
        const before = termOf(rule, date.toISOString(), calendar(where, holidays));
        const extra = { day: addCalendarDays(date.toISOString().slice(0, 10), ahead), name: "One more" };
        const after = termOf(rule, date.toISOString(), calendar(where, [...holidays, extra]));
        expect(after.ends > before.ends).toBe(extra.day === before.lastDay);
        expect(after.ends >= before.ends).toBe(true);
      }),
    );
  });

  test("the working day found is one, and all that were skipped are none", () => {
    fc.assert(
      fc.property(moment, free, (date, holidays) => {
        const there = calendar("UTC", holidays);
        const { day, skipped, sure } = workingDayFrom(there, date.toISOString().slice(0, 10));
        expect(sure && dayKind(there, day).works).toBe(true);
        expect(skipped.map((each) => dayKind(there, each.day).works)).toEqual(skipped.map(() => false));
      }),
    );
  });
});
