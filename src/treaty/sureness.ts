import { z } from "zod";

/**
 * How sure a line is: A the depositary or a government's own publication, B public sources that agree, C one secondary
 * source or an old list ("probably, check"), D recalled without a source ("check the depositary"; no date is given).
 */
export const Sureness = z.enum(["A", "B", "C", "D"]);
export type Sureness = z.infer<typeof Sureness>;

/** The weaker of two: a chain is as sure as its weakest line. */
export function weaker(a: Sureness, b: Sureness): Sureness {
  return a > b ? a : b;
}

/** What a sureness means for somebody who wants to rely on it. */
export const SURENESS_MEANS: Readonly<Record<Sureness, string>> = {
  A: "seen in a copy of the depositary's table or a government's publication",
  B: "public sources agree",
  C: "one secondary source or an old list: probably, check",
  D: "not seen in any source: check the depositary",
};
