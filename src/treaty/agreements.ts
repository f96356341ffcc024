import { z } from "zod";
import type { StateCode } from "../base/ids.ts";
import type { Day } from "../base/time.ts";
import { LedgerDate, readDate } from "./dates.ts";
import { MEASURES, type Result } from "./opinion-types.ts";
import { Sureness } from "./sureness.ts";

/**
 * What two States have between themselves, as they fill it in: treaties of the two, and promises of reciprocity. No
 * list of these is ever complete, so that none is recorded proves nothing.
 */

const code = z.string().regex(/^[A-Z]{2}$/);
const text = z.string().min(1).max(2_000);

export const AgreementRecord = z
  .strictObject({
    /** `treaty`: a treaty of the two. `reciprocity`: a promise of one to do for the other what the other does for it. */
    kind: z.enum(["treaty", "reciprocity"]),
    between: z.tuple([code, code]),
    name: text,
    /** What it is for; one that covers assistance may still lack some of the measures. */
    covers: z.array(z.enum(["assistance", "extradition"])).min(1),
    /** Measures it has; null where it covers assistance generally or the record does not say. */
    measures: z.array(z.enum(MEASURES)).nullable(),
    /** On what condition it reaches an offence, with its place: a person judges it. Null: none recorded. */
    condition: z.strictObject({ text, pinpoint: text }).nullable(),
    inForce: LedgerDate.nullable(),
    /** The day it ceased or ceases; null where it goes on. */
    until: LedgerDate.nullable(),
    source: z.string().min(1).max(500),
    sureness: Sureness,
  })
  .superRefine((record, context) => {
    const wrong = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: [path], message });
    if (record.between[0] === record.between[1]) wrong("between", "names the same State twice");
    if (record.sureness === "D" && (record.inForce !== null || record.until !== null))
      wrong("inForce", "a date nobody saw in a source is not entered");
    if (record.measures && !record.covers.includes("assistance"))
      wrong("measures", "measures belong to an agreement on assistance");
  });
export type AgreementRecord = z.infer<typeof AgreementRecord>;

export const Agreements = z.strictObject({
  format: z.literal("comity/agreements/v1"),
  invented: z.boolean(),
  records: z.array(AgreementRecord).max(5_000),
});
export type Agreements = z.infer<typeof Agreements>;

/** The records of a pair, in either direction. */
export function agreementsOf(
  records: readonly AgreementRecord[],
  kind: AgreementRecord["kind"],
  a: StateCode,
  b: StateCode,
): AgreementRecord[] {
  return records.filter((each) => each.kind === kind && each.between.includes(a) && each.between.includes(b));
}

/** Whether an agreement is in force on a day; where a date is not exactly known, only if it is so on every day it can mean. */
export function agreementBinds({ inForce, until }: AgreementRecord, on: Day): Result {
  const from = inForce === null ? null : readDate(inForce);
  const end = until === null ? null : readDate(until);
  if ((from && on < from.earliest) || (end && end.latest <= on)) return "fails";
  if (!from || on < from.latest || (end && end.earliest <= on)) return "unknown";
  return "holds";
}

/** The JSON Schema (2020-12) of a file of agreements, as published in `spec/schemas`. */
export function agreementsJsonSchema(): unknown {
  return { title: "Comity agreements of two States, version 1", ...z.toJSONSchema(Agreements) };
}
