import { Temporal } from "temporal-polyfill";
import { Problem } from "./problem.ts";

/**
 * A point in time as Comity keeps it: RFC 3339 in UTC with millisecond precision, for example
 * `2027-07-04T03:10:00.000Z`. Strings of this one form sort as time does.
 */
export type Instant = string;

/** A calendar day, for example `2027-09-02`. */
export type Day = string;

// The form most often written, which needs nothing but its milliseconds.
const IN_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads a date and time that says its offset (users.md B.10: a time without offset has arrested innocent people).
 * Throws Problem `time/no-offset` where the offset is missing, `time/invalid` where it is no time at all, and
 * `time/out-of-range` for a year outside of 1000 to 8999.
 */
export function parseInstant(text: string, where = "time"): Instant {
  if (!WITH_OFFSET.test(text)) {
    const bare = /^\d{4}-\d{2}-\d{2}/.test(text);
    throw bare
      ? new Problem(
          "time/no-offset",
          "The time does not say its offset from UTC.",
          where,
          "Add Z or an offset, for example 2027-07-04T01:40:00+02:00.",
        )
      : new Problem(
          "time/invalid",
          "This is not a date and time.",
          where,
          "Write it as 2027-07-04T01:40:00+02:00.",
        );
  }
  const instant = readInstant(text);
  if (instant === null)
    throw new Problem(
      "time/invalid",
      "This date and time does not exist.",
      where,
      "Check day, hour and offset.",
    );
  if (!isNear(instant)) throw outOfRange(where);
  return instant;
}

function readInstant(text: string): Instant | null {
  const inUtc = IN_UTC.test(text) ? text.replace(/Z$/, ".000Z") : text;
  if (isInstant(inUtc)) return inUtc;
  try {
    return toInstant(Temporal.Instant.from(text.replace(" ", "T")).epochMilliseconds);
  } catch {
    return null;
  }
}

// A year has four digits, also some centuries after a date that was read: what is counted from it still sorts as time.
const NEAR = /^[1-8]\d{3}-/;

function isNear(text: Instant | Day): boolean {
  return NEAR.test(text);
}

function outOfRange(where: string): Problem {
  return new Problem(
    "time/out-of-range",
    "The year lies outside of 1000 to 8999.",
    where,
    "Check the year; one of another calendar has to be converted.",
  );
}

/** The instant so many milliseconds after 1970-01-01T00:00:00Z. */
export function toInstant(epochMilliseconds: number): Instant {
  return new Date(epochMilliseconds).toISOString();
}

const OUR_FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Milliseconds since 1970-01-01T00:00:00Z. Throws RangeError for what is no instant. */
export function toMillis(instant: Instant): number {
  // The one form we write is the one form the language itself reads, and far faster.
  const milliseconds = readOurForm(instant);
  if (!Number.isNaN(milliseconds)) return milliseconds;
  return Temporal.Instant.from(instant).epochMilliseconds;
}

/** Whether a text is an instant as Comity writes it, of a day and hour that exist, in the years 1000 to 8999. */
export function isInstant(text: string): boolean {
  return isNear(text) && !Number.isNaN(readOurForm(text));
}

// The language takes 30 February for 2 March, and 24:00 for the next day; then what it read does not write itself the
// same again. Only late days and the hour 24 can be so.
function readOurForm(text: string): number {
  if (!OUR_FORM.test(text)) return Number.NaN;
  const milliseconds = Date.parse(text);
  const doubtful = text.slice(8, 10) > "28" || text.slice(11, 13) === "24";
  if (doubtful && !Number.isNaN(milliseconds) && toInstant(milliseconds) !== text) return Number.NaN;
  return milliseconds;
}

/** The instant so many hours (of 3600 s) later; negative goes back. */
export function addHours(instant: Instant, hours: number): Instant {
  return toInstant(toMillis(instant) + Math.round(hours * 3_600_000));
}

/** The instant so many days of 24 hours later, as periods counted in days from an instant run in UTC. */
export function addDays(instant: Instant, days: number): Instant {
  return addHours(instant, days * 24);
}

/** The calendar day of an instant in UTC. */
export function dayOf(instant: Instant): Day {
  return instant.slice(0, 10);
}

/**
 * Reads a calendar day written as `2027-09-02`. Throws Problem `time/invalid` for another form, `time/no-such-day` for
 * a day that the calendar does not have, `time/out-of-range` for a year outside of 1000 to 8999.
 */
export function parseDay(text: string, where = "date"): Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text))
    throw new Problem("time/invalid", "This is not a date.", where, "Write it as 2027-07-04.");
  if (!isNear(text)) throw outOfRange(where);
  if (!isInstant(`${text}T00:00:00.000Z`))
    throw new Problem(
      "time/no-such-day",
      `The calendar has no ${text}.`,
      where,
      "Check month and day; 29 February is in leap years only.",
    );
  return text;
}

const DAY_LENGTH = 86_400_000;

// Midnight UTC. Between two of them lie whole days of 24 hours, so days are counted by the language's own clock.
function midnight(day: Day): number {
  return toMillis(`${day}T00:00:00.000Z`);
}

/** A calendar day so many days later; fewer than none goes back. */
export function addCalendarDays(day: Day, days: number): Day {
  return dayOf(toInstant(midnight(day) + days * DAY_LENGTH));
}

/** The day of the week, Monday is 1 and Sunday 7. */
export function weekdayOf(day: Day): number {
  return new Date(midnight(day)).getUTCDay() || 7;
}

/** A calendar day so many years later (29 February becomes 28). */
export function addYears(day: Day, years: number): Day {
  return Temporal.PlainDate.from(day).add({ years }).toString();
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (midnight(to) - midnight(from)) / DAY_LENGTH;
}

/** What a wall clock and a wall calendar in an IANA zone show at an instant. */
export interface WallClock {
  day: Day;
  /** `05:10:00` */
  time: string;
  /** `+02:00` */
  offset: string;
  /** Monday is 1. */
  weekday: number;
}

/** An instant as a wall clock in an IANA zone shows it. */
export function wallClock(instant: Instant, zone: string): WallClock {
  const at = toMillis(instant);
  const { offset, text } = offsetAt(at, zone);
  const shifted = new Date(at + offset);
  const there = shifted.toISOString();
  return {
    day: there.slice(0, 10),
    time: there.slice(11, 19),
    offset: text,
    weekday: shifted.getUTCDay() || 7,
  };
}

/** The same as one text: `2027-07-04 05:10:00 +02:00`. */
export function inZone(instant: Instant, zone: string): string {
  const { day, time, offset } = wallClock(instant, zone);
  return `${day} ${time} ${offset}`;
}

/** A time in which the clocks of a zone are not changed: from its first millisecond to that of the next change. */
interface Unchanged {
  from: number;
  until: number;
  /** Milliseconds ahead of UTC, and the same as people write it. */
  offset: number;
  text: string;
}

// The library looks a zone's offset up anew for every instant, which costs more than all else an opinion does with it.
// It also says when the clocks are changed before and after, and between two changes nothing has to be looked up.
const unchanged = new Map<string, Unchanged[]>();
const MOST_KEPT = 100;

function offsetAt(at: number, zone: string): Unchanged {
  const kept = unchanged.get(zone) ?? [];
  const known = kept.find((each) => each.from <= at && at < each.until);
  if (known) return known;
  const looked = lookUpOffset(at, zone);
  unchanged.set(zone, [looked, ...kept.slice(0, MOST_KEPT)]);
  return looked;
}

function lookUpOffset(at: number, zone: string): Unchanged {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  // A change at this very instant is the one before.
  const before = there.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const after = there.getTimeZoneTransition("next");
  return {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: after?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: there.offsetNanoseconds / 1_000_000,
    text: there.toString({ smallestUnit: "second", timeZoneName: "never" }).slice(19),
  };
}

// Zones that were found in the database, of which there are some hundreds: looking one up costs more than using it.
const found = new Set<string>();

/** Whether a text names a time zone of the IANA database, such as `Europe/Vienna`. */
export function isZone(zone: string): boolean {
  if (found.has(zone)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
  try {
    Temporal.PlainDate.from("2027-01-01").toZonedDateTime(zone);
    found.add(zone);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day that a wall clock in an IANA zone shows at an instant. */
export function dayInZone(instant: Instant, zone: string): Day {
  return wallClock(instant, zone).day;
}

/** When a calendar day starts in an IANA zone: its midnight, or the first instant after a midnight the clocks leave out. */
export function startOfDay(day: Day, zone: string): Instant {
  return toInstant(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** The first instant after this one at which a wall clock in an IANA zone shows a full hour. */
export function nextFullHour(instant: Instant, zone: string): Instant {
  const now = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  const next = fullHourAfter(now);
  if (next.offset === now.offset) return toInstant(next.epochMilliseconds);
  // The clocks are changed within the hour: what they show just after the change may be a full hour or not.
  const changed = now.getTimeZoneTransition("next");
  if (changed === null || changed.epochMilliseconds > next.epochMilliseconds)
    return toInstant(next.epochMilliseconds);
  const full = changed.minute === 0 && changed.second === 0 ? changed : fullHourAfter(changed);
  return toInstant(full.epochMilliseconds);
}

function fullHourAfter(at: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const { minute, second, millisecond } = at;
  return at.add({ milliseconds: 3_600_000 - (minute * 60 + second) * 1000 - millisecond });
}
