import { Temporal } from "temporal-polyfill";
import { Problem } from "./problem.ts";

/**
 * A point in time as Comity keeps it: RFC 3339 in UTC with millisecond precision, for example
 * `2027-07-04T03:10:00.000Z`. Strings of this one form sort as time does.
 */
export type Instant = string;

/** A calendar day, for example `2027-09-02`. */
export type Day = string;

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads a date and time that says its offset (users.md B.10: a time without offset has arrested innocent people).
 * Throws Problem `time/no-offset` where the offset is missing and `time/invalid` where it is no time at all.
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
  try {
    return toInstant(Temporal.Instant.from(text.replace(" ", "T")).epochMilliseconds);
  } catch {
    throw new Problem(
      "time/invalid",
      "This date and time does not exist.",
      where,
      "Check day, hour and offset.",
    );
  }
}

/** The instant so many milliseconds after 1970-01-01T00:00:00Z. */
export function toInstant(epochMilliseconds: number): Instant {
  return new Date(epochMilliseconds).toISOString();
}

const OUR_FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Milliseconds since 1970-01-01T00:00:00Z. Throws RangeError for what is no instant. */
export function toMillis(instant: Instant): number {
  // The one form we write is the one form the language itself reads exactly, and far faster.
  const milliseconds = OUR_FORM.test(instant) ? Date.parse(instant) : NaN;
  if (!Number.isNaN(milliseconds)) return milliseconds;
  return Temporal.Instant.from(instant).epochMilliseconds;
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

/** A calendar day so many days later. */
export function addCalendarDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** A calendar day so many years later (29 February becomes 28). */
export function addYears(day: Day, years: number): Day {
  return Temporal.PlainDate.from(day).add({ years }).toString();
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}

/** An instant as a wall clock in an IANA zone shows it, with offset: `2027-07-04 05:10:00 +02:00`. */
export function inZone(instant: Instant, zone: string): string {
  const there = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return `${there.toPlainDate()} ${there.toPlainTime().toString({ smallestUnit: "second" })} ${there.offset}`;
}
