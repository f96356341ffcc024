import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { CONDUCT } from "./conduct.ts";
import { MEASURES, type Measure } from "./opinion-types.ts";

/**
 * A State sheet: the domestic law another State has to know before it asks or answers, as data its own lawyer keeps.
 * It describes the law on paper, not practice. `null` is "not known": never "no", never "none", never a default.
 */

const day = z.iso.date();
const text = z.string().min(1).max(2_000);
/** The `id` of one of the sheet's sources. */
const source = z.string().min(1).max(60);
const conductKey = z.string().refine((key) => Object.hasOwn(CONDUCT, key), {
  error: "is not in the conduct vocabulary (src/treaty/conduct.ts)",
});
const provision = z.string().regex(/^(hanoi|budapest)\/\d+(\([0-9a-z]+\))*$/);

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

const offence = z.strictObject({
  code: z.string().min(1).max(40),
  title: text,
  kind: z.enum(OFFENCE_KINDS),
  /** What must be there for the offence; all of it. */
  elements: z.array(conductKey).min(1),
  /** What takes the conduct out of the offence again; any of it. */
  exclusions: z.array(conductKey),
  /** Articles the offence was established in accordance with: `hanoi/7`, `budapest/2`. */
  enacts: z.array(provision),
  inForce: z.strictObject({ from: day, until: day.nullable() }),
  /** Deprivation of liberty in months, as it stood from each day. `maxMonths` null is not known. */
  penalties: z
    .array(
      z.strictObject({
        from: day,
        minMonths: z.number().int().nonnegative().nullable(),
        maxMonths: z.number().int().positive().nullable(),
        gravest: z.enum(["term", "life", "death"]).nullable(),
      }),
    )
    .min(1),
  link: z.url().nullable(),
  source,
});
export type SheetOffence = z.infer<typeof offence>;

const authorisation = z.strictObject({
  /** Whether the State's law has the measure at all. */
  available: z.boolean(),
  who: text,
  standard: text.nullable(),
  source,
});

/** A record with one cell for each measure. */
function perMeasure<T extends z.ZodType>(cell: T): z.ZodObject<Record<Measure, T>, z.core.$strict> {
  return z.strictObject(Object.fromEntries(MEASURES.map((measure) => [measure, cell])) as Record<Measure, T>);
}

export const StateSheet = z.strictObject({
  format: z.literal("comity/state-sheet/v1"),
  state: z.string().regex(/^[A-Z]{2}$/),
  name: text,
  version: z.number().int().positive(),
  asOf: day,
  /** Whether the State is one of the invented world, in which everything here is made up. */
  invented: z.boolean(),
  sources: z
    .array(z.strictObject({ id: source, title: text, version: day, link: z.url().nullable() }))
    .min(1),
  languages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/)).nullable(),
  timeZone: z.string().min(1).max(60),
  /** ISO weekdays, Monday is 1. */
  workingDays: z.array(z.number().int().min(1).max(7)).min(1),
  holidays: z.array(z.strictObject({ day, name: text })),
  offences: z.array(offence),
  /**
   * Conduct that by this State's law is no offence, however it is called elsewhere: where all of `with` is in the
   * facts, all of `without` is expressly not, and nothing else is but what `conduct` lists.
   */
  notCriminal: z.array(
    z.strictObject({
      with: z.array(conductKey).min(1),
      without: z.array(conductKey),
      conduct: z.array(conductKey),
      because: text,
      source,
    }),
  ),
  /** Options of the Convention the State used ("may require", "may exclude"), with the elements they add. */
  options: z.array(
    z.strictObject({
      provision,
      requires: z.array(conductKey),
      excludes: z.array(conductKey),
      text,
      source,
    }),
  ),
  /** Reservations by provision; the ledger holds their text and date, and the two must agree. */
  reservations: z.array(z.string()),
  dualCriminality: z
    .strictObject({
      stance: z.enum(["required", "required-for-coercive", "discretionary"]),
      /** Measures the State counts as coercive; only they need it where the stance says so. */
      coercive: z.array(z.enum(MEASURES)),
      source,
    })
    .nullable(),
  /** Whose maximum penalty this State measures against four years (2(h) does not say). */
  seriousCrimeMeasuredBy: z.enum(["requesting", "requested", "both"]).nullable(),
  authorises: perMeasure(authorisation.nullable()),
  /** The longest secrecy the State's law allows a foreign request, in days, and whether it can be renewed. */
  secrecy: z
    .strictObject({ capDays: z.number().int().positive(), renewable: z.boolean(), source })
    .nullable(),
  /** Hours between the decision to release and the release, in which a remedy can be sought. */
  remedyWindowHours: perMeasure(z.number().nonnegative().nullable()),
  notice: z
    .strictObject({
      rule: z.enum(["at-end", "by-provider-unless-ordered", "on-request", "none"]),
      delayAllowed: z.boolean().nullable(),
      text,
      source,
    })
    .nullable(),
  /** How long data are preserved for a foreign request, in days. */
  preservation: z
    .strictObject({ foreignDays: z.number().int().positive(), extendable: z.boolean().nullable(), source })
    .nullable(),
  pressPrivilege: z
    .strictObject({ strength: z.enum(["strong", "yes", "some", "weak", "no"]), source })
    .nullable(),
  asylumLaw: z.strictObject({ exists: z.boolean(), source }).nullable(),
  dataProtection: z
    .strictObject({ law: z.boolean().nullable(), authority: z.boolean().nullable(), source })
    .nullable(),
  extradition: z
    .strictObject({
      nationals: z.boolean().nullable(),
      /** Offences that can carry death, in words; null where the sheet does not know, "none" is an empty list. */
      deathPenaltyFor: z.array(text).nullable(),
      minimumMonths: z.number().int().positive().nullable(),
      source,
    })
    .nullable(),
});
export type StateSheet = z.infer<typeof StateSheet>;

/**
 * Reads parsed JSON as a State sheet. Throws Problem `treaty/sheet-invalid` naming the first line that is wrong, with
 * the others in `also`, in words a lawyer can act on.
 */
export function readSheet(json: unknown, where: string): StateSheet {
  const parsed = StateSheet.safeParse(json);
  if (!parsed.success) throw explain(parsed.error, "treaty/sheet-invalid", where);
  const sheet = parsed.data;
  const known = new Set(sheet.sources.map((each) => each.id));
  const cited = [...JSON.stringify({ ...sheet, sources: [] }).matchAll(/"source":"([^"]+)"/g)];
  const lost = cited.map((match) => match[1] as string).find((id) => !known.has(id));
  if (lost !== undefined)
    throw sheetProblem(where, `The source "${lost}" is cited but not listed.`, "sources");
  const codes = sheet.offences.map((each) => each.code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw sheetProblem(where, `The offence "${twice}" stands twice.`, "offences");
  return sheet;
}

function sheetProblem(where: string, what: string, field: string): Problem {
  return new Problem("treaty/sheet-invalid", what, `${where}: ${field}`, "Correct the line and load again.");
}

/** Turns a schema's complaints into one Problem with the rest in `also`. */
export function explain(error: z.ZodError, code: string, where: string): Problem {
  const problems = error.issues.map(
    (issue) =>
      new Problem(
        code,
        issue.message,
        `${where}: ${issue.path.join(".") || "(top)"}`,
        "Correct the line; leave null where the law is not known.",
      ),
  );
  const [first, ...also] = problems as [Problem, ...Problem[]];
  return new Problem(code, first.message, first.where, first.next, also);
}

/** The JSON Schema (2020-12) of a State sheet, as published in `spec/schemas`. */
export function sheetJsonSchema(): unknown {
  return { title: "Comity State sheet, version 1", ...z.toJSONSchema(StateSheet) };
}
