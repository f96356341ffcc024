import { z } from "zod";
import { canonicalBytes } from "../base/canonical.ts";
import { Problem } from "../base/problem.ts";

/**
 * One step in a chain of custody: what a laboratory or a court asks of every hand-over (ISO/IEC 27037): who, when,
 * what, why, with which tool. The step is the payload of a signed act of type `comity-custody`.
 */

const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const name = z.string().min(1).max(100);

/** What can happen to an item. `spec/custody.md` says which may follow which. */
export const STEPS = [
  "collected",
  "sealed",
  "received",
  "held",
  "released",
  "transferred",
  "opened",
  "recalled",
] as const;
export type StepName = (typeof STEPS)[number];

/** Who did it: a State's authority, or a provider under a State; an officer where a person acted. */
const By = z.strictObject({
  state: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  provider: name.nullable(),
  officer: name.nullable(),
});
export type By = z.infer<typeof By>;

const Step = z
  .strictObject({
    format: z.literal("comity/custody/v1"),
    /** Identifier of the item, the same in all steps. */
    item: name,
    /** Shared reference of the case, the same in all steps. */
    ref: name,
    /** 1 for the first step. */
    seq: z.number().int().positive(),
    /** Digest of the exact text of the act before; null for the first. */
    prev: digest.nullable(),
    /** By the clock of whoever signs. */
    at: instant,
    by: By,
    step: z.enum(STEPS),
    /** The sealed file; null only before it was sealed. */
    sealed: z.strictObject({ digest, size: z.number().int().nonnegative() }).nullable(),
    /** Digest of the signed manifest inside the sealed file; null only before it was sealed. */
    manifest: digest.nullable(),
    /** Until when it is held; only with `held`. */
    until: instant.optional(),
    why: z.string().min(1).max(500),
    tool: z.strictObject({ name, version: name }),
  })
  .refine((step) => step.by.state !== null || step.by.provider !== null, { path: ["by"] })
  .refine((step) => step.until === undefined || step.step === "held", { path: ["until"] })
  .refine((step) => step.step === "collected" || (step.sealed !== null && step.manifest !== null), {
    path: ["sealed"],
  });
export type CustodyStep = z.infer<typeof Step>;

/** What the caller says of a step; format, number and the link to the act before follow from the chain. */
export type StepFields = Omit<CustodyStep, "format" | "seq" | "prev">;

/** Reads a step. Throws Problem `custody/malformed` naming the field. */
export function readStep(value: unknown, where: string): CustodyStep {
  const parsed = Step.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem(
    "custody/malformed",
    "A field of the custody step is missing, unknown or not of its form.",
    `${where}: ${parsed.error.issues[0]?.path.join(".") || "step"}`,
    "Compare the step with spec/custody.md.",
  );
}

/** The bytes of a step that are signed. Throws Problem `custody/malformed`. */
export function stepBytes(step: CustodyStep): Uint8Array {
  return canonicalBytes(readStep(step, `step ${step.seq}`));
}
