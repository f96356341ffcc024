import type { Day } from "../base/time.ts";
import type {
  Bound,
  Classification,
  DualCriminality,
  Effect,
  Grade,
  InstrumentId,
  Measure,
  OpinionInput,
  Result,
} from "./opinion-types.ts";
import type { Field } from "./fields.ts";
import type { StateSheet } from "./sheet.ts";

/** What a provision is tested on: the question, the two sheets and what has been found so far. */
export interface Facts {
  input: OpinionInput;
  /** The day of `input.on` in UTC. */
  on: Day;
  instrument: InstrumentId | null;
  /** Undefined where the node has no sheet of the State. */
  requesting: StateSheet | undefined;
  requested: StateSheet | undefined;
  /** Provisions the two States have reserved under `instrument` on that day. */
  reserved: { requesting: readonly string[]; requested: readonly string[] };
  classification: Classification;
  dual: DualCriminality;
}

/** A three-valued answer with its reason, and the fields that would make an unknown known. */
export interface Finding {
  result: Result;
  why: string;
  missing: readonly Field[];
}

/** One provision of an instrument, in our own words. */
export interface Provision {
  /** Instrument, article, paragraph: `hanoi/42(4)`. */
  id: string;
  /** As a lawyer cites it: `Art. 42(4)`. */
  pinpoint: string;
  effect: Effect;
  statement: string;
  grade: Grade;
  binds: Bound;
  /** Measures it speaks to. Empty: it is a definition or speaks to none of them. */
  appliesTo: readonly Measure[];
  /** Contents it demands of the request; `required` where the text says shall. */
  asks?: readonly { field: Field; level: "required" | "advised" }[];
  test?: (facts: Facts) => Finding;
  /** Where it makes an offence: the article by which a sheet's offence names it, `hanoi/7`. */
  enactedAs?: string;
  /** Why software has no part in it: a short plain sentence. A provision has this or a rule, and one without a rule says so here. */
  noRule?: string;
}

export const ALL_MEASURES: readonly Measure[] = [
  "preservation",
  "traffic-partial",
  "subscriber",
  "traffic-stored",
  "stored-data",
  "traffic-realtime",
  "content-interception",
  "emergency-data",
];
/** The measures of Art. 44 (and Budapest Art. 31). */
export const STORED: readonly Measure[] = ["subscriber", "traffic-stored", "stored-data"];
/** What is mutual legal assistance under Art. 40(3)(d) to (f). */
export const ASSISTANCE: readonly Measure[] = [...STORED, "traffic-realtime", "content-interception"];

export function holds(why: string): Finding {
  return { result: "holds", why, missing: [] };
}
export function fails(why: string): Finding {
  return { result: "fails", why, missing: [] };
}
export function unknown(why: string, ...missing: Field[]): Finding {
  return { result: "unknown", why, missing };
}

/** Both must hold: one failure fails, otherwise one unknown leaves it unknown. */
export function both(a: Result, b: Result): Result {
  if (a === "fails" || b === "fails") return "fails";
  return a === "unknown" || b === "unknown" ? "unknown" : "holds";
}

/** One is enough: one that holds holds, otherwise one unknown leaves it unknown. */
export function either(results: readonly Result[]): Result {
  if (results.includes("holds")) return "holds";
  return results.includes("unknown") ? "unknown" : "fails";
}

/** Writes a provision with the pinpoint that its id spells. */
export function provision(
  id: string,
  effect: Effect,
  grade: Grade,
  binds: Provision["binds"],
  appliesTo: readonly Measure[],
  statement: string,
  more: Pick<Provision, "asks" | "test" | "noRule" | "enactedAs"> = {},
): Provision {
  return { id, pinpoint: pinpointOf(id), effect, grade, binds, appliesTo, statement, ...more };
}

/** How an instrument other than the Convention is named before its article; by its number where lawyers do so. */
const CITED_AS: Readonly<Record<string, string>> = {
  budapest: "Budapest ",
  untoc: "UNTOC ",
  uncac: "UNCAC ",
  "coe-mla": "CETS 30 ",
  "coe-mla-protocol-2": "CETS 182 ",
  "coe-extradition": "CETS 24 ",
  "budapest-protocol-2": "CETS 224 ",
  "eu-evidence": "Regulation (EU) 2023/1543 ",
};

/** A pinpoint that a ledger writes without its instrument, with it: `Budapest Art. 36(4)`. */
export function citedIn(instrument: string, pinpoint: string): string {
  return /^Arts?\. /.test(pinpoint) ? `${CITED_AS[instrument] ?? ""}${pinpoint}` : pinpoint;
}

/**
 * `hanoi/42(3)(g)` as `Art. 42(3)(g)`; another instrument is named: `Budapest Art. 29(7)`. A sentence that stands for
 * itself has its number at the end: `hanoi/37(1)s2` as `Art. 37(1) sentence 2`.
 */
export function pinpointOf(id: string): string {
  const known = spelled.get(id);
  if (known !== undefined) return known;
  const pinpoint = spell(id);
  if (spelled.size < MOST_SPELLED) spelled.set(id, pinpoint);
  return pinpoint;
}

// The ids of all records and of what ledgers name are some two thousand, and are spelled anew in every opinion.
const spelled = new Map<string, string>();
const MOST_SPELLED = 5_000;

function spell(id: string): string {
  const [instrument = "", article = ""] = id.split("/");
  const written = article.includes("s") ? article.replace(/s(\d)$/, " sentence $1") : article;
  return `${CITED_AS[instrument] ?? ""}Art. ${written}`;
}
