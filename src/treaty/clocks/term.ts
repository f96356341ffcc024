import { Problem } from "../../base/problem.ts";
import {
  type Day,
  type Instant,
  addCalendarDays,
  addDays,
  addHours,
  dayInZone,
  inZone,
  isInstant,
  isZone,
  nextFullHour,
  startOfDay,
  wallClock,
} from "../../base/time.ts";
import type { TermRule } from "./rules.ts";
import { type WorkCalendar, dayInWords, workingDayFrom } from "./work-calendar.ts";

/** A period counted out: every date says how it was found. */

export interface TermStep {
  /** The instant the step arrives at; null where it only explains. */
  at: Instant | null;
  what: string;
}

export interface Term {
  rule: string;
  pinpoint: string;
  grade: TermRule["grade"];
  bound: TermRule["bound"];
  /** The event the period is counted from. */
  from: Instant;
  /** The first instant that counts. */
  begins: Instant;
  /** The first instant that no longer counts: what is done before it is done in time. */
  ends: Instant;
  /** IANA zone in which days and hours were read. */
  zone: string;
  beginsThere: string;
  endsThere: string;
  /** For periods that end with a day: that day. */
  lastDay: Day | null;
  /** False where the end could be later, because what decides it is not known: see the steps. */
  sure: boolean;
  steps: TermStep[];
}

/**
 * Counts a period from an event. `length` is another length than the rule's: longer where the rule sets a least,
 * shorter where it sets a most, any where it sets neither (it was agreed). Throws Problem `time/invalid`,
 * `clock/no-zone`, `clock/length` or `clock/no-working-day`.
 */
export function termOf(
  rule: TermRule,
  from: Instant,
  calendar: WorkCalendar,
  length: number = rule.length,
): Term {
  const zone = zoneOf(calendar);
  demandInstant(from);
  demandLength(rule, length);
  const ctx: Counting = { rule, from, calendar, zone, length, steps: [] };
  say(ctx, from, `${EVENT} ${inWords(from, zone)}.`);
  const begins = beginningOf(ctx);
  const end = rule.begins === "next-day" ? lastDayOf(ctx) : elapsedEnd(ctx, begins);
  const [beginsThere, endsThere] = [inZone(begins, zone), inZone(end.ends, zone)];
  sayClockChange(ctx, beginsThere.slice(-6), endsThere.slice(-6));
  return {
    rule: rule.id,
    pinpoint: rule.pinpoint,
    grade: rule.grade,
    bound: rule.bound,
    from,
    begins,
    zone,
    beginsThere,
    endsThere,
    ...end,
    steps: ctx.steps,
  };
}

interface Counting {
  rule: TermRule;
  from: Instant;
  calendar: WorkCalendar;
  zone: string;
  length: number;
  steps: TermStep[];
}
type End = Pick<Term, "ends" | "lastDay" | "sure">;

const EVENT = "Counted from";

function say({ steps }: Counting, at: Instant | null, what: string): void {
  steps.push({ at, what });
}

function beginningOf(ctx: Counting): Instant {
  const { rule, from, zone } = ctx;
  if (rule.begins === "at-once") return from;
  if (rule.begins === "next-full-hour") {
    const begins = nextFullHour(from, zone);
    say(ctx, begins, `The hour of receipt is not counted: it runs from ${inWords(begins, zone)}.`);
    return begins;
  }
  const day = dayInZone(from, zone);
  const first = addCalendarDays(day, 1);
  const begins = startOfDay(first, zone);
  say(
    ctx,
    begins,
    `The day of the event, ${dayInWords(day)}, is not counted: day 1 is ${dayInWords(first)}, from ${inWords(begins, zone)}.`,
  );
  return begins;
}

function elapsedEnd(ctx: Counting, begins: Instant): End {
  const { rule, length, zone } = ctx;
  const ends = rule.unit === "hours" ? addHours(begins, length) : addDays(begins, length);
  const counted =
    rule.unit === "hours"
      ? `${length} hours; weekends and holidays do not lengthen it`
      : `${length} days of 24 hours; weekends and holidays do not lengthen it`;
  say(ctx, ends, `${counted}: it ends at ${inWords(ends, zone)}.`);
  return { ends, lastDay: null, sure: true };
}

function lastDayOf(ctx: Counting): End {
  const { rule, from, zone, length, calendar } = ctx;
  const counted = addCalendarDays(dayInZone(from, zone), length);
  say(ctx, null, `Weekends and holidays are counted: day ${length} is ${dayInWords(counted)}.`);
  const { day, sure } =
    rule.lastDay === "as-it-falls" ? { day: counted, sure: true } : movedDay(ctx, calendar, counted);
  const ends = startOfDay(addCalendarDays(day, 1), zone);
  say(ctx, ends, `It ends with the last hour of ${dayInWords(day)}, at ${inWords(ends, zone)}.`);
  return { ends, lastDay: day, sure };
}

function movedDay(ctx: Counting, calendar: WorkCalendar, counted: Day): { day: Day; sure: boolean } {
  const weekend = ctx.rule.weekend ?? calendar.weekend;
  const { day, skipped, sure, why } = workingDayFrom({ ...calendar, weekend }, counted);
  for (const each of skipped) say(ctx, null, `${dayInWords(each.day)} is no day it can end on: ${each.why}.`);
  if (!sure) say(ctx, null, `Not sure: ${why}. If ${dayInWords(day)} is no working day, it ends later.`);
  return { day, sure };
}

function sayClockChange(ctx: Counting, before: string, after: string): void {
  if (before !== after)
    say(ctx, null, `The clocks of ${ctx.zone} are changed in between, from ${before} to ${after}.`);
}

/** An instant as a sentence names it: `Friday 2027-07-02 18:00:00 +02:00 (Europe/Vienna)`. */
export function inWords(instant: Instant, zone: string): string {
  const { day, time, offset, weekday } = wallClock(instant, zone);
  return `${dayInWords(day, weekday)} ${time} ${offset} (${zone})`;
}

function zoneOf({ zone, whose }: WorkCalendar): string {
  if (zone !== null && isZone(zone)) return zone;
  throw new Problem(
    "clock/no-zone",
    zone === null ? `The time zone of ${whose} is not known.` : `"${zone}" is no time zone.`,
    "zone",
    "Give an IANA name such as Europe/Vienna.",
  );
}

function demandInstant(from: Instant): void {
  if (isInstant(from)) return;
  throw new Problem(
    "time/invalid",
    "This is no instant in UTC.",
    "from",
    "Read it with parseInstant, which asks for an offset.",
  );
}

function demandLength(rule: TermRule, length: number): void {
  const fits =
    rule.bound === "at-least"
      ? length >= rule.length
      : rule.bound === "at-most"
        ? length <= rule.length
        : true;
  if (Number.isInteger(length) && length > 0 && length <= 36_500 && fits) return;
  const bound = { "at-least": "at least ", "at-most": "at most ", exactly: "" }[rule.bound];
  throw new Problem(
    "clock/length",
    `${rule.pinpoint} sets ${bound}${rule.length} ${rule.unit}; ${length} was asked for.`,
    "length",
    "Give a whole number within that bound.",
  );
}
