import type { Day } from "../base/time.ts";
import { CONDUCT, conductWords } from "./conduct.ts";
import { compareWith, offencesOf, sheetOrBlank } from "./offences.ts";
import type { ComparedOffence, DualCriminality, Measure, OpinionInput } from "./opinion-types.ts";
import { pinpointOf } from "./provision.ts";
import type { SheetOffence, StateSheet } from "./sheet.ts";
import { citationOf } from "./sheet-facts.ts";

/** Elements that nearly every offence has; alone they do not make two offences alike. */
const GENERIC = new Set(["without-right", "dishonest-intent", "gain-sought", "no-consent"]);
const SHOWN = 5;

/**
 * Whether the conduct is an offence in the requested State too (40(8), by conduct as 35(3) says). It holds when one
 * offence of the sheet is met in full. It fails only where the sheet says positively that such conduct is no offence:
 * a list of offences is never complete, so not finding one proves nothing.
 */
export function dualCriminality(
  input: OpinionInput,
  requested: StateSheet | undefined,
  on: Day,
): DualCriminality {
  const required = isDualCriminalityRequired(input.measure, requested);
  const stance = stanceWords(requested);
  const offences = offencesOf(input, input.requested, requested, on);
  if (!requested && offences.length === 0) {
    const why = "There is no sheet of the requested State.";
    return { required, stance, result: "unknown", why, compared: [] };
  }
  const all = offences.map((each) => compareWith(input, each, sheetOrBlank(requested, input.requested)));
  const compared = nearest(all, input);
  const met = surest(
    offences.filter((_, index) => all[index]?.result === "holds"),
    requested,
    on,
  );
  if (met) {
    const { offence, caution } = met;
    const why = `The conduct is an offence in both States: ${offence.code}, ${offence.title}.`;
    return { required, stance, result: "holds", why: caution ? `${why} ${caution}` : why, compared };
  }
  const notCriminal = requested?.notCriminal.find((each) => covers(each, input, offences));
  if (notCriminal) return { required, stance, result: "fails", why: notCriminal.because, compared };
  return { required, stance, result: "unknown", why: whyUnknown(input, compared), compared };
}

// Of the offences met, the one whose line a lawyer has least to check; what is left to check is said.
function surest(
  met: readonly SheetOffence[],
  sheet: StateSheet | undefined,
  on: Day,
): { offence: SheetOffence; caution: string | null } | undefined {
  const cautioned = met.map((offence) => ({
    offence,
    caution: (sheet && citationOf(sheet, offence, on)?.caution) ?? null,
  }));
  return cautioned.find((each) => each.caution === null) ?? cautioned[0];
}

/**
 * Whether a sheet's line on conduct that is no offence fits: all of `with` ticked, all of `without` expressly absent,
 * and nothing ticked beyond it but what harms nobody by itself and is in no offence of the sheet.
 */
function covers(
  line: StateSheet["notCriminal"][number],
  input: OpinionInput,
  offences: readonly SheetOffence[],
): boolean {
  const ticked = new Set(input.conduct);
  const absent = new Set(input.conductAbsent ?? []);
  const within = new Set([...line.conduct, ...line.with]);
  return (
    line.with.every((key) => ticked.has(key)) &&
    line.without.every((key) => absent.has(key)) &&
    input.conduct.every((key) => within.has(key) || isNeutral(key, offences))
  );
}

function isNeutral(key: string, offences: readonly SheetOffence[]): boolean {
  return CONDUCT[key]?.neutral === true && !offences.some((each) => each.elements.includes(key));
}

function nearest(all: readonly ComparedOffence[], input: OpinionInput): ComparedOffence[] {
  const telling = new Set(input.conduct.filter((key) => !GENERIC.has(key)));
  const rank = { holds: 0, unknown: 1, fails: 2 };
  return all
    .map((each) => ({ each, distance: rank[each.result] * 100 + each.open.length }))
    .filter(({ each }) => touches(each, telling))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, SHOWN)
    .map(({ each }) => each);
}

function touches(offence: ComparedOffence, telling: ReadonlySet<string>): boolean {
  return offence.met.some((key) => telling.has(key)) || offence.lacking.some((key) => telling.has(key));
}

function whyUnknown(input: OpinionInput, compared: readonly ComparedOffence[]): string {
  if (input.conduct.length === 0) return "No conduct is described yet.";
  const [first] = compared;
  if (!first) return "The sheet has no offence near this conduct and does not say that it is none.";
  const through = first.through ? ` (option of ${pinpointOf(first.through)})` : "";
  if (first.result === "fails")
    return `The nearest offence, ${first.code}, is not met${through}; whether another is, the sheet does not say.`;
  return `Whether ${first.code}, ${first.title}, is met depends on: ${conductWords(first.open)}${through}.`;
}

/** Whether the requested State may insist on it for a measure; null where its sheet does not say. */
export function isDualCriminalityRequired(
  measure: Measure,
  requested: StateSheet | undefined,
): boolean | null {
  // 42(4) and 43(2); Art. 41 names no such condition for averting an emergency.
  if (measure === "preservation" || measure === "traffic-partial" || measure === "emergency-data")
    return false;
  const rule = requested?.dualCriminality;
  if (!rule || rule.unsettled?.includes(measure)) return null;
  if (rule.stance === "required-for-coercive")
    return rule.coercive === null ? null : rule.coercive.includes(measure);
  return rule.stance === "required";
}

function stanceWords(requested: StateSheet | undefined): string {
  const words = {
    required: "required",
    "required-for-coercive": "required for coercive measures",
    discretionary: "at its discretion",
    "not-required": "not required",
  };
  const rule = requested?.dualCriminality;
  return rule ? words[rule.stance] : "not known";
}
