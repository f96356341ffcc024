import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Day } from "../base/time.ts";

/**
 * Dates as sources give them. Often a source knows only the month, or only that something was done between two days;
 * a day is never invented. The notation is that of ISO 8601-2 (EDTF): `2026-02-10`, `2026-02`, `2026`, an interval
 * `2025-11-19/2026-01-17`, an open one `../2008`. Not known at all is `null`.
 */
export type LedgerDate = string;

const PART = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

export const LedgerDate = z.string().refine((text) => readDate(text) !== null, {
  message: "is no date of the calendar, month, year or interval of these",
});

/** The first and last day a date can mean. The ends of open intervals are `BEFORE_ALL` and `AFTER_ALL`. */
export interface Between {
  earliest: Day;
  latest: Day;
}

/** Sort before and after every day; never shown. */
export const BEFORE_ALL: Day = "0000-00-00";
export const AFTER_ALL: Day = "9999-99-99";
export const ANY_DAY: Between = { earliest: BEFORE_ALL, latest: AFTER_ALL };

/** The days a date can mean, or null where it is no date: a month 13, a 30 February, an interval that runs backwards. */
export function readDate(text: LedgerDate): Between | null {
  const [from = "", to, more] = text.split("/");
  if (more !== undefined) return null;
  if (to === undefined) return readPart(from);
  const first = from === ".." ? { earliest: BEFORE_ALL, latest: BEFORE_ALL } : readPart(from);
  const last = to === ".." ? { earliest: AFTER_ALL, latest: AFTER_ALL } : readPart(to);
  if (!first || !last || first.earliest > last.latest) return null;
  return { earliest: first.earliest, latest: last.latest };
}

function readPart(text: string): Between | null {
  const [, year, month, day] = PART.exec(text) ?? [];
  if (year === undefined) return null;
  try {
    if (day !== undefined) {
      const exact = Temporal.PlainDate.from(text, { overflow: "reject" }).toString();
      return { earliest: exact, latest: exact };
    }
    const first = Temporal.PlainYearMonth.from(`${year}-${month ?? "01"}`);
    const last = month === undefined ? Temporal.PlainYearMonth.from(`${year}-12`) : first;
    return { earliest: first.toPlainDate({ day: 1 }).toString(), latest: lastDayOf(last) };
  } catch {
    return null;
  }
}

function lastDayOf(month: Temporal.PlainYearMonth): Day {
  return month.toPlainDate({ day: month.daysInMonth }).toString();
}

/** A period as a treaty counts it before something takes effect. Exactly one unit. */
export const Delay = z
  .strictObject({
    /** "On the 90th day after": the day of the deposit is not counted, the day after it is day 1. */
    days: z.number().int().positive().optional(),
    /** Calendar months: to the day of the same number, or the last day of a shorter month. */
    months: z.number().int().positive().optional(),
    /** Calendar years: to the same day; 29 February becomes 28. */
    years: z.number().int().positive().optional(),
    /** "On the first day of the month following the expiration of" the period. */
    thenFirstOfMonth: z.literal(true).optional(),
  })
  .refine(
    (delay) => [delay.days, delay.months, delay.years].filter((unit) => unit !== undefined).length === 1,
    {
      message: "needs exactly one of days, months, years",
    },
  );
export type Delay = z.infer<typeof Delay>;

/** The day on which something takes effect that was done on a day. The ends of open intervals stay what they are. */
export function afterDelay(day: Day, delay: Delay): Day {
  if (day === BEFORE_ALL || day === AFTER_ALL) return day;
  let counted = remembered.get(delay);
  if (!counted) remembered.set(delay, (counted = new Map()));
  let then = counted.get(day);
  if (then === undefined) counted.set(day, (then = count(day, delay)));
  return then;
}

// A ledger's rule is asked about the same few hundred deposits again and again.
const remembered = new WeakMap<Delay, Map<Day, Day>>();

function count(day: Day, delay: Delay): Day {
  const { days = 0, months = 0, years = 0 } = delay;
  const expired = Temporal.PlainDate.from(day).add({ days, months, years });
  return (delay.thenFirstOfMonth ? expired.with({ day: 1 }).add({ months: 1 }) : expired).toString();
}

/** How a delay was counted, for a person: "the 90th day after, not counting the day itself". */
export function countedAs(delay: Delay): string {
  if (delay.days !== undefined) return `day ${delay.days} after it, the day itself not counted`;
  const period =
    delay.months !== undefined
      ? `${delay.months} month${delay.months === 1 ? "" : "s"}`
      : `${delay.years} year${delay.years === 1 ? "" : "s"}`;
  return delay.thenFirstOfMonth
    ? `the first day of the month after ${period} have run from it`
    : `${period} after it, to the day of the same number`;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/** A date for a person: `10 February 2026`, `February 2026`, `between 19 November 2025 and 17 January 2026`. */
export function sayDate(date: LedgerDate | null): string {
  if (date === null) return "on a day not known";
  const [from = "", to] = date.split("/");
  if (to === undefined) return sayPart(from);
  if (from === "..") return `by ${sayPart(to)}`;
  if (to === "..") return `from ${sayPart(from)} on`;
  return `between ${sayPart(from)} and ${sayPart(to)}`;
}

function sayPart(text: string): string {
  const [, year, month, day] = PART.exec(text) ?? [];
  return [
    day === undefined ? "" : String(Number(day)),
    month === undefined ? "" : MONTHS[Number(month) - 1],
    year,
  ]
    .filter(Boolean)
    .join(" ");
}
