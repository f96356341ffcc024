import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Result, Says } from "../opinion-types.ts";

/**
 * The tables of cases: facts, question and the answer that must come out, in files a lawyer can read and correct without
 * reading code. A row changes the table's question; `expect` says what must come out, and what is not said is not
 * looked at. Grounds and duties are named by their pinpoints.
 */

const Expect = z.strictObject({
  class: z.enum(["convention-offence", "serious-crime", "neither", "unknown"]).optional(),
  /** Articles the offence counts under, for the pair. */
  articles: z.array(z.string()).optional(),
  /** The instrument the request can rest on, or null. */
  basis: z.string().nullable().optional(),
  proposed: z.string().nullable().optional(),
  /** Fields carried over to the instrument proposed. */
  carriedOver: z.array(z.string()).optional(),
  /** The modality of this measure. */
  says: Says.optional(),
  pinpoint: z.string().optional(),
  dual: Result.optional(),
  /** The option through which the law of the requested State differs. */
  through: z.string().optional(),
  extradition: z.enum(["open", "closed", "unknown"]).optional(),
  jointInvestigation: z.enum(["open", "closed", "unknown"]).optional(),
  assets: z.enum(["open", "closed", "unknown"]).optional(),
  /** Grounds that something in the file points to: exactly these. */
  points: z.array(z.string()).optional(),
  /** Grounds by their status: exactly these. */
  open: z.array(z.string()).optional(),
  closed: z.array(z.string()).optional(),
  forbidden: z.array(z.string()).optional(),
  /** Grounds of which it is not known whether they can be raised: these are among them. */
  notKnown: z.array(z.string()).optional(),
  /** What is owed with a ground: exactly these duties. */
  owed: z.record(z.string(), z.array(z.string())).optional(),
  /** Conditions that are among those shown. */
  conditions: z.array(z.string()).optional(),
  /** Articles that are no offence of the instrument for the pair. */
  notForThePair: z.array(z.string()).optional(),
  /** Provisions that pull against each other: exactly these. */
  tensions: z.array(z.array(z.string())).optional(),
  /** Questions that must be raised, and that must not. */
  fires: z.array(z.string()).optional(),
  silent: z.array(z.string()).optional(),
  /** Facts to ask for next: these are among them, in this order. */
  next: z.array(z.string()).optional(),
  clocks: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  use: z.strictObject({ status: z.string(), pinpoint: z.string(), steps: z.number() }).optional(),
  /** Fields that are missing and required: exactly these; and that are advised: among them. */
  missing: z.array(z.string()).optional(),
  advised: z.array(z.string()).optional(),
  /** Whether it can be sent. */
  sent: z.boolean().optional(),
});
export type Expect = z.infer<typeof Expect>;

const Table = z.strictObject({
  case: z.string(),
  /** The facts in plain words, for the reader. */
  facts: z.string(),
  question: z.record(z.string(), z.unknown()),
  rows: z.array(
    z.strictObject({
      row: z.string(),
      /** Why this must come out, where the row alone does not say it. */
      because: z.string().optional(),
      change: z.record(z.string(), z.unknown()).optional(),
      /** Fields of the question taken away. */
      without: z.array(z.string()).optional(),
      expect: Expect,
    }),
  ),
});

export interface CaseRow {
  table: string;
  row: string;
  question: Record<string, unknown>;
  expect: Expect;
}

/** Every row of every table, with its question put together. */
export function caseRows(): CaseRow[] {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".json"));
  return files.toSorted().flatMap((name) => {
    const { question, rows } = Table.parse(JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8")));
    return rows.map(({ row, change = {}, without = [], expect }) => {
      const whole = { ...question, ...change };
      const left = Object.entries(whole).filter(([key, value]) => !without.includes(key) && value !== null);
      return { table: name.replace(".json", ""), row, question: Object.fromEntries(left), expect };
    });
  });
}
