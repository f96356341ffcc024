import { z } from "zod";
import type { StateCode } from "../base/ids.ts";
import { Delay, LedgerDate, readDate } from "./dates.ts";
import { keeper } from "./keep.ts";
import { Grade, InstrumentId } from "./opinion-types.ts";
import { Sureness } from "./sureness.ts";

/**
 * The ledger of an instrument: who did what to it, when, by which document. Whether it is in force between two States
 * on a day is computed from these events (`standing.ts`) and never stored, so that a corrected deposit corrects
 * everything.
 */

const code = z.string().regex(/^[A-Z]{2}$/);

export const EVENT_KINDS = [
  "adoption",
  "fortieth-deposit",
  "signature",
  /** Approval at home, or a State's news that it ratified. It is not a deposit and binds nobody. */
  "ratification",
  /** Deposit of an instrument of ratification, acceptance or approval. */
  "deposit",
  /** Deposit of an instrument of accession, by a State that had not signed. */
  "accession",
  /** Notification that a State continues what another State was bound by. */
  "succession",
  "invitation",
  "entry-into-force",
  "reservation",
  "reservation-withdrawn",
  "declaration",
  "denunciation",
  /** A list of that day shows the State outside. It says nothing of later days. */
  "outside",
  /** The State is believed to take part, or sources differ; nobody may rely on it. */
  "unclear",
] as const;

export const LedgerEvent = z.strictObject({
  /** Null for what concerns the instrument as a whole: its adoption, the last deposit it needed, its entry into force. */
  state: code.nullable(),
  kind: z.enum(EVENT_KINDS),
  /** As exactly as a source gives it, and no more (see `dates.ts`). Null: not known. */
  date: LedgerDate.nullable(),
  /** For an agreement of two States: the other one. */
  with: code.optional(),
  /** Provisions a reservation or declaration speaks of, with their instrument: `hanoi/42(5)`. Empty: contents not seen. */
  provisions: z.array(z.string().max(100)).max(200),
  text: z.string().min(1).max(2_000),
  source: z.string().min(1).max(500),
  /** Left out only in an invented ledger, which is sure of everything. */
  sureness: Sureness.optional(),
});
export type LedgerEvent = z.infer<typeof LedgerEvent>;

/** How far a ledger of the real world reaches. */
const Coverage = z.strictObject({
  /** Day on which the ledger was put together. */
  compiled: z.iso.date(),
  /** The copies of the depositary's table it was made from, with the day each shows. */
  snapshot: z.string().min(1).max(1_000),
  /** The newest date of which anything is known. A later step would not be seen. */
  newestCovered: LedgerDate,
  /** Whether a State that is not named was outside on `on`; if not complete, nothing follows from its absence. */
  completeness: z.strictObject({
    kind: z.enum(["complete", "incomplete"]),
    on: LedgerDate,
    sureness: Sureness,
    text: z.string().min(1).max(1_000),
    /** Where only certain States can be Parties, as with a protocol: those. Others are outside even if it is incomplete. */
    among: z.array(code).optional(),
  }),
  /** What is known to be missing, and what to check first. */
  gaps: z.array(z.string().min(1).max(500)),
});
export type Coverage = z.infer<typeof Coverage>;

export const Instrument = z
  .strictObject({
    format: z.literal("comity/instrument/v1"),
    id: InstrumentId,
    name: z.string().min(1),
    /** Where the treaty is found: its number in a treaty series. */
    reference: z.string().min(1).max(200).optional(),
    depositary: z.string().min(1).max(200).optional(),
    invented: z.boolean(),
    /** Why the rules of the instrument are not modelled here, where only its status is. */
    statusOnly: z.string().min(1).max(500).optional(),
    /** How a deposit becomes entry into force; null where the ledger states entry into force as an event of its own. */
    entryIntoForce: z
      .strictObject({
        first: z.strictObject({
          pinpoint: z.string(),
          /** So many deposits are needed; those of the `organizations` are not counted. */
          deposits: z.number().int().positive(),
          delay: Delay,
        }),
        later: z.strictObject({ pinpoint: z.string(), delay: Delay }),
      })
      .nullable(),
    denunciation: z.strictObject({ pinpoint: z.string(), delay: Delay }).nullable(),
    /** Regional economic integration organizations; their instruments are not additional to those of their members. */
    organizations: z.array(code).optional(),
    /** For agreements that one State concludes with others, each for itself: that one State. */
    hub: code.optional(),
    /** For an instrument that serves only as a fall-back: the condition on which it reaches the offence. */
    scopeCondition: z
      .strictObject({ text: z.string(), pinpoint: z.string(), grade: Grade, questions: z.array(z.string()) })
      .nullable(),
    coverage: Coverage.optional(),
    /** More than any treaty has seen; a longer list is no ledger. */
    events: z.array(LedgerEvent).max(20_000),
  })
  .superRefine((ledger, context) => {
    if (!ledger.invented && !ledger.coverage)
      context.addIssue({
        code: "custom",
        path: ["coverage"],
        message: "a real ledger says how far it reaches",
      });
    ledger.events.forEach((event, index) => {
      const wrong = wrongEvent(event, ledger.invented);
      if (wrong)
        context.addIssue({ code: "custom", path: ["events", index, wrong.field], message: wrong.message });
    });
  });
export type Instrument = z.infer<typeof Instrument>;

/** The JSON Schema (2020-12) of a ledger, as published in `spec/schemas`. */
export function ledgerJsonSchema(): unknown {
  return { title: "Comity ledger of an instrument, version 1", ...z.toJSONSchema(Instrument) };
}

function wrongEvent(event: LedgerEvent, invented: boolean): { field: string; message: string } | null {
  if (!invented && event.sureness === undefined)
    return { field: "sureness", message: "an event of the real world says how sure it is" };
  if (event.sureness === "D" && event.date !== null)
    return { field: "date", message: "a date nobody saw in a source is not entered" };
  if (event.kind === "entry-into-force") return null;
  const general = event.kind === "adoption" || event.kind === "fortieth-deposit";
  if (general !== (event.state === null))
    return { field: "state", message: general ? "concerns no single State" : "names the State" };
  return null;
}

/** What a State reserved or declared, as far as it was seen. */
export interface Reservations {
  /** Provisions reserved on that day, sorted by when they were. */
  provisions: string[];
  /** Whether some of it is known to exist but its contents were not seen. */
  unseen: boolean;
}

/** Provisions a State had reserved on a day. */
export function reservationsOf(instrument: Instrument, state: StateCode, on: string): string[] {
  return [...reservationsSeen(instrument, state, on).provisions];
}

/** The same, with whether there are reservations whose contents were not seen. */
export function reservationsSeen(instrument: Instrument, state: StateCode, on: string): Reservations {
  return keep(instrument, `${state} ${on}`, () => readReservations(instrument, state, on));
}

// Asked for many times in one opinion, of a ledger that never changes once it is loaded.
const keep = keeper<Instrument, Reservations>();

function readReservations(instrument: Instrument, state: StateCode, on: string): Reservations {
  const reserved = new Set<string>();
  let unseen = false;
  const events = instrument.events
    .filter((event) => event.state === state && event.kind.startsWith("reservation"))
    .map((event) => ({ event, from: event.date === null ? "" : (readDate(event.date)?.earliest ?? "") }))
    .filter((each) => each.from <= on)
    .toSorted((a, b) => a.from.localeCompare(b.from));
  for (const { event } of events) {
    if (event.kind === "reservation") for (const each of event.provisions) reserved.add(each);
    if (event.kind === "reservation-withdrawn") for (const each of event.provisions) reserved.delete(each);
    if (event.provisions.length === 0) unseen = true;
  }
  return { provisions: [...reserved], unseen };
}

export { bindsOn, type Standing, standing } from "./standing.ts";
