import { z } from "zod";
import { CONDUCT } from "./conduct.ts";
import { MEASURES, type Measure } from "./opinion-types.ts";
import { Sureness } from "./sureness.ts";

/** The lines a State sheet is made of. */

export const day = z.iso.date();
export const text = z.string().min(1).max(2_000);
/** The `id` of one of the sheet's sources. */
export const source = z.string().min(1).max(60);
export const conductKey = z.string().refine((key) => Object.hasOwn(CONDUCT, key), {
  error: "is not in the conduct vocabulary (src/treaty/conduct.ts)",
});
export const provision = z.string().regex(/^(hanoi|budapest)\/\d+(\([0-9a-z]+\))*$/);
export const months = z.number().int().positive().nullable();

/** The date of the text that was read, as exactly as it is known: a day, a month, a year, or `undated`. */
export const version = z
  .string()
  .regex(/^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|undated)$/)
  .refine((each) => each.length !== 10 || day.safeParse(each).success, {
    error: "is not a day of the calendar",
  });

/**
 * What every line can carry. `sureness` A: the text of the act was read. B: an official source that is not the act, or
 * several that agree. C: one secondary source. D: recalled, not read; such a line is no fact and is set apart on
 * loading. Version and sureness are the source's where the line has none of its own.
 */
export const cite = {
  source,
  /** Article or section in the source. */
  at: text.optional(),
  version: version.optional(),
  sureness: Sureness.optional(),
  note: text.optional(),
};
export const Cite = z.strictObject(cite);
export type Cite = z.infer<typeof Cite>;

/** What sort of statute it is, which is what a question may be asked about; never which State wrote it. */
export const OFFENCE_KINDS = [
  "illegal-access",
  "illegal-interception",
  "data-interference",
  "system-interference",
  "misuse-of-devices",
  "forgery",
  "fraud",
  "extortion",
  "laundering",
  "child-material",
  "grooming",
  "intimate-images",
  "violence",
  "trafficking",
  "expression",
  "morals",
  "belief",
  "association",
  "protest",
  "secrecy",
  "other",
] as const;

const gravest = z.enum(["term", "life", "death"]).nullable();

const penalty = z.strictObject({
  /** The day from which the penalty stands; null where the text read does not say: then it stands as last read. */
  from: day.nullable(),
  minMonths: z.number().int().nonnegative().nullable(),
  /** Of the basic form, with nothing that aggravates it. Null is not known. */
  maxMonths: months,
  gravest,
  /**
   * Graver forms, each with what makes it one. `elements` empty: the vocabulary cannot say it. An empty list or none:
   * the text read has no graver form. Null: whether there is one was not read.
   */
  aggravated: z
    .array(
      z.strictObject({
        when: text,
        elements: z.array(conductKey),
        minMonths: z.number().int().nonnegative().nullable(),
        maxMonths: months,
        gravest,
      }),
    )
    .nullable()
    .optional(),
  ...z.strictObject(cite).partial().shape,
});

export const offence = z.strictObject({
  code: z.string().min(1).max(40),
  title: text,
  kind: z.enum(OFFENCE_KINDS),
  /** What the statute punishes, in our own words. */
  says: text.optional(),
  /** What must be there for the offence; all of it. */
  elements: z.array(conductKey).min(1),
  /** What else must be there that the vocabulary cannot say: with it, no program finds the offence met. */
  further: z.array(text).optional(),
  /** What takes the conduct out of the offence again; any of it. */
  exclusions: z.array(conductKey),
  /** Articles the offence was established in accordance with: `hanoi/7`, `budapest/2`. See `confirmed`. */
  enacts: z.array(provision),
  /** `from` null: when it began was not read; it is taken as in force, as last read. */
  inForce: z.strictObject({ from: day.nullable(), until: day.nullable() }),
  /** Deprivation of liberty in months, as it stood from each day. */
  penalties: z.array(penalty).min(1),
  link: z.url().nullable(),
  ...cite,
});
export type SheetOffence = z.infer<typeof offence>;

export const authorisation = z.strictObject({
  /** Whether the State's law has the measure at all; null where not known. */
  available: z.boolean().nullable(),
  who: text.nullable(),
  standard: text.nullable(),
  /** The least maximum penalty, in months, for which the measure may be ordered. */
  leastMonths: months.optional(),
  /** Whether the rule read is the one for a foreign request, or the domestic one a foreign request may meet. */
  rule: z.enum(["foreign", "domestic"]).nullable().optional(),
  ...cite,
});

/** A record with one cell for each measure. */
export function perMeasure<T extends z.ZodType>(cell: T): z.ZodObject<Record<Measure, T>, z.core.$strict> {
  return z.strictObject(Object.fromEntries(MEASURES.map((measure) => [measure, cell])) as Record<Measure, T>);
}

/** Grounds on which the State's own law refuses; a treaty in force between two States usually displaces them. */
export const REFUSAL_GROUNDS = [
  "sovereignty",
  "fundamental-principles",
  "human-rights",
  "fair-trial",
  "discrimination",
  "torture",
  "death-penalty",
  "political",
  "military",
  "fiscal",
  "dual-criminality",
  "double-jeopardy",
  "limitation",
  "de-minimis",
  "own-proceedings",
  "safety",
  "burden",
  "data-protection",
  "amnesty",
  "immunity",
  "nationality",
  "reciprocity",
  "form",
  "general",
  "other",
] as const;

export const refusal = z.strictObject({
  ground: z.enum(REFUSAL_GROUNDS),
  /** `must`: the authority has to refuse. `may`: it can. Null where the source does not say. */
  force: z.enum(["must", "may"]).nullable(),
  for: z.enum(["assistance", "extradition", "both"]),
  text,
  ...cite,
});

/** Areas of a line that has no field of its own. */
export const LINE_AREAS = [
  "offences",
  "assistance",
  "refusal",
  "measures",
  "preservation",
  "secrecy",
  "notice",
  "remedies",
  "extradition",
  "data-protection",
  "press",
  "legal-privilege",
  "languages",
  "calendar",
  "costs",
  "reciprocity",
  "channel",
  "treaties",
] as const;

export const line = z.strictObject({ area: z.enum(LINE_AREAS), point: text, text, ...cite });
export type SheetLine = z.infer<typeof line>;
