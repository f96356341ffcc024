import type { Day } from "../base/time.ts";
import { isSerious } from "./hanoi/article-02.ts";
import type { ComparedOffence, OpinionInput, Result } from "./opinion-types.ts";
import type { SheetOffence, StateSheet } from "./sheet.ts";

/** Offences of a sheet: which are in force, what they carry on a day, and how conduct meets them. */

/** The offences of a sheet that are in force on a day. */
export function inForce(sheet: StateSheet | undefined, on: Day): SheetOffence[] {
  return (sheet?.offences ?? []).filter(
    (each) => each.inForce.from <= on && (each.inForce.until === null || on < each.inForce.until),
  );
}

/** The penalty of an offence as it stands on a day, or undefined before its first. */
export function penaltyOn(offence: SheetOffence, on: Day): SheetOffence["penalties"][number] | undefined {
  return offence.penalties
    .filter((each) => each.from <= on)
    .toSorted((a, b) => b.from.localeCompare(a.from))[0];
}

/** Whether the penalty on a day reaches four years (2(h)). */
export function seriousOn(offence: SheetOffence, on: Day): Result {
  const penalty = penaltyOn(offence, on);
  return penalty ? isSerious(penalty.maxMonths, penalty.gravest) : "unknown";
}

/** The offences the request cites from the requesting State's sheet, in force on the day. */
export function citedOffences(
  input: OpinionInput,
  requesting: StateSheet | undefined,
  on: Day,
): SheetOffence[] {
  const codes = new Set(
    input.offences.filter((each) => each.state === input.requesting).map((each) => each.code),
  );
  return inForce(requesting, on).filter((each) => codes.has(each.code));
}

/**
 * Conduct against one offence. It holds when every element is ticked and no exclusion is, fails when an element is
 * expressly absent or an exclusion is ticked, and is unknown in between: what nobody said is not known.
 */
export function compareWith(
  input: Pick<OpinionInput, "conduct" | "conductAbsent">,
  offence: SheetOffence,
  sheet: StateSheet,
): ComparedOffence {
  const ticked = new Set(input.conduct);
  const absent = new Set(input.conductAbsent ?? []);
  const lacking = [
    ...offence.elements.filter((key) => absent.has(key)),
    ...offence.exclusions.filter((key) => ticked.has(key)),
  ];
  const open = offence.elements.filter((key) => !ticked.has(key) && !absent.has(key));
  const option = sheet.options.find(
    (each) =>
      offence.enacts.some((article) => each.provision.startsWith(`${article}(`)) &&
      [...each.requires, ...each.excludes].some((key) => lacking.includes(key) || open.includes(key)),
  );
  return {
    state: sheet.state,
    code: offence.code,
    title: offence.title,
    result: lacking.length ? "fails" : open.length ? "unknown" : "holds",
    met: offence.elements.filter((key) => ticked.has(key)),
    lacking,
    open,
    through: option?.provision ?? null,
  };
}
