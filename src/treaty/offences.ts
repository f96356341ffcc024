import type { Day } from "../base/time.ts";
import { isSerious } from "./hanoi/article-02.ts";
import type { ComparedOffence, OpinionInput, Result, StatedOffence } from "./opinion-types.ts";
import { both, either } from "./provision.ts";
import { OFFENCE_KINDS, type SheetOffence, type StateSheet } from "./sheet.ts";

/** Offences of a sheet: which are in force, what they carry on a day, and how conduct meets them. */

/** The offences of a sheet that are in force on a day. */
export function inForce(sheet: StateSheet | undefined, on: Day): SheetOffence[] {
  return (sheet?.offences ?? []).filter(
    ({ inForce: { from, until } }) => (from === null || from <= on) && (until === null || on < until),
  );
}

/** The penalty of an offence as it stands on a day, or undefined before its first. */
export function penaltyOn(offence: SheetOffence, on: Day): SheetOffence["penalties"][number] | undefined {
  return offence.penalties.findLast((each) => each.from === null || each.from <= on);
}

/**
 * Whether the penalty on a day reaches four years (2(h)) for these facts. Where only a graver form does, it turns on
 * what makes the form graver; without facts, and where the vocabulary cannot say it, that is not known.
 */
export function seriousOn(
  offence: SheetOffence,
  on: Day,
  facts: Pick<OpinionInput, "conduct" | "conductAbsent"> = { conduct: [] },
): Result {
  const penalty = penaltyOn(offence, on);
  if (!penalty) return "unknown";
  const basic = isSerious(penalty.maxMonths, penalty.gravest);
  if (basic !== "fails") return basic;
  if (penalty.aggravated === null) return "unknown";
  const graver = (penalty.aggravated ?? []).map((form) => {
    const serious = isSerious(form.maxMonths, form.gravest);
    return serious === "fails" ? serious : both(serious, formMet(form.elements, facts));
  });
  return graver.length ? either(graver) : "fails";
}

function formMet(
  elements: readonly string[],
  { conduct, conductAbsent = [] }: Pick<OpinionInput, "conduct" | "conductAbsent">,
): Result {
  if (elements.some((key) => conductAbsent.includes(key))) return "fails";
  return elements.length > 0 && elements.every((key) => conduct.includes(key)) ? "holds" : "unknown";
}

/** The offences the request cites of the requesting State's law, in force on the day; of a statute no sheet has, as the question states it. */
export function citedOffences(
  input: OpinionInput,
  requesting: StateSheet | undefined,
  on: Day,
): SheetOffence[] {
  const codes = new Set(
    input.offences.filter((each) => each.state === input.requesting).map((each) => each.code),
  );
  return offencesOf(input, input.requesting, requesting, on).filter((each) => codes.has(each.code));
}

/** The offences of a State in force on a day: its sheet's, and those that the question states and the sheet does not have. */
export function offencesOf(
  { offences }: OpinionInput,
  state: string,
  sheet: StateSheet | undefined,
  on: Day,
): SheetOffence[] {
  const stated = offences.flatMap((each) =>
    each.stated && each.state === state && !sheet?.offences.some(({ code }) => code === each.code)
      ? [asOffence(each.code, each.stated)]
      : [],
  );
  return stated.length ? [...inForce(sheet, on), ...stated] : inForce(sheet, on);
}

/** What an offence stated in the question names as its source. */
export const STATED = "stated in the question";

function asOffence(code: string, stated: StatedOffence): SheetOffence {
  const { title, elements, exclusions = [], enacts = [], maxMonths, gravest = null } = stated;
  const kind = OFFENCE_KINDS.find((each) => each === stated.kind) ?? "other";
  return {
    code,
    title,
    kind,
    elements,
    exclusions,
    enacts,
    inForce: { from: null, until: null },
    penalties: [{ from: null, minMonths: null, maxMonths, gravest }],
    link: null,
    source: STATED,
  };
}

/**
 * Conduct against one offence. It holds when every element is ticked and no exclusion is, fails when an element is
 * expressly absent or an exclusion is ticked, and is unknown in between: what nobody said is not known. A statute that
 * asks for more than the vocabulary can say is never found met.
 */
export function compareWith(
  input: Pick<OpinionInput, "conduct" | "conductAbsent">,
  offence: SheetOffence,
  sheet: Pick<StateSheet, "state" | "options">,
): ComparedOffence {
  const done = remembered.get(input.conduct);
  if (!done || done.absent !== input.conductAbsent) return compare(input, offence, sheet);
  let compared = done.compared.get(offence);
  if (!compared) done.compared.set(offence, (compared = compare(input, offence, sheet)));
  return compared;
}

const remembered = new WeakMap<
  readonly string[],
  { absent: readonly string[] | undefined; compared: Map<SheetOffence, ComparedOffence> }
>();

/** The question with lists of its own, so that what is compared once in an opinion is not compared again. */
export function rememberingComparisons(input: OpinionInput): OpinionInput {
  if (remembered.get(input.conduct)?.absent === input.conductAbsent && input.conductAbsent) return input;
  const conduct = [...input.conduct];
  const conductAbsent = [...(input.conductAbsent ?? [])];
  remembered.set(conduct, { absent: conductAbsent, compared: new Map() });
  return { ...input, conduct, conductAbsent };
}

function compare(
  input: Pick<OpinionInput, "conduct" | "conductAbsent">,
  offence: SheetOffence,
  { state, options }: Pick<StateSheet, "state" | "options">,
): ComparedOffence {
  const ticked = new Set(input.conduct);
  const absent = new Set(input.conductAbsent ?? []);
  const lacking = [
    ...offence.elements.filter((key) => absent.has(key)),
    ...offence.exclusions.filter((key) => ticked.has(key)),
  ];
  const open = [
    ...offence.elements.filter((key) => !ticked.has(key) && !absent.has(key)),
    ...(offence.further ?? []),
  ];
  const option = options.find(
    (each) =>
      offence.enacts.some((article) => each.provision.startsWith(`${article}(`)) &&
      [...each.requires, ...each.excludes].some((key) => lacking.includes(key) || open.includes(key)),
  );
  return {
    state,
    code: offence.code,
    title: offence.title,
    result: lacking.length ? "fails" : open.length ? "unknown" : "holds",
    met: offence.elements.filter((key) => ticked.has(key)),
    lacking,
    open,
    through: option?.provision ?? null,
  };
}

/** A sheet, or one that says nothing where the node has none, so that offences stated in the question can be compared. */
export function sheetOrBlank(
  sheet: StateSheet | undefined,
  state: string,
): Pick<StateSheet, "state" | "options"> {
  return sheet ?? { state, options: [] };
}
