import type { Day } from "../base/time.ts";
import { isSerious } from "./hanoi/article-02.ts";
import { keeper } from "./keep.ts";
import type { ComparedOffence, OpinionInput, Result, StatedOffence } from "./opinion-types.ts";
import { both, either } from "./provision.ts";
import { OFFENCE_KINDS, type SheetOffence, type StateSheet } from "./sheet.ts";

/** Offences of a sheet: which are in force, what they carry on a day, and how conduct meets them. */

/** The offences of a sheet that are in force on a day. */
export function inForce(sheet: StateSheet | undefined, on: Day): readonly SheetOffence[] {
  if (!sheet) return [];
  return keep(sheet, on, () =>
    sheet.offences.filter(
      ({ inForce: { from, until } }) => (from === null || from <= on) && (until === null || on < until),
    ),
  );
}

const keep = keeper<StateSheet, readonly SheetOffence[]>();

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
): readonly SheetOffence[] {
  return listed(input, `cited ${input.requesting} ${on}`, requesting, () => {
    const codes = input.offences.flatMap(({ state, code }) => (state === input.requesting ? [code] : []));
    return offencesOf(input, input.requesting, requesting, on).filter((each) => codes.includes(each.code));
  });
}

/** The offences of a State in force on a day: its sheet's, and those that the question states and the sheet does not have. */
export function offencesOf(
  { offences }: OpinionInput,
  state: string,
  sheet: StateSheet | undefined,
  on: Day,
): readonly SheetOffence[] {
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
  const known = memoryOf(input);
  if (!known) return compare(new Set(input.conduct), new Set(input.conductAbsent), offence, sheet);
  let compared = known.compared.get(offence);
  if (!compared) {
    compared = compare(known.ticked, known.denied, offence, sheet);
    known.compared.set(offence, compared);
  }
  return compared;
}

/** What was found once for the conduct and the statutes of a question, so that no rule has to find it again. */
interface Memory {
  /** The lists it was found for: with others it serves no more. */
  conduct: readonly string[];
  absent: readonly string[] | undefined;
  offences: OpinionInput["offences"];
  ticked: ReadonlySet<string>;
  denied: ReadonlySet<string>;
  compared: Map<SheetOffence, ComparedOffence>;
  lists: Map<string, { sheet: StateSheet | undefined; list: readonly SheetOffence[] }>;
}

// It goes with the question, under a name that nothing written or read from outside can have.
const MEMORY = Symbol("memory");
type Remembering<Input> = Input & { [MEMORY]?: Memory };

function memoryOf(input: Pick<OpinionInput, "conduct" | "conductAbsent">): Memory | undefined {
  const memory = (input as Remembering<typeof input>)[MEMORY];
  return memory?.conduct === input.conduct && memory.absent === input.conductAbsent ? memory : undefined;
}

/** The question with a memory, so that what is compared once in an opinion is not compared again. */
export function rememberingComparisons(input: OpinionInput): OpinionInput {
  const { conduct, conductAbsent: absent, offences } = input;
  if (memoryOf(input)?.offences === offences) return input;
  const memory: Memory = {
    conduct,
    absent,
    offences,
    ticked: new Set(conduct),
    denied: new Set(absent),
    compared: new Map(),
    lists: new Map(),
  };
  const remembering: Remembering<OpinionInput> = { ...input, [MEMORY]: memory };
  return remembering;
}

function listed(
  input: OpinionInput,
  heading: string,
  sheet: StateSheet | undefined,
  find: () => readonly SheetOffence[],
): readonly SheetOffence[] {
  const memory = memoryOf(input);
  if (memory?.offences !== input.offences) return find();
  const known = memory.lists.get(heading);
  if (known && known.sheet === sheet) return known.list;
  const list = find();
  memory.lists.set(heading, { sheet, list });
  return list;
}

function compare(
  ticked: ReadonlySet<string>,
  denied: ReadonlySet<string>,
  offence: SheetOffence,
  { state, options }: Pick<StateSheet, "state" | "options">,
): ComparedOffence {
  const lacking = joined(
    offence.elements.filter((key) => denied.has(key)),
    offence.exclusions.filter((key) => ticked.has(key)),
  );
  const open = joined(
    offence.elements.filter((key) => !ticked.has(key) && !denied.has(key)),
    offence.further ?? [],
  );
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

// Nearly always one of the two is empty, and every offence of a sheet is compared in every opinion.
function joined(some: string[], more: readonly string[]): string[] {
  return more.length ? [...some, ...more] : some;
}

/** A sheet, or one that says nothing where the node has none, so that offences stated in the question can be compared. */
export function sheetOrBlank(
  sheet: StateSheet | undefined,
  state: string,
): Pick<StateSheet, "state" | "options"> {
  return sheet ?? { state, options: [] };
}
