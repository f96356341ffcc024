import { z } from "zod";
import { isInstant } from "../base/time.ts";
import { InstrumentId, Measure } from "./vocabulary.ts";

/** What an opinion is asked: a draft as far as it is written, in plain JSON. */

const stateCode = z.string().regex(/^[A-Z]{2}$/);
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .refine(isInstant, { error: "is a day or an hour that does not exist" });
const short = z.string().max(500);
const long = z.string().max(50_000);
/** A date and time as the officer typed it; the opinion says so where the offset is missing. */
const asTyped = z.string().max(60);
const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80);

/** One account, address or system asked about, with why this one. */
export const Selector = z.strictObject({
  kind: z.enum(["ip", "account", "server", "url", "other"]),
  value: z.string().max(2_000),
  reason: short.optional(),
  port: z.number().int().min(0).max(65_535).optional(),
  at: asTyped.optional(),
  holder: short.optional(),
});
export type Selector = z.infer<typeof Selector>;

/** A statute as the question states it, for one that no sheet has. It counts as stated, and the opinion says so. */
export const StatedOffence = z.strictObject({
  title: short,
  /** A kind of `OFFENCE_KINDS`; another word reads as `other`. */
  kind: key.optional(),
  elements: z.array(key).min(1).max(50),
  exclusions: z.array(key).max(50).optional(),
  /** Articles it was established in accordance with: `hanoi/7`. */
  enacts: z.array(z.string().max(40)).max(20).optional(),
  maxMonths: z.number().int().positive().nullable(),
  gravest: z.enum(["term", "life", "death"]).optional(),
});
export type StatedOffence = z.infer<typeof StatedOffence>;

/** What is supposed otherwise than the ledgers and sheets say, for a question that begins with "what if". */
export const Assumption = z.strictObject({
  /** Events added to a ledger: a deposit, a reservation, a denunciation. */
  events: z
    .array(
      z.strictObject({
        instrument: InstrumentId,
        state: stateCode,
        kind: z.string().max(40),
        date: z.iso.date(),
        provisions: z.array(z.string().max(60)).max(50).optional(),
      }),
    )
    .max(50)
    .optional(),
  /** Lines of a State's sheet put in the place of those it has. */
  sheets: z.record(stateCode, z.record(z.string().max(60), z.unknown())).optional(),
  /** Lines of one offence of a State's sheet. */
  offences: z
    .array(
      z.strictObject({
        state: stateCode,
        code: z.string().max(40),
        set: z.record(z.string().max(60), z.unknown()),
      }),
    )
    .max(50)
    .optional(),
});
export type Assumption = z.infer<typeof Assumption>;

/** What the requesting State wants to do with what it received (36(3), 40(5), 40(19)). */
export const Use = z.strictObject({
  kind: z.enum(["onward-transfer", "other-proceedings", "exculpatory-disclosure"]),
  /** To whom: a third State, an organization, an accused. */
  to: short.optional(),
  /** The consent or authorization of the State it came from; absent: not known. */
  consent: z.enum(["given", "refused", "not-asked"]).optional(),
  /** Whether it came unasked (40(4)) rather than on a request. */
  spontaneous: z.boolean().optional(),
  /** Whether the sender asked for secrecy or a limit on use. */
  restricted: z.boolean().optional(),
});
export type Use = z.infer<typeof Use>;

/** The question put to the opinion: a draft as far as it has been written, so most fields may still be absent. */
export const OpinionInput = z.strictObject({
  requesting: stateCode,
  requested: stateCode,
  /** The time for which the law is asked; the ledger and the sheets are read as of then. */
  on: instant,
  measure: Measure,
  /** The instrument the officer relies on; absent means: propose one. */
  basis: InstrumentId.optional(),
  /** Offences by their code in a State's sheet; those of the requesting State carry the request. */
  offences: z
    .array(z.strictObject({ state: stateCode, code: z.string().max(40), stated: StatedOffence.optional() }))
    .max(50),
  /** Conduct elements the facts contain (keys of `src/treaty/conduct.ts`). */
  conduct: z.array(key).max(100),
  /** Conduct elements the facts do not contain, said expressly. What stands in neither list is not known. */
  conductAbsent: z.array(key).max(100).optional(),
  /** The facts in plain words: only whether there are any is looked at. */
  facts: long,
  purpose: long.optional(),
  selectors: z.array(Selector).max(5_000),
  /** The time the data are from or, for Arts 45 and 46, the time to collect. */
  period: z.strictObject({ from: asTyped, to: asTyped }).optional(),
  /** Why the measure is needed (45(3)(e)). */
  justification: long.optional(),
  /** Why for so long (45(3)(f)). */
  durationJustification: long.optional(),
  custodian: short.optional(),
  /** Why preservation is needed (42(3)(e)). */
  necessity: long.optional(),
  intendsMla: z.boolean().optional(),
  mlaReference: short.optional(),
  preservationReference: short.optional(),
  urgency: z
    .strictObject({
      kind: z.enum(["emergency", "volatile", "custody", "none"]),
      reason: long.optional(),
    })
    .optional(),
  /** Secrecy asked of the requested State: with a reason, and an end date or the law that fixes it. */
  confidentiality: z
    .strictObject({ reason: long.optional(), until: asTyped.optional(), law: short.optional() })
    .optional(),
  evidenceForm: short.optional(),
  /** The authority that asks (42(3)(a), 40(15)(a)) and, where there is one, its order. */
  authority: z
    .strictObject({
      issuer: short,
      kind: short.optional(),
      date: asTyped.optional(),
      hash: short.optional(),
    })
    .optional(),
  /** Answers to prompts by prompt id, beginning `yes:` or `no:` and giving the reason in words. */
  answers: z.record(z.string().max(80), long).optional(),
  /** When preservation began, once it has. */
  preservedFrom: instant.optional(),
  /** When the request for the preserved data came, and when that was decided. */
  dataRequestedAt: instant.optional(),
  dataDecidedAt: instant.optional(),
  /** Facts of this file that raise a question: a key of a prompt topic, for example `journalism`. */
  contextFlags: z.array(key).max(50).optional(),
  /** When the request was made, where that was before `on`: a denunciation leaves requests made before its effect alive. */
  madeOn: instant.optional(),
  /** Whether the request was shown to come from the authority it names (40(13)), and how that was looked at. */
  sender: z
    .strictObject({
      verified: z.boolean(),
      /** The number or address for a call back came from the request itself. */
      contactFromRequest: z.boolean().optional(),
      how: short.optional(),
    })
    .optional(),
  /** Whether the person is a national of the requested State, where extradition is thought of and it is known. */
  nationalOfRequested: z.boolean().optional(),
  /** Whose maximum penalty is measured against four years, in place of what the requested State's sheet says. */
  seriousCrimeMeasuredBy: z.enum(["requesting", "requested", "both"]).optional(),
  use: Use.optional(),
  assume: Assumption.optional(),
});
export type OpinionInput = z.infer<typeof OpinionInput>;
