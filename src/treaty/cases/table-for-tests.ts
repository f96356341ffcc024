import { z } from "zod";
import case01Ransomware from "./case-01-ransomware.json" with { type: "json" };
import case02BusinessEmailFraud from "./case-02-business-email-fraud.json" with { type: "json" };
import case03AbuseMaterial from "./case-03-abuse-material.json" with { type: "json" };
import case04Sextortion from "./case-04-sextortion.json" with { type: "json" };
import case05Researcher from "./case-05-researcher.json" with { type: "json" };
import case06Insult from "./case-06-insult.json" with { type: "json" };
import case07DatingApp from "./case-07-dating-app.json" with { type: "json" };
import case12NotAParty from "./case-12-not-a-party.json" with { type: "json" };
import own08Newsroom from "./own-08-newsroom.json" with { type: "json" };
import own09DrugMarket from "./own-09-drug-market.json" with { type: "json" };
import own10Strike from "./own-10-strike.json" with { type: "json" };
import own11TaxLabel from "./own-11-tax-label.json" with { type: "json" };
import own12Attack from "./own-12-attack.json" with { type: "json" };
import own13Belief from "./own-13-belief.json" with { type: "json" };
import smallPenaltyAndWhoseLaw from "./small-penalty-and-whose-law.json" with { type: "json" };
import smallReservations from "./small-reservations.json" with { type: "json" };
import smallSecrecyAndNames from "./small-secrecy-and-names.json" with { type: "json" };
import smallUseOfEvidence from "./small-use-of-evidence.json" with { type: "json" };
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

/** The tables by the name of their file. A test sees to it that no file of the folder is left out. */
export const TABLES: Readonly<Record<string, unknown>> = {
  "case-01-ransomware": case01Ransomware,
  "case-02-business-email-fraud": case02BusinessEmailFraud,
  "case-03-abuse-material": case03AbuseMaterial,
  "case-04-sextortion": case04Sextortion,
  "case-05-researcher": case05Researcher,
  "case-06-insult": case06Insult,
  "case-07-dating-app": case07DatingApp,
  "case-12-not-a-party": case12NotAParty,
  "own-08-newsroom": own08Newsroom,
  "own-09-drug-market": own09DrugMarket,
  "own-10-strike": own10Strike,
  "own-11-tax-label": own11TaxLabel,
  "own-12-attack": own12Attack,
  "own-13-belief": own13Belief,
  "small-penalty-and-whose-law": smallPenaltyAndWhoseLaw,
  "small-reservations": smallReservations,
  "small-secrecy-and-names": smallSecrecyAndNames,
  "small-use-of-evidence": smallUseOfEvidence,
};

/** Every row of every table, with its question put together. */
export function caseRows(): CaseRow[] {
  return Object.entries(TABLES).flatMap(([table, json]) => {
    const { question, rows } = Table.parse(json);
    return rows.map(({ row, change = {}, without = [], expect }) => {
      const whole = { ...question, ...change };
      const left = Object.entries(whole).filter(([key, value]) => !without.includes(key) && value !== null);
      return { table, row, question: Object.fromEntries(left), expect };
    });
  });
}
