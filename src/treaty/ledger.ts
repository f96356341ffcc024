import { z } from "zod";
import type { StateCode } from "../base/ids.ts";
import { addCalendarDays, addYears, type Day } from "../base/time.ts";
import { Grade, InstrumentId } from "./opinion-types.ts";

/**
 * The ledger of an instrument: who did what to it, when, by which document. Whether it is in force between two States
 * on a day is computed from these events and never stored, so that a corrected deposit corrects everything.
 */

const day = z.iso.date();

const LedgerEvent = z.strictObject({
  /** Null for what concerns the instrument as a whole. */
  state: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  kind: z.enum([
    "adoption",
    "fortieth-deposit",
    "signature",
    "deposit",
    "entry-into-force",
    "reservation",
    "reservation-withdrawn",
    "declaration",
    "denunciation",
  ]),
  date: day,
  /** Provisions a reservation or declaration speaks of, with their instrument: `hanoi/42(5)`. */
  provisions: z.array(z.string()),
  text: z.string().min(1).max(2_000),
  source: z.string().min(1).max(500),
});
export type LedgerEvent = z.infer<typeof LedgerEvent>;

export const Instrument = z.strictObject({
  format: z.literal("comity/instrument/v1"),
  id: InstrumentId,
  name: z.string().min(1),
  invented: z.boolean(),
  /** How a deposit becomes entry into force; null where the ledger states entry into force as an event of its own. */
  entryIntoForce: z
    .strictObject({
      first: z.strictObject({
        pinpoint: z.string(),
        daysAfterLastNeededDeposit: z.number().int().positive(),
      }),
      later: z.strictObject({ pinpoint: z.string(), daysAfterDeposit: z.number().int().positive() }),
    })
    .nullable(),
  denunciation: z.strictObject({ pinpoint: z.string(), years: z.number().positive() }).nullable(),
  /** For an instrument that serves only as a fall-back: the condition on which it reaches the offence. */
  scopeCondition: z
    .strictObject({ text: z.string(), pinpoint: z.string(), grade: Grade, questions: z.array(z.string()) })
    .nullable(),
  events: z.array(LedgerEvent),
});
export type Instrument = z.infer<typeof Instrument>;

/** From when to when an instrument binds a State, as known on a day. */
export interface Standing {
  from: Day | null;
  /** The day a denunciation takes effect; the instrument binds up to the day before. */
  until: Day | null;
  signed: Day | null;
  /** How `from` was found, with pinpoint; or why there is none. */
  why: string;
  pinpoint: string;
}

/** How a State stands to an instrument as the ledger of that day shows it; later events are not yet known. */
export function standing(instrument: Instrument, state: StateCode, on: Day): Standing {
  const known = instrument.events.filter((event) => event.date <= on);
  const of = (kind: LedgerEvent["kind"]): Day | null =>
    known.find((event) => event.state === state && event.kind === kind)?.date ?? null;
  const signed = of("signature");
  const entry = entryIntoForce(instrument, known, of);
  const denounced = of("denunciation");
  const until =
    denounced && instrument.denunciation ? addYears(denounced, instrument.denunciation.years) : null;
  if (entry) return { ...entry, until, signed };
  const pinpoint = instrument.entryIntoForce?.later.pinpoint ?? "party table";
  const why = signed
    ? `${state} signed on ${signed} and has not deposited; a signature gives no duty to cooperate`
    : `${state} has not joined it`;
  return { from: null, until, signed, why, pinpoint };
}

function entryIntoForce(
  instrument: Instrument,
  known: readonly LedgerEvent[],
  of: (kind: LedgerEvent["kind"]) => Day | null,
): { from: Day | null; why: string; pinpoint: string } | null {
  const stated = of("entry-into-force");
  if (stated) return { from: stated, why: `in force from ${stated}`, pinpoint: "party table" };
  const deposit = of("deposit");
  const rule = instrument.entryIntoForce;
  if (!deposit || !rule) return null;
  const fortieth = known.find((event) => event.kind === "fortieth-deposit")?.date;
  if (fortieth === undefined) {
    const why = `deposited on ${deposit}; the instrument as a whole is not in force yet`;
    return { from: null, why, pinpoint: rule.first.pinpoint };
  }
  const first = addCalendarDays(fortieth, rule.first.daysAfterLastNeededDeposit);
  const own = addCalendarDays(deposit, rule.later.daysAfterDeposit);
  return own > first
    ? { from: own, why: `deposited on ${deposit}, so in force from ${own}`, pinpoint: rule.later.pinpoint }
    : { from: first, why: `in force from ${first}`, pinpoint: rule.first.pinpoint };
}

/** Whether a standing binds on a day: from its entry into force to the day before a denunciation takes effect. */
export function bindsOn(standing: Standing, on: Day): boolean {
  return standing.from !== null && standing.from <= on && (standing.until === null || on < standing.until);
}

/** Provisions a State had reserved on a day. */
export function reservationsOf(instrument: Instrument, state: StateCode, on: Day): string[] {
  const reserved = new Set<string>();
  const events = instrument.events
    .filter((event) => event.state === state && event.date <= on)
    .toSorted((a, b) => a.date.localeCompare(b.date));
  for (const event of events) {
    if (event.kind === "reservation") for (const each of event.provisions) reserved.add(each);
    if (event.kind === "reservation-withdrawn") for (const each of event.provisions) reserved.delete(each);
  }
  return [...reserved];
}
