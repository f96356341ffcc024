import { Temporal } from "temporal-polyfill/full";
import { Problem } from "../../base/problem.ts";
import { type Day, parseDay } from "../../base/time.ts";

/**
 * Dates of two calendars. A file can give a day in the calendar of its own State; it is read by the library's tables,
 * never by ours, and the conversion is said, so that a person can compare it with the document.
 */

/** Calendars that are read, by their identifier in the Unicode registry, and how a sentence names them. */
export const CALENDARS = {
  iso8601: "Gregorian calendar",
  buddhist: "Buddhist calendar",
  chinese: "Chinese calendar",
  coptic: "Coptic calendar",
  dangi: "Korean traditional calendar",
  ethiopic: "Ethiopian calendar (Amete Mihret)",
  hebrew: "Hebrew calendar",
  indian: "Indian national calendar",
  "islamic-civil": "Islamic calendar, tabular, civil epoch",
  "islamic-tbla": "Islamic calendar, tabular, astronomical epoch",
  "islamic-umalqura": "Islamic calendar of Umm al-Qura",
  persian: "Solar Hijri calendar",
  roc: "calendar of the Republic of China",
} as const;
export type CalendarId = keyof typeof CALENDARS;

// A month that is announced when the moon is seen can begin a day before or after the tables say.
const OBSERVED = new Set<CalendarId>(["islamic-civil", "islamic-tbla", "islamic-umalqura"]);
// A leap month moves the numbers of those after it, so in these a month is named by its code.
const BY_CODE = new Set<CalendarId>(["chinese", "dangi", "hebrew"]);

/** A day as a calendar other than ours gives it. */
export interface DayThere {
  calendar: CalendarId;
  year: number;
  /** Number of the month; in the Chinese, Korean and Hebrew calendar its code instead, as `M05` or, a leap month, `M05L`. */
  month: number | string;
  day: number;
}

/** A conversion as it is said to a person. */
export interface Converted {
  day: Day;
  /** `1449-01-29 (Islamic calendar of Umm al-Qura) is 2027-07-04`. */
  said: string;
  /** What a person must still compare; null where the tables decide. */
  caution: string | null;
}

/**
 * Converts a day of another calendar. Throws Problem `time/unknown-calendar`, `time/no-such-day` for a day that
 * calendar does not have, `time/month-code` where a month must be named by its code.
 */
export function dayFrom({ calendar, year, month, day }: DayThere, where = "date"): Converted {
  demandCalendar(calendar, where);
  const code = typeof month === "string" ? { monthCode: month } : { month };
  if (BY_CODE.has(calendar) && typeof month === "number")
    throw new Problem(
      "time/month-code",
      "In this calendar a leap month moves the numbers of the months.",
      where,
      "Name the month by its code, as M05 or M05L.",
    );
  const converted = there({ calendar, year, ...code, day }, where);
  return said(converted, calendar);
}

/** A day of ours as another calendar gives it, said the same way. Throws as `dayFrom`. */
export function dayIn(day: Day, calendar: CalendarId, where = "date"): Converted {
  demandCalendar(calendar, where);
  return said(Temporal.PlainDate.from(parseDay(day, where)), calendar);
}

const TYPED = /^(\d{1,4})-(\d{1,2}|M\d{2}L?)-(\d{1,2}) ([a-z0-9-]+)$/;

/** Reads `2027-07-04`, or a day with its calendar behind it: `1406-04-13 persian`. Throws as `dayFrom` and `parseDay`. */
export function readDay(text: string, where = "date"): Converted {
  const typed = TYPED.exec(text.trim());
  if (!typed) return { day: parseDay(text.trim(), where), said: text.trim(), caution: null };
  const [, year = "", month = "", day = "", calendar = ""] = typed;
  demandCalendar(calendar, where);
  const which = month.startsWith("M") ? month : Number(month);
  return dayFrom({ calendar, year: Number(year), month: which, day: Number(day) }, where);
}

function there(
  fields: { calendar: string; year: number; day: number } & ({ month: number } | { monthCode: string }),
  where: string,
): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(fields, { overflow: "reject" }).withCalendar("iso8601");
  } catch {
    throw new Problem(
      "time/no-such-day",
      "That calendar has no such day.",
      where,
      "Check year, month and day against the document.",
    );
  }
}

function said(day: Temporal.PlainDate, calendar: CalendarId): Converted {
  const iso = day.withCalendar("iso8601").toString();
  const other = day.withCalendar(calendar);
  const month = BY_CODE.has(calendar) ? other.monthCode : String(other.month).padStart(2, "0");
  const written = `${other.year}-${month}-${String(other.day).padStart(2, "0")}`;
  return {
    day: iso,
    said: `${written} (${CALENDARS[calendar]}) is ${iso}`,
    caution: OBSERVED.has(calendar)
      ? "By the tables; a month announced when the moon is seen can begin a day earlier or later. Compare with the document."
      : null,
  };
}

function demandCalendar(calendar: string, where: string): asserts calendar is CalendarId {
  if (Object.hasOwn(CALENDARS, calendar)) return;
  throw new Problem(
    "time/unknown-calendar",
    "This calendar is not read.",
    where,
    `Use one of: ${Object.keys(CALENDARS).join(", ")}.`,
  );
}
