import { Problem } from "../../base/problem.ts";
import { type Day, addCalendarDays, weekdayOf } from "../../base/time.ts";
import type { StateSheet } from "../sheet.ts";

/** Which days are working days in a State, as far as its sheet knows. */

export interface WorkCalendar {
  /** The State, as a sentence names it. */
  whose: string;
  /** IANA zone of the authority; null is not known. */
  zone: string | null;
  /** Weekdays on which nobody works, Monday is 1; null is not known. */
  weekend: readonly number[] | null;
  holidays: readonly { day: Day; name: string }[] | null;
  /** The days for which every holiday is listed, both included; outside of them nothing is known. */
  cover: { from: Day; until: Day } | null;
}

/** What a day is: worked or not, null where that is not known, and why. */
export interface DayKind {
  works: boolean | null;
  why: string;
}

/** More days off in a row than any State has; a calendar with more is a fault of its data. */
const LONGEST_CLOSURE = 366;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** The calendar that a State's sheet gives. */
export function calendarOf(sheet: StateSheet): WorkCalendar {
  const { workingDays, holidays, holidaysCover: cover, name: whose, timeZone: zone } = sheet;
  const weekend = workingDays && [1, 2, 3, 4, 5, 6, 7].filter((each) => !workingDays.includes(each));
  return { whose, zone, weekend, holidays, cover };
}

/** What a day is in this calendar. */
export function dayKind(calendar: WorkCalendar, day: Day): DayKind {
  const { weekend, holidays, cover, whose } = calendar;
  const holiday = holidays?.find((each) => each.day === day);
  if (holiday) return { works: false, why: `${holiday.name}, a public holiday of ${whose}` };
  if (weekend === null) return { works: null, why: `the working days of ${whose} are not known` };
  if (weekend.includes(weekdayOf(day))) return { works: false, why: "weekend" };
  if (holidays === null || !cover || day < cover.from || day > cover.until)
    return { works: null, why: `the holidays of ${whose} for that day are not known` };
  return { works: true, why: "a working day" };
}

/** A day that was passed over on the way to a working day, and why. */
export interface SkippedDay {
  day: Day;
  why: string;
}

/**
 * The day itself or the first working day after it. `sure` is false where whether `day` works is not known. Throws
 * Problem `clock/no-working-day` for a calendar without any.
 */
export function workingDayFrom(
  calendar: WorkCalendar,
  from: Day,
): { day: Day; skipped: SkippedDay[]; sure: boolean; why: string } {
  const skipped: SkippedDay[] = [];
  let day = from;
  while (skipped.length <= LONGEST_CLOSURE) {
    const { works, why } = dayKind(calendar, day);
    if (works !== false) return { day, skipped, sure: works === true, why };
    skipped.push({ day, why });
    day = addCalendarDays(day, 1);
  }
  throw new Problem(
    "clock/no-working-day",
    `The calendar of ${calendar.whose} has no working day for a year after ${from}.`,
    `${calendar.whose}: workingDays, holidays`,
    "Correct the State sheet.",
  );
}

/** A day as a sentence names it: `Friday 2027-07-02`. */
export function dayInWords(day: Day, weekday: number = weekdayOf(day)): string {
  return `${WEEKDAYS[weekday - 1]} ${day}`;
}
