import type { Grade } from "../opinion-types.ts";

/** The periods that instruments set, as data: how long, from when, and what happens to the last day. */

export interface TermRule {
  id: string;
  title: string;
  /** As a lawyer cites it. */
  pinpoint: string;
  /** How far the line was checked, as for provisions; null where no text of it was compared at all. */
  grade: Grade | null;
  /** Where how it is counted comes from; what the text leaves open is said here. */
  counting: string;
  /** Whether the text sets a least, a most, or neither. */
  bound: "at-least" | "at-most" | "exactly";
  length: number;
  unit: "hours" | "days";
  /** `at-once`: from the instant itself. Otherwise the hour or the day of the event is not counted. */
  begins: "at-once" | "next-full-hour" | "next-day";
  /** Whether a last day that is no working day moves the end to the next one. */
  lastDay: "as-it-falls" | "next-working-day";
  /** Days of the week that are no working days for `lastDay`; null: those of the State's own week. */
  weekend: readonly number[] | null;
}

const IN_HOURS_OF_24 =
  "The text does not say how a day is counted: days of 24 hours from the instant, so that it is the same everywhere.";
const CONSECUTIVE =
  "Consecutive days: weekends and holidays count and lengthen nothing. The day of the notice is not counted, which favours the person.";
const EU_DAYS =
  "Regulation 1182/71 as the Commission's guidance of 2026 is reported to read it (secondary source): the day of receipt is not counted, weekends and holidays are, and a last day that is a Saturday, a Sunday or a public holiday of the enforcing State moves the end to the last hour of the next working day.";
const EU_HOURS =
  "As the Commission's guidance of 2026 is reported (secondary source): the hour of receipt is not counted, and neither weekends nor holidays lengthen it.";
const EU_HOURS_BY_LIKENESS = `${EU_HOURS} It is reported for the 8 hours; here the same way is taken.`;

type Shape = Pick<TermRule, "unit" | "begins" | "lastDay" | "weekend">;
const ELAPSED: Shape = { unit: "days", begins: "at-once", lastDay: "as-it-falls", weekend: null };
const AFTER_THE_DAY: Shape = { unit: "days", begins: "next-day", lastDay: "as-it-falls", weekend: null };
const EU_BY_DAYS: Shape = {
  unit: "days",
  begins: "next-day",
  lastDay: "next-working-day",
  weekend: [6, 7],
};
const EU_BY_HOURS: Shape = {
  unit: "hours",
  begins: "next-full-hour",
  lastDay: "as-it-falls",
  weekend: null,
};

/** Every period this program counts, by id. */
export const TERM_RULES = {
  "hanoi-preservation": {
    id: "hanoi-preservation",
    title: "Preservation for a foreign request",
    pinpoint: "Art. 42(8)",
    grade: "P",
    counting: IN_HOURS_OF_24,
    bound: "at-least",
    length: 60,
    ...ELAPSED,
  },
  "budapest-preservation": {
    id: "budapest-preservation",
    title: "Preservation for a foreign request",
    pinpoint: "Budapest Art. 29(7)",
    grade: "T",
    counting: IN_HOURS_OF_24,
    bound: "at-least",
    length: 60,
    ...ELAPSED,
  },
  "hanoi-order": {
    id: "hanoi-order",
    title: "One domestic order to preserve; it may be renewable",
    pinpoint: "Art. 25(2)",
    grade: "P",
    counting: IN_HOURS_OF_24,
    bound: "at-most",
    length: 90,
    ...ELAPSED,
  },
  "budapest-order": {
    id: "budapest-order",
    title: "One domestic order to preserve; it may be renewable",
    pinpoint: "Budapest Art. 16(2)",
    grade: "T",
    counting: IN_HOURS_OF_24,
    bound: "at-most",
    length: 90,
    ...ELAPSED,
  },
  "hanoi-safe-conduct": {
    id: "hanoi-safe-conduct",
    title:
      "Safe conduct after the person was told that they are no longer needed, unless another period was agreed",
    pinpoint: "Art. 40(29)",
    grade: "P",
    counting: CONSECUTIVE,
    bound: "exactly",
    length: 15,
    ...AFTER_THE_DAY,
  },
  "eu-production": {
    id: "eu-production",
    title: "Production order, ordinary case",
    pinpoint: "Regulation (EU) 2023/1543 Art. 10(3)",
    grade: null,
    counting: EU_DAYS,
    bound: "exactly",
    length: 10,
    ...EU_BY_DAYS,
  },
  "eu-production-emergency": {
    id: "eu-production-emergency",
    title: "Production order, emergency",
    pinpoint: "Regulation (EU) 2023/1543 Art. 10(4)",
    grade: null,
    counting: EU_HOURS,
    bound: "exactly",
    length: 8,
    ...EU_BY_HOURS,
  },
  "eu-refusal": {
    id: "eu-refusal",
    title: "Refusal by the notified enforcing authority, ordinary case",
    pinpoint: "Regulation (EU) 2023/1543 Art. 12",
    grade: null,
    counting: EU_DAYS,
    bound: "exactly",
    length: 10,
    ...EU_BY_DAYS,
  },
  "eu-refusal-emergency": {
    id: "eu-refusal-emergency",
    title: "Refusal by the notified enforcing authority, emergency",
    pinpoint: "Regulation (EU) 2023/1543 Arts. 10(4), 12",
    grade: null,
    counting: EU_HOURS_BY_LIKENESS,
    bound: "exactly",
    length: 96,
    ...EU_BY_HOURS,
  },
  "eu-preservation": {
    id: "eu-preservation",
    title: "Preservation order",
    pinpoint: "Regulation (EU) 2023/1543 Art. 11(1)",
    grade: null,
    counting: EU_DAYS,
    bound: "exactly",
    length: 60,
    ...EU_BY_DAYS,
  },
  "eu-preservation-extended": {
    id: "eu-preservation-extended",
    title: "Preservation order that was extended: sixty days and thirty more",
    pinpoint: "Regulation (EU) 2023/1543 Art. 11(1)",
    grade: null,
    counting: `${EU_DAYS} The thirty days are counted on from the sixtieth, so as ninety from the receipt; of the readings that are open this one ends soonest.`,
    bound: "exactly",
    length: 90,
    ...EU_BY_DAYS,
  },
  "eu-objection": {
    id: "eu-objection",
    title: "Reasoned objection from a conflicting duty in a third country",
    pinpoint: "Regulation (EU) 2023/1543 Art. 17(2)",
    grade: null,
    counting: EU_DAYS,
    bound: "exactly",
    length: 10,
    ...EU_BY_DAYS,
  },
} as const satisfies Record<string, TermRule>;
export type TermRuleId = keyof typeof TERM_RULES;
