import {
  addDays,
  addHours,
  type Day,
  dayInZone,
  dayOf,
  daysBetween,
  type Instant,
  isZone,
  parseInstant,
} from "../base/time.ts";
import { orderUntil, preservationUntil } from "./clocks/lasting.ts";
import { inWords, type TermStep } from "./clocks/term.ts";
import { calendarOf, dayInWords, type WorkCalendar, workingDayFrom } from "./clocks/work-calendar.ts";
import { timeFault } from "./fields.ts";
import type { Opinion } from "./opinion-types.ts";
import type { Facts } from "./provision.ts";
import type { StateSheet } from "./sheet.ts";

/**
 * The clocks a request starts: which date each ends, by which rule, and how the date was found. Periods in days run
 * from an instant in days of 24 hours; a day that must be a working day is read on the calendar of the State it is
 * worked in.
 */

type Clock = Opinion["clocks"][number];

/** Hours within which the papers for an emergency disclosure are due; a rule of this program. */
export const EMERGENCY_PAPERS_HOURS = 72;
const OWN_RULE = "rule of this system";

/** The clocks of a request under the instrument and the sheets of the facts. */
export function clocksFor(facts: Facts): Clock[] {
  return [
    ...preservationClocks(facts),
    ...confidentialityClocks(facts),
    ...collectionClock(facts),
    ...emergencyClock(facts),
    ...remedyClock(facts),
  ];
}

function preservationClocks({ input, instrument, requested }: Facts): Clock[] {
  if (input.measure !== "preservation" || (instrument !== "hanoi" && instrument !== "budapest")) return [];
  const calendar = calendarFor(requested, input.requested);
  const from = input.preservedFrom ?? input.on;
  const own = requested?.preservation?.foreignDays ?? null;
  const events = { from, ...(own === null ? {} : { days: own }), ...laterEvents(input, from) };
  const lasting = preservationUntil(instrument, events, calendar);
  const order = orderUntil(instrument, { from }, calendar);
  const basis = own !== null ? `the requested State preserves ${own}` : "its own period is not known";
  const counted = input.preservedFrom ? "from the preservation" : "if preserved now";
  const extension = instrument === "hanoi" ? " An extension is asked for before the end (42(9))." : "";
  return [
    {
      id: "preservation",
      ends: lasting.ends,
      from,
      rule: `At least 60 days; ${basis}; ${counted}. Once the request for the data has come, until it is decided.${extension} ${lasting.why}`,
      pinpoint: lasting.pinpoint,
      alarmDaysBefore: [14, 7, 2],
      ...explained(lasting.steps, lasting.ends, calendar),
    },
    {
      id: "order",
      ends: order.ends,
      from,
      rule: "Where the data are kept by an order to their holder: one order lasts at most 90 days. It is renewed before, if the requested State's law has that.",
      pinpoint: order.pinpoint,
      alarmDaysBefore: [14, 7, 2],
      ...explained(order.steps, order.ends, calendar),
    },
  ];
}

// Times that contradict each other are refused when a question is read; here they are left out rather than believed.
function laterEvents(
  { dataRequestedAt, dataDecidedAt }: Facts["input"],
  from: Instant,
): { requestCame?: Instant; decided?: Instant } {
  if (dataRequestedAt === undefined || dataRequestedAt < from) return {};
  if (dataDecidedAt === undefined || dataDecidedAt < dataRequestedAt) return { requestCame: dataRequestedAt };
  return { requestCame: dataRequestedAt, decided: dataDecidedAt };
}

function confidentialityClocks({ input, instrument, requesting, requested }: Facts): Clock[] {
  const until = input.confidentiality?.until;
  if (until === undefined || timeFault(until) !== null) return [];
  const asked = parseInstant(until);
  const cap = requested?.secrecy?.capDays ?? null;
  const capped = cap === null ? null : addDays(input.on, cap);
  const beyond = capped !== null && capped < asked;
  const ends = beyond ? capped : asked;
  const capWords = cap === null ? "its cap is not known" : `its law allows ${cap} days at a time`;
  const calendar = calendarFor(requested, input.requested);
  const steps: TermStep[] = [
    { at: asked, what: `Asked until ${until}, which is ${inWords(asked, calendar.zone)}.` },
    ...(capped === null
      ? []
      : [
          {
            at: capped,
            what: `${cap} days of 24 hours from ${input.on} end ${inWords(capped, calendar.zone)}: ${beyond ? "earlier, so this counts" : "later, so it counts as asked"}.`,
          },
        ]),
  ];
  const secrecy: Clock = {
    id: "confidentiality",
    ends,
    from: input.on,
    rule: beyond
      ? `Asked until ${dayOf(asked)}, but in the requested State ${capWords}; a renewal is asked for before.`
      : `Until the date asked for; in the requested State ${capWords}.`,
    pinpoint: instrument === "budapest" ? "Budapest Art. 27(8)" : "Art. 40(20)",
    alarmDaysBefore: [14, 2],
    ...explained(steps, ends, calendar),
  };
  return requesting ? [secrecy, disclosureClock(requesting, ends)] : [secrecy];
}

// Secrecy itself ends at its instant, holiday or not: only the decision about what follows waits for a working day.
function disclosureClock(requesting: StateSheet, ends: Instant): Clock {
  const calendar = calendarFor(requesting, requesting.state);
  const day = dayInZone(ends, calendar.zone);
  const { day: due, skipped, sure, why } = workingDayFrom(calendar, day);
  const moved = due === day ? "the day secrecy ends" : `the first working day after secrecy ends on ${day}`;
  const doubt = sure ? "" : " Whether that is a working day is not known; if it is none, the next one.";
  const steps = [
    `Secrecy ends ${inWords(ends, calendar.zone)}.`,
    ...skipped.map((each) => `${dayInWords(each.day)} is no working day: ${each.why}.`),
    `${dayInWords(due)}: ${why}.`,
  ];
  return {
    id: "disclosure-due",
    ends: sure ? due : null,
    from: ends,
    rule: `Whether it stays secret is decided on ${moved}; otherwise it opens.${doubt}`,
    pinpoint: OWN_RULE,
    alarmDaysBefore: [2],
    steps,
    endsThere: sure ? `${dayInWords(due)} (${calendar.zone})` : null,
  };
}

function collectionClock({ input, requested }: Facts): Clock[] {
  const realTime = input.measure === "traffic-realtime" || input.measure === "content-interception";
  if (!realTime || !input.period) return [];
  const { from, to } = input.period;
  if (timeFault(from) !== null || timeFault(to) !== null) return [];
  const calendar = calendarFor(requested, input.requested);
  const ends = parseInstant(to);
  return [
    {
      id: "collection",
      ends,
      from: parseInstant(from),
      rule: "Collection stops at the end of the period asked for.",
      pinpoint: input.measure === "traffic-realtime" ? "Art. 45(3)(f)" : OWN_RULE,
      alarmDaysBefore: [2],
      ...explained(
        [{ at: ends, what: `Asked until ${to}, which is ${inWords(ends, calendar.zone)}.` }],
        ends,
        calendar,
      ),
    },
  ];
}

function emergencyClock({ input, requesting }: Facts): Clock[] {
  if (input.measure !== "emergency-data") return [];
  const calendar = calendarFor(requesting, input.requesting);
  const ends = addHours(input.on, EMERGENCY_PAPERS_HOURS);
  const { zone } = calendar;
  const what = `${EMERGENCY_PAPERS_HOURS} hours from ${inWords(input.on, zone)}; weekends and holidays do not lengthen it: ${inWords(ends, zone)}.`;
  return [
    {
      id: "emergency-papers",
      ends,
      from: input.on,
      rule: `The full papers follow within ${EMERGENCY_PAPERS_HOURS} hours.`,
      pinpoint: OWN_RULE,
      alarmDaysBefore: [1],
      ...explained([{ at: ends, what }], ends, calendar),
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
      steps: [],
      endsThere: null,
    },
  ];
}

function explained(
  steps: readonly TermStep[],
  ends: Instant | null,
  calendar: { zone: string },
): Pick<Clock, "steps" | "endsThere"> {
  return {
    steps: steps.map((each) => each.what),
    endsThere: ends === null ? null : inWords(ends, calendar.zone),
  };
}

// A State whose zone is not known is read in UTC, which the explanation shows.
function calendarFor(sheet: StateSheet | undefined, state: string): WorkCalendar & { zone: string } {
  if (!sheet) return { whose: state, zone: "UTC", weekend: null, holidays: null, cover: null };
  const own = calendarOf(sheet);
  return { ...own, zone: own.zone !== null && isZone(own.zone) ? own.zone : "UTC" };
}

/** Days a secrecy asked for goes beyond what the requested State's law allows at a time; 0 or less: it does not. */
export function secrecyBeyondCap({ input, requested }: Pick<Facts, "input" | "requested">): number {
  const until = input.confidentiality?.until;
  const cap = requested?.secrecy?.capDays ?? null;
  if (until === undefined || cap === null || timeFault(until) !== null) return 0;
  const last: Day = dayOf(addDays(input.on, cap));
  return daysBetween(last, dayOf(parseInstant(until)));
}
