import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { MEASURES } from "./opinion-types.ts";
import { contradictionsOf } from "./sheet-check.ts";
import { factsOnly } from "./sheet-facts.ts";
import {
  Cite,
  authorisation,
  cite,
  conductKey,
  day,
  line,
  months,
  offence,
  perMeasure,
  provision,
  refusal,
  source,
  text,
  version,
} from "./sheet-lines.ts";
import { refuseUnreadable } from "./sheet-size.ts";
import { Sureness } from "./sureness.ts";

export { OFFENCE_KINDS } from "./sheet-lines.ts";
export type { Cite, SheetOffence } from "./sheet-lines.ts";

/**
 * A State sheet: the domestic law another State has to know before it asks or answers, as data its own lawyer keeps.
 * It describes the law on paper, not practice. `null` is "not known": never "no", never "none", never a default.
 * Every line names its source; source or line says which version was read and how sure the line is.
 */

export const StateSheet = z.strictObject({
  format: z.literal("comity/state-sheet/v2"),
  state: z.string().regex(/^[A-Z]{2}$/),
  name: text,
  version: z.number().int().positive(),
  /** The day this version is good for. A later version takes over on its own day. */
  asOf: day,
  /** Whether the State is one of the invented world, in which everything here is made up. */
  invented: z.boolean(),
  /** Whether the State itself confirmed the sheet; where not, `enacts` and `options` are a reading of its statutes. */
  confirmed: z.boolean(),
  sources: z
    .array(z.strictObject({ id: source, title: text, version, sureness: Sureness, link: z.url().nullable() }))
    .min(1),
  /** Citations of fields that are no object of their own, by path: `timeZone`, `extradition.nationals`. */
  cites: z.record(z.string().regex(/^[a-zA-Z]+(\.[a-zA-Z-]+)*$/), Cite),
  languages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/)).nullable(),
  /** Of the authority that receives requests; an IANA name. */
  timeZone: z.string().min(1).max(60).nullable(),
  /** ISO weekdays, Monday is 1. */
  workingDays: z.array(z.number().int().min(1).max(7)).min(1).nullable(),
  /** Every day off within `holidaysCover`; outside of it nothing is known. */
  holidays: z.array(z.strictObject({ day, name: text })).nullable(),
  holidaysCover: z.strictObject({ from: day, until: day }).nullable(),
  offences: z.array(offence).max(5_000),
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
      ...cite,
    }),
  ),
  /** Options of the Convention the State used ("may require", "may exclude"), with the elements they add. */
  options: z.array(
    z.strictObject({
      provision,
      requires: z.array(conductKey),
      excludes: z.array(conductKey),
      text,
      ...cite,
    }),
  ),
  /** Reservations by provision. The ledger holds their text and date and must agree; null leaves it to the ledger. */
  reservations: z.array(z.string()).nullable(),
  dualCriminality: z
    .strictObject({
      stance: z.enum(["required", "required-for-coercive", "discretionary", "not-required"]),
      /** Measures the State counts as coercive; only they need it where the stance says so. Null: which is not known. */
      coercive: z.array(z.enum(MEASURES)).nullable(),
      /** Measures for which it was not settled whether the State asks for it. */
      unsettled: z.array(z.enum(MEASURES)).optional(),
      ...cite,
    })
    .nullable(),
  /** Whose maximum penalty this State measures against four years (2(h) does not say). */
  seriousCrimeMeasuredBy: z.enum(["requesting", "requested", "both"]).nullable(),
  /** Grounds of the State's own law, one a line; null where none was read. What is not listed is not excluded. */
  refusals: z.array(refusal).nullable(),
  authorises: perMeasure(authorisation.nullable()),
  /** The longest secrecy the State's law allows a foreign request, in days, and whether it can be renewed. */
  secrecy: z
    .strictObject({
      capDays: z.number().int().positive().nullable(),
      renewable: z.boolean().nullable(),
      text: text.nullable(),
      ...cite,
    })
    .nullable(),
  /** Hours between the decision to release and the release, in which a remedy can be sought. */
  remedyWindowHours: perMeasure(z.number().nonnegative().nullable()),
  remedies: z
    .strictObject({
      text,
      /** Days in which it must be sought. */
      days: z.number().int().positive().nullable(),
      /** Whether seeking it holds the release up. */
      suspends: z.boolean().nullable(),
      ...cite,
    })
    .nullable(),
  notice: z
    .strictObject({
      rule: z.enum(["at-end", "by-provider-unless-ordered", "on-request", "none"]).nullable(),
      delayAllowed: z.boolean().nullable(),
      text,
      ...cite,
    })
    .nullable(),
  /** How long data are preserved for a foreign request, in days, and for a domestic case. */
  preservation: z
    .strictObject({
      foreignDays: z.number().int().positive().nullable(),
      extendable: z.boolean().nullable(),
      domesticDays: z.number().int().positive().nullable(),
      text: text.nullable(),
      ...cite,
    })
    .nullable(),
  /** How long assets are held on a foreign request before the papers for it must be there, in days. */
  freezing: z
    .strictObject({
      available: z.boolean().nullable(),
      who: text.nullable(),
      days: z.number().int().positive().nullable(),
      renewable: z.boolean().nullable(),
      ...cite,
    })
    .nullable()
    .optional(),
  /** `strength` is for a State's own word on its law; a reading by others leaves it null and says the rule in `text`. */
  pressPrivilege: z
    .strictObject({
      strength: z.enum(["strong", "yes", "some", "weak", "no"]).nullable(),
      text: text.nullable(),
      ...cite,
    })
    .nullable(),
  legalPrivilege: z.strictObject({ exists: z.boolean().nullable(), text, ...cite }).nullable(),
  asylumLaw: z.strictObject({ exists: z.boolean(), ...cite }).nullable(),
  dataProtection: z
    .strictObject({
      law: z.boolean().nullable(),
      authority: z.boolean().nullable(),
      text: text.nullable(),
      ...cite,
    })
    .nullable(),
  extradition: z
    .strictObject({
      /** Whether nationals are surrendered without more; a condition stands in the note of its citation. */
      nationals: z.boolean().nullable(),
      /** Offences that can carry death, in words; null where the sheet does not know, "none" is an empty list. */
      deathPenaltyFor: z.array(text).nullable(),
      minimumMonths: months,
      treatyNeeded: z.boolean().nullable(),
      dualCriminality: z.boolean().nullable(),
      /** What the State does where the requesting State's law could end in death. */
      deathPenalty: z.enum(["refused", "refused-without-assurance", "may-be-refused", "no-rule"]).nullable(),
      /** Assurances the State asks for, in words. */
      assurances: z.array(text).nullable(),
      speciality: z.boolean().nullable(),
      ...cite,
    })
    .nullable(),
  /** Whether the State's law lets it assist where no treaty binds the two. */
  reciprocity: z
    .strictObject({
      assistsWithoutTreaty: z.boolean().nullable(),
      condition: z.enum(["none", "reciprocity", "undertaking", "discretion"]).nullable(),
      text,
      ...cite,
    })
    .nullable(),
  costs: z
    .strictObject({
      bears: z.enum(["requesting", "requested", "ordinary-requested-else-agreed"]).nullable(),
      text,
      ...cite,
    })
    .nullable(),
  channel: z
    .strictObject({
      centralAuthority: text.nullable(),
      contactPoint: text.nullable(),
      urgent: text.nullable(),
      ...cite,
    })
    .nullable(),
  /** What has no field of its own, line by line. */
  lines: z.array(line),
  /** Pointers for the next reader: recalled, never read. Never shown as fact. */
  unverified: z.array(z.strictObject({ point: text, text })),
  /** What the readers of this law know that they do not know, in words. */
  notKnown: z.array(text),
});
export type StateSheet = z.infer<typeof StateSheet>;

/**
 * Reads parsed JSON as a State sheet and sets apart what was only recalled (sureness D): it becomes null or goes, and
 * stands in `unverified`, so that no rule and no page can take it for a fact.
 *
 * Throws Problem `treaty/sheet-cyclic`, `treaty/sheet-oversized` (more than 2 MB, 5,000 offences or 30 levels), or
 * `treaty/sheet-invalid` naming the first line that is wrong, with the others in `also`, in words a lawyer can act on.
 */
export function readSheet(json: unknown, where: string): StateSheet {
  refuseUnreadable(json, where);
  const parsed = StateSheet.safeParse(json);
  if (!parsed.success) throw explain(parsed.error, "treaty/sheet-invalid", where);
  const [first, ...also] = contradictionsOf(parsed.data, where);
  if (first) throw new Problem(first.code, first.message, first.where, first.next, also);
  return factsOnly(parsed.data);
}

/** Turns a schema's complaints into one Problem with the rest in `also`. */
export function explain(error: z.ZodError, code: string, where: string): Problem {
  const problems = error.issues.map(
    (issue) =>
      new Problem(code, issue.message, `${where}: ${placeOf(issue).join(".") || "(top)"}`, nextStep(issue)),
  );
  const [first, ...also] = problems as [Problem, ...Problem[]];
  return new Problem(code, first.message, first.where, first.next, also);
}

// A field that is not known is the place itself, not what it stands in.
function placeOf(issue: z.core.$ZodIssue): PropertyKey[] {
  const lost = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  return [...issue.path, ...lost];
}

function nextStep(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys")
    return `Take out ${issue.keys.join(", ")}, or correct the spelling; what has no field goes to lines.`;
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined"))
    return "Write the field; null where the law is not known.";
  if (issue.code === "invalid_value") return "Use one of the values named; null where the law is not known.";
  if (issue.code === "invalid_format" && issue.format === "date")
    return "Write a day of the calendar as YYYY-MM-DD.";
  return "Correct the line; leave null where the law is not known.";
}

/** The JSON Schema (2020-12) of a State sheet, as published in `spec/schemas`. */
export function sheetJsonSchema(): unknown {
  return { title: "Comity State sheet, version 2", ...z.toJSONSchema(StateSheet) };
}
