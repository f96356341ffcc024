import { Problem } from "../../base/problem.ts";
import { type Instant, addDays } from "../../base/time.ts";
import { TERM_RULES } from "./rules.ts";
import { type Term, type TermStep, inWords, termOf } from "./term.ts";
import type { WorkCalendar } from "./work-calendar.ts";

/** Periods whose end hangs on what happens meanwhile: a request comes, an order is renewed, a witness stays. */

export interface Lasting {
  /** The first instant that no longer counts; null while it cannot be known, as before a decision. */
  ends: Instant | null;
  why: string;
  pinpoint: string;
  steps: TermStep[];
}

/** What happened to data preserved for a foreign request. */
export interface PreservationEvents {
  from: Instant;
  /** How long the requested State preserves; never under the least of the instrument. */
  days?: number;
  /** Extensions that were granted: asked on which day, for how many days more. */
  extensions?: readonly { on: Instant; days: number }[];
  /** When the request for the data came, and when it was decided. */
  requestCame?: Instant;
  decided?: Instant;
}

/**
 * Until when data are preserved: at least the period, with its extensions, and once the request for the data has come
 * within it, until that is decided (42(8)–(9), Budapest 29(7)). Throws Problem `clock/order` where one event stands
 * before another it follows, `clock/lapsed` where the period had ended before an extension was asked, and what
 * `termOf` throws.
 */
export function preservationUntil(
  instrument: "hanoi" | "budapest",
  events: PreservationEvents,
  calendar: WorkCalendar,
): Lasting {
  const rule = TERM_RULES[`${instrument}-preservation`];
  const { from, days = rule.length, extensions = [], requestCame, decided } = events;
  const term = termOf(rule, from, calendar, Math.max(days, rule.length));
  const steps = [...term.steps];
  const least = extended(term, extensions, calendar, steps);
  const { pinpoint } = rule;
  if (decided !== undefined && (requestCame === undefined || decided < requestCame))
    throw outOfOrder("decided", "It was decided before the request for the data came.");
  if (requestCame === undefined)
    return { ends: least, why: "No request for the data has come.", pinpoint, steps };
  if (requestCame < from) throw outOfOrder("requestCame", "The request came before the preservation.");
  if (requestCame >= least) {
    const why =
      "The period had ended before the request for the data came; whether the data are still there is asked.";
    return { ends: least, why, pinpoint, steps };
  }
  if (decided === undefined)
    return {
      ends: null,
      why: `The request for the data came in time: preserved until it is decided, and not before ${inWords(least, term.zone)}.`,
      pinpoint,
      steps,
    };
  const ends = decided > least ? decided : least;
  const why = decided > least ? "Preserved until the decision." : "Decided before the least period was over.";
  steps.push({
    at: ends,
    what: `Decided ${inWords(decided, term.zone)}: it ends ${inWords(ends, term.zone)}.`,
  });
  return { ends, why, pinpoint, steps };
}

function extended(
  term: Term,
  extensions: NonNullable<PreservationEvents["extensions"]>,
  calendar: WorkCalendar,
  steps: TermStep[],
): Instant {
  let ends = term.ends;
  for (const { on, days } of extensions) {
    demandWhole(days, "extensions");
    if (on >= ends) throw lapsed("extensions", ends, on, "Ask for a new preservation.");
    ends = addDays(ends, days);
    steps.push({
      at: ends,
      what: `Extended by ${days} days, asked ${inWords(on, term.zone)}: to ${inWords(ends, term.zone)}, by the clock of ${calendar.whose}.`,
    });
  }
  return ends;
}

/** A domestic order to preserve and its renewals, each for some days from the day it is made. */
export interface OrderEvents {
  from: Instant;
  days?: number;
  renewals?: readonly { on: Instant; days: number }[];
}

/**
 * Until when a domestic order to preserve lasts (25(2), Budapest 16(2)): each for at most ninety days. A renewal counts
 * from when it is made, which of the two readings is the one that ends sooner. Throws Problem `clock/lapsed` for a
 * renewal made after the end, `clock/order` for renewals that are not in the order of time, and what `termOf` throws.
 */
export function orderUntil(
  instrument: "hanoi" | "budapest",
  { from, days, renewals = [] }: OrderEvents,
  calendar: WorkCalendar,
): Lasting {
  const rule = TERM_RULES[`${instrument}-order`];
  let term = termOf(rule, from, calendar, days ?? rule.length);
  const steps = [...term.steps];
  for (const renewal of renewals) {
    if (renewal.on < term.from) throw outOfOrder("renewals", "A renewal stands before what it renews.");
    if (renewal.on >= term.ends)
      throw lapsed("renewals", term.ends, renewal.on, "An order that has ended is made anew, not renewed.");
    term = termOf(rule, renewal.on, calendar, renewal.days);
    steps.push({ at: null, what: "Renewed; counted from the renewal." }, ...term.steps);
  }
  const why = `Each order lasts at most ${rule.length} days; renewed ${renewals.length} times.`;
  return { ends: term.ends, why, pinpoint: rule.pinpoint, steps };
}

/** What happened after a witness was told that they are no longer needed. */
export interface SafeConductEvents {
  /** When the person was officially told; null: not yet. */
  told: Instant | null;
  /** The period the States agreed on instead, in days. */
  agreedDays?: number;
  /** Until when the person had no way to leave: the consecutive days are counted from there. */
  preventedUntil?: Instant;
  /** When the person, having left, came back of their own will. */
  cameBack?: Instant;
}

/**
 * Until when a witness has safe conduct (40(29)). Counted in the zone of the State the witness is in. Throws what
 * `termOf` throws.
 */
export function safeConductUntil(events: SafeConductEvents, calendar: WorkCalendar): Lasting {
  const rule = TERM_RULES["hanoi-safe-conduct"];
  const { told, agreedDays, preventedUntil, cameBack } = events;
  const { pinpoint } = rule;
  if (told === null) {
    if (cameBack === undefined)
      return {
        ends: null,
        why: "The person was not told yet that they may go: it does not run.",
        pinpoint,
        steps: [],
      };
    return { ends: cameBack, why: "The person left and came back of their own will.", pinpoint, steps: [] };
  }
  const from = preventedUntil !== undefined && preventedUntil > told ? preventedUntil : told;
  const term = termOf(rule, from, calendar, agreedDays ?? rule.length);
  const opening: TermStep[] =
    from === told
      ? []
      : [
          {
            at: from,
            what: `Told ${inWords(told, term.zone)}, but free to leave only ${inWords(from, term.zone)}.`,
          },
        ];
  const steps = [...opening, ...term.steps];
  if (cameBack === undefined || cameBack >= term.ends)
    return { ends: term.ends, why: "It ends if the person, free to leave, has stayed.", pinpoint, steps };
  steps.push({
    at: cameBack,
    what: `The person came back of their own will ${inWords(cameBack, term.zone)}.`,
  });
  return { ends: cameBack, why: "The person left and came back of their own will.", pinpoint, steps };
}

function demandWhole(days: number, where: string): void {
  if (Number.isInteger(days) && days > 0 && days <= 36_500) return;
  throw new Problem("clock/length", `${days} is no number of days.`, where, "Give a whole number of days.");
}

function outOfOrder(where: string, what: string): Problem {
  return new Problem("clock/order", what, where, "Correct the two times.");
}

function lapsed(where: string, ends: Instant, on: Instant, next: string): Problem {
  return new Problem("clock/lapsed", `It had ended at ${ends}; this came at ${on}.`, where, next);
}
