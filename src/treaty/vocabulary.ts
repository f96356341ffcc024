import { z } from "zod";

/** The words that questions, provisions and opinions share. */

/** What is asked for. The names follow the Convention: Arts 42, 43, 44 (three kinds of data), 45, 46 and 41(3)(e). */
export const MEASURES = [
  "preservation",
  "traffic-partial",
  "subscriber",
  "traffic-stored",
  "stored-data",
  "traffic-realtime",
  "content-interception",
  "emergency-data",
] as const;
export const Measure = z.enum(MEASURES);
export type Measure = z.infer<typeof Measure>;

/**
 * What a request can rest on: the treaties that have a ledger, an agreement of two States, or reciprocity. A law need
 * not have a ledger of each.
 */
export const INSTRUMENTS = [
  "hanoi",
  "budapest",
  "untoc",
  "uncac",
  "coe-mla",
  "coe-mla-protocol-2",
  "coe-extradition",
  "budapest-protocol-2",
  "eu-evidence",
  "cloud-act",
  "bilateral",
  "reciprocity",
] as const;
/** Instruments of which only the standing is kept: who is bound, and that the rules are to be read elsewhere. */
export const STATUS_ONLY: ReadonlySet<string> = new Set(["budapest-protocol-2", "eu-evidence", "cloud-act"]);
export const InstrumentId = z.enum(INSTRUMENTS);
export type InstrumentId = z.infer<typeof InstrumentId>;

/** The three answers a test can give. `unknown` is "not known yet" and never turns into another by itself. */
export const Result = z.enum(["holds", "fails", "unknown"]);
export type Result = z.infer<typeof Result>;

/** How far a line of law was checked: T compared with an authentic text, P with a parallel clause, K not compared yet, K? not compared and the pinpoint may be off. */
export const Grade = z.enum(["T", "P", "K", "K?"]);
export type Grade = z.infer<typeof Grade>;

/** The force of a provision, in the text's own modality. */
export const Effect = z.enum([
  "shall",
  "shall-endeavour",
  "shall-consider",
  "may",
  "nothing-obliges",
  "forbidden",
  "definition",
  /** A clause that leaves other law as it is. */
  "unaffected",
]);
export type Effect = z.infer<typeof Effect>;

/** Whom a provision binds: the two States of a request, or who serves the treaty itself. */
export const Bound = z.enum(["requesting", "requested", "both", "secretary-general", "conference"]);
export type Bound = z.infer<typeof Bound>;
