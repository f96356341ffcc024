import { z } from "zod";
import { LedgerDate } from "./dates.ts";
import { InstrumentId } from "./opinion-types.ts";
import { Sureness } from "./sureness.ts";

/**
 * A State's road to ratification: who decides, by what majority, how far it has come, and what was said on the way. A
 * position is what somebody said in public in an office, with the day and the source. What others report about
 * intentions, polls among them, is kept as reported and is never a position. Nothing here foretells a vote or rates one.
 */

const text = z.string().min(1).max(1_000);
/** Where it was read, and how sure that makes it. */
const cite = { source: z.string().min(1).max(500), sureness: Sureness };

export const STAGES = [
  "not-signed",
  "signed",
  "proposed",
  "before-the-body",
  "approved",
  "promulgated",
  "deposited",
] as const;

const Threshold = z.strictObject({
  /** The part that must agree, of whom: two thirds of those present are `{ of: "present", atLeast: [2, 3] }`. */
  of: z.enum(["present", "members", "votes-cast"]),
  /** Numerator and denominator. */
  atLeast: z.tuple([z.number().int().positive(), z.number().int().positive()]),
  /** Whether exactly that part is not enough: more than half is `[1, 2]` with `moreThan`. */
  moreThan: z.literal(true).optional(),
  text,
  ...cite,
});
export type Threshold = z.infer<typeof Threshold>;

const day = { date: LedgerDate.nullable() };

export const Road = z
  .strictObject({
    format: z.literal("comity/road/v1"),
    invented: z.boolean(),
    state: z.string().regex(/^[A-Z]{2}$/),
    instrument: InstrumentId,
    /** Day on which this was put together. */
    asOf: z.iso.date(),
    /** Who must approve, in their order; null: not known. */
    body: z.strictObject({ name: text, ...cite }).nullable(),
    threshold: Threshold.nullable(),
    stage: z.strictObject({ stage: z.enum(STAGES), ...day, text, ...cite }).nullable(),
    steps: z.array(z.strictObject({ ...day, text, ...cite })),
    positions: z.array(
      z.strictObject({
        ...day,
        /** The person and office, or the organ, that said it. */
        who: text,
        said: text,
        ...cite,
      }),
    ),
    reported: z.array(z.strictObject({ ...day, reportedBy: text, text, ...cite })),
    papers: z.array(
      z.strictObject({
        kind: z.enum([
          "committee-paper",
          "impact-assessment",
          "public-letter",
          "reservation-proposed",
          "other",
        ]),
        ...day,
        text,
        ...cite,
      }),
    ),
    /** What nobody saw. */
    notKnown: z.array(text),
  })
  .superRefine((road, context) => {
    const dated = [
      ...(road.stage ? [{ path: ["stage"], line: road.stage }] : []),
      ...(["steps", "positions", "reported", "papers"] as const).flatMap((list) =>
        road[list].map((line, index) => ({ path: [list, index], line })),
      ),
    ];
    for (const { path, line } of dated)
      if (line.sureness === "D" && line.date !== null)
        context.addIssue({
          code: "custom",
          path: [...path, "date"],
          message: "a date nobody saw is not entered",
        });
  });
export type Road = z.infer<typeof Road>;

/** How many of so many must agree: 67 of 100 senators present for two thirds. */
export function needed(threshold: Pick<Threshold, "atLeast" | "moreThan">, of: number): number {
  const [part, whole] = threshold.atLeast;
  const exact = (of * part) / whole;
  return threshold.moreThan ? Math.floor(exact) + 1 : Math.ceil(exact);
}

/** The road as it was known on a day: later lines are left out, and the stage where it is later. */
export function roadOn(road: Road, on: string): Road {
  const known = <T extends { date: string | null }>(lines: readonly T[]): T[] =>
    lines.filter(({ date }) => date === null || firstDay(date) <= on);
  return {
    ...road,
    stage: road.stage && known([road.stage]).length ? road.stage : null,
    steps: known(road.steps),
    positions: known(road.positions),
    reported: known(road.reported),
    papers: known(road.papers),
  };
}

function firstDay(date: string): string {
  return date.startsWith("..") ? "" : (date.split("/")[0] as string).padEnd(10, "-01").slice(0, 10);
}

/** The JSON Schema (2020-12) of a road, as published in `spec/schemas`. */
export function roadJsonSchema(): unknown {
  return { title: "Comity road to ratification, version 1", ...z.toJSONSchema(Road) };
}
