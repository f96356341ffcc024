import { Temporal } from "temporal-polyfill";
import { addCalendarDays, addDays, type Day, dayOf, daysBetween, parseInstant } from "../base/time.ts";
import { timeFault } from "./fields.ts";
import { LEAST_PRESERVATION_DAYS as BUDAPEST_DAYS } from "./budapest/article-29.ts";
import { LEAST_PRESERVATION_DAYS as HANOI_DAYS } from "./hanoi/article-42.ts";
import type { Opinion } from "./opinion-types.ts";
import type { Facts } from "./provision.ts";
import type { StateSheet } from "./sheet.ts";

/** The clocks a request starts: which date each ends, by which rule. Periods in days run from an instant, in UTC. */

type Clock = Opinion["clocks"][number];

/** Days within which the papers for an emergency disclosure are due; a rule of this program. */
export const EMERGENCY_PAPERS_DAYS = 3;
const OWN_RULE = "rule of this system";

/** Whether a day is a working day by a State's sheet; null where the sheet knows no working days or no holidays. */
export function isWorkingDay(sheet: StateSheet, day: Day): boolean | null {
  if (sheet.workingDays === null) return null;
  if (!sheet.workingDays.includes(Temporal.PlainDate.from(day).dayOfWeek)) return false;
  return sheet.holidays === null ? null : !sheet.holidays.some((each) => each.day === day);
}

/** The day itself, or the next working day of the State where the day is none; null where that is not known. */
export function workingDayFrom(sheet: StateSheet, day: Day): Day | null {
  let next = day;
  let works = isWorkingDay(sheet, next);
  while (works === false) {
    next = addCalendarDays(next, 1);
    works = isWorkingDay(sheet, next);
  }
  return works === null ? null : next;
}

/** The clocks of a request under the instrument and the sheets of the facts. */
export function clocksFor(facts: Facts): Clock[] {
  return [
    ...preservationClock(facts),
    ...confidentialityClocks(facts),
    ...collectionClock(facts),
    ...emergencyClock(facts),
    ...remedyClock(facts),
  ];
}

function preservationClock({ input, instrument, requested }: Facts): Clock[] {
  if (input.measure !== "preservation" || (instrument !== "hanoi" && instrument !== "budapest")) return [];
  const least = instrument === "hanoi" ? HANOI_DAYS : BUDAPEST_DAYS;
  const own = requested?.preservation?.foreignDays ?? null;
  const days = Math.max(least, own ?? least);
  const from = input.preservedFrom ?? input.on;
  const basis = own !== null ? `the requested State preserves ${days}` : "its own period is not known";
  const counted = input.preservedFrom ? "from the preservation" : "if preserved now";
  const extension = instrument === "hanoi" ? " An extension is asked for before the end (42(9))." : "";
  return [
    {
      id: "preservation",
      ends: addDays(from, days),
      from,
      rule: `At least ${least} days; ${basis}; ${counted}. Once the request for the data has come, until it is decided.${extension}`,
      pinpoint: instrument === "hanoi" ? "Art. 42(8)" : "Budapest Art. 29(7)",
      alarmDaysBefore: [14, 7, 2],
    },
  ];
}

function confidentialityClocks({ input, instrument, requesting, requested }: Facts): Clock[] {
  const until = input.confidentiality?.until;
  if (until === undefined || timeFault(until) !== null) return [];
  const ends = parseInstant(until);
  const cap = requested?.secrecy?.capDays ?? undefined;
  const capWords = cap === undefined ? "its cap is not known" : `its law allows ${cap} days at a time`;
  const beyond = cap !== undefined && addDays(input.on, cap) < ends;
  const secrecy: Clock = {
    id: "confidentiality",
    ends: beyond ? addDays(input.on, cap as number) : ends,
    from: input.on,
    rule: beyond
      ? `Asked until ${dayOf(ends)}, but in the requested State ${capWords}; a renewal is asked for before.`
      : `Until the date asked for; in the requested State ${capWords}.`,
    pinpoint: instrument === "budapest" ? "Budapest Art. 27(8)" : "Art. 40(20)",
    alarmDaysBefore: [14, 2],
  };
  if (!requesting) return [secrecy];
  const day = dayOf(secrecy.ends as string);
  const due = workingDayFrom(requesting, day);
  const moved =
    due === null
      ? "the day secrecy ends or, if it is none, the next working day, which are not known there"
      : due === day
        ? "the day secrecy ends"
        : `the first working day after secrecy ends on ${day}`;
  return [
    secrecy,
    {
      id: "disclosure-due",
      ends: due,
      from: secrecy.ends,
      rule: `Whether it stays secret is decided on ${moved}; otherwise it opens.`,
      pinpoint: OWN_RULE,
      alarmDaysBefore: [2],
    },
  ];
}

function collectionClock({ input }: Facts): Clock[] {
  const realTime = input.measure === "traffic-realtime" || input.measure === "content-interception";
  if (!realTime || !input.period) return [];
  const { from, to } = input.period;
  if (timeFault(from) !== null || timeFault(to) !== null) return [];
  const pinpoint = input.measure === "traffic-realtime" ? "Art. 45(3)(f)" : OWN_RULE;
  return [
    {
      id: "collection",
      ends: parseInstant(to),
      from: parseInstant(from),
      rule: "Collection stops at the end of the period asked for.",
      pinpoint,
      alarmDaysBefore: [2],
    },
  ];
}

function emergencyClock({ input }: Facts): Clock[] {
  if (input.measure !== "emergency-data") return [];
  return [
    {
      id: "emergency-papers",
      ends: addDays(input.on, EMERGENCY_PAPERS_DAYS),
      from: input.on,
      rule: "The full papers follow within 72 hours.",
      pinpoint: OWN_RULE,
      alarmDaysBefore: [1],
    },
  ];
}

function remedyClock({ input, requested }: Facts): Clock[] {
  const hours = requested?.remedyWindowHours[input.measure];
  if (hours === 0 || input.measure === "preservation") return [];
  const rule =
    hours === null || hours === undefined
      ? "The requested State's remedy window is not known; it says before anything is released."
      : `Starts with the decision to release and lasts ${hours} hours.`;
  return [
    {
      id: "remedy-window",
      ends: null,
      from: null,
      rule,
      pinpoint: `sheet ${input.requested}; Art. 24(2)`,
      alarmDaysBefore: [],
    },
  ];
}

/** Days a secrecy asked for goes beyond what the requested State's law allows at a time; 0 or less: it does not. */
export function secrecyBeyondCap({ input, requested }: Pick<Facts, "input" | "requested">): number {
  const until = input.confidentiality?.until;
  const cap = requested?.secrecy?.capDays ?? undefined;
  if (until === undefined || cap === undefined || timeFault(until) !== null) return 0;
  return daysBetween(dayOf(addDays(input.on, cap)), dayOf(parseInstant(until)));
}
