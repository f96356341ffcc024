import { pinpointUnder } from "./cited.ts";
import { CONDUCT, conductWords, TOPICS } from "./conduct.ts";
import {
  type Decision,
  doorsBetween,
  nothingShared,
  type Shared,
  sharedButSubjects,
  weighMeasure,
} from "./decide.ts";
import type { Law } from "./law.ts";
import { citedOffences, compareWith, sheetOrBlank } from "./offences.ts";
import type { NextFact, OpinionInput } from "./opinion-types.ts";
import type { Facts } from "./provision.ts";
import type { StateSheet } from "./sheet.ts";

/**
 * The facts to ask for next, the most deciding first. Each open fact is supposed once as yes and once as no; what it
 * decides is the number of lines on which the two opinions then differ. Nothing is guessed at, and no line outweighs
 * another.
 */

interface OpenFact extends Pick<NextFact, "fact" | "question" | "pinpoint" | "askOf"> {
  /** The question and the law if the answer is yes, and if it is no. */
  yes: Supposed;
  no: Supposed;
}
type Supposed = (input: OpinionInput, law: Law) => { input: OpinionInput; law: Law };

/**
 * The facts on which a line of this opinion turns, most lines first, then as they stand in the file. `shared` is what
 * was found when the question itself was decided.
 */
export function nextFacts(decision: Decision, law: Law, shared: Shared = nothingShared()): NextFact[] {
  const { input } = decision.facts;
  return openFacts(decision, law)
    .map((open) => weigh(open, input, law, shared))
    .map((each) => ({ ...each, pinpoint: pinpointUnder(decision.facts.instrument, each.pinpoint) }))
    .filter((each) => each.decides > 0)
    .toSorted((a, b) => b.decides - a.decides);
}

function weigh({ yes, no, ...open }: OpenFact, input: OpinionInput, law: Law, shared: Shared): NextFact {
  const onSubject = open.fact.startsWith("answers:");
  const keeps = (): Shared => (onSubject ? sharedButSubjects(shared) : nothingShared());
  const ifYes = linesOf(yes(input, law), keeps());
  const ifNo = linesOf(no(input, law), keeps());
  const turns = [...new Set([...ifYes.keys(), ...ifNo.keys()])].flatMap((line) => {
    const [a, b] = [ifYes.get(line) ?? "not in question", ifNo.get(line) ?? "not in question"];
    return a === b ? [] : [{ line, ifYes: a, ifNo: b }];
  });
  return { ...open, decides: turns.length, turns };
}

function linesOf({ input, law }: ReturnType<Supposed>, shared: Shared): Map<string, string> {
  const weighed = weighMeasure(input, law, shared);
  const { facts, instrument, obligation, grounds } = weighed;
  const doors = doorsBetween(weighed, law, shared);
  const lines = new Map<string, string>([
    ["obligation", obligation.says],
    ["instrument", instrument.chosen ?? "none"],
    ...instrument.candidates.map((each): [string, string] => [`basis ${each.id}`, each.applies]),
    ["classification", facts.classification.kind],
    ["dual criminality", facts.dual.result],
    ["dual criminality can be insisted on", said(facts.dual.required)],
    ["extradition", doors.extradition.status],
    ["joint investigation", doors.jointInvestigation.status],
    ["assets", doors.assets.status],
  ]);
  for (const { id, status, indicated } of [...grounds, ...(doors.extradition.grounds ?? [])])
    lines.set(`ground ${id}`, indicated ? `${status}, and something points to it` : status);
  return lines;
}

const said = (value: boolean | null): string => (value === null ? "not known" : value ? "yes" : "no");

function openFacts(decision: Decision, law: Law): OpenFact[] {
  return [
    ...openConduct(decision.facts),
    ...openScope(decision),
    ...openAnswers(decision),
    ...openSender(decision),
    ...openLaw(decision.facts, law),
  ];
}

// Elements that the cited statutes, the nearest offences there, or a line on conduct that is no offence still wait for.
function openConduct({ input, requesting, requested, on, dual }: Facts): OpenFact[] {
  const own = citedOffences(input, requesting, on).flatMap(
    (each) => compareWith(input, each, sheetOrBlank(requesting, input.requesting)).open,
  );
  const there = dual.result === "unknown" ? dual.compared.flatMap((each) => each.open) : [];
  const denied = new Set(input.conductAbsent ?? []);
  const ticked = new Set(input.conduct);
  const noOffence = (requested?.notCriminal ?? [])
    .filter((each) => each.with.every((key) => ticked.has(key)))
    .flatMap((each) => each.without);
  return [...new Set([...own, ...there, ...noOffence])]
    .filter((key) => Object.hasOwn(CONDUCT, key) && !ticked.has(key) && !denied.has(key))
    .map((key) => conductFact(key));
}

/** What the facts must have, together, for a treaty of the United Nations to reach the offence. */
const SCOPE: readonly { id: string; keys: readonly string[]; pinpoint: string }[] = [
  { id: "untoc", keys: ["organised-group", "several-states"], pinpoint: "UNTOC Art. 18(1)" },
  { id: "uncac", keys: ["bribe-given-or-taken"], pinpoint: "UNCAC Art. 46(1)" },
  { id: "uncac", keys: ["public-money-taken"], pinpoint: "UNCAC Art. 46(1)" },
];

// Asked only where nothing surer is at hand; where one convention reaches the case, the others need not.
function openScope({ facts, instrument }: Decision): OpenFact[] {
  if (instrument.chosen === "hanoi" || instrument.chosen === "budapest") return [];
  const { conduct, conductAbsent = [] } = facts.input;
  const open = new Set<string>(
    instrument.candidates
      .filter((each) => each.applies === "unknown" && each.inForce === "holds")
      .map(({ id }) => id),
  );
  return SCOPE.filter(({ id, keys }) => open.has(id) && !keys.some((key) => conductAbsent.includes(key)))
    .map((each) => ({ ...each, keys: each.keys.filter((key) => !conduct.includes(key)) }))
    .filter(({ keys }) => keys.length > 0)
    .map(({ keys, pinpoint }) => ({
      ...conductFact(keys[0] as string),
      fact: `conduct:${keys.join(", ")}`,
      question: `Do the facts have it or not: ${conductWords(keys)}?`,
      pinpoint,
      yes: (input, law) => ({ input: { ...input, conduct: [...input.conduct, ...keys] }, law }),
    }));
}

function conductFact(key: string): OpenFact {
  return {
    fact: `conduct:${key}`,
    question: `Do the facts have it or not: ${CONDUCT[key]?.text ?? key}?`,
    pinpoint: "Art. 35(3)",
    askOf: "requesting",
    yes: (input, law) => ({ input: { ...input, conduct: [...input.conduct, key] }, law }),
    no: (input, law) => ({
      input: { ...input, conductAbsent: [...(input.conductAbsent ?? []), key] },
      law,
    }),
  };
}

function openAnswers({ prompts }: Decision): OpenFact[] {
  const answered =
    (id: string, answer: string): Supposed =>
    (input, law) => ({ input: { ...input, answers: { ...input.answers, [id]: answer } }, law });
  return prompts
    .filter((each) => each.answer === null && (TOPICS as readonly string[]).includes(each.id))
    .map(({ id, question, pinpoint }) => ({
      fact: `answers:${id}`,
      question,
      pinpoint,
      askOf: "either" as const,
      yes: answered(id, "yes: supposed"),
      no: answered(id, "no: supposed"),
    }));
}

function openSender({ prompts }: Decision): OpenFact[] {
  const sender =
    (verified: boolean): Supposed =>
    (input, law) => ({ input: { ...input, sender: { verified } }, law });
  return prompts
    .filter((each) => each.id === "verify-sender")
    .map(({ question, pinpoint }) => ({
      fact: "sender",
      question,
      pinpoint,
      askOf: "requested" as const,
      yes: sender(true),
      no: sender(false),
    }));
}

// Blanks of the requested State's sheet. Each is supposed both ways; neither is taken for the default.
function openLaw({ input, requested, dual, classification, instrument }: Facts, law: Law): OpenFact[] {
  if (!requested) return [];
  const cell = requested.authorises[input.measure];
  const open: OpenFact[] = [];
  const byPenalty = instrument !== null && classification.kind !== "convention-offence";
  if (requested.seriousCrimeMeasuredBy === null && byPenalty)
    open.push({
      ...blank(input, "seriousCrimeMeasuredBy", "Does it measure four years by the requesting State's law?"),
      pinpoint: "Art. 2(h)",
      yes: (question, same) => ({ input: { ...question, seriousCrimeMeasuredBy: "requesting" }, law: same }),
      no: (question, same) => ({ input: { ...question, seriousCrimeMeasuredBy: "requested" }, law: same }),
    });
  if (dual.required === null)
    open.push({
      ...blank(input, "dualCriminality", "Does its law require dual criminality for this measure?"),
      pinpoint: "Art. 40(8)",
      ...sheetLine(law, input.requested, requested, (yes) => ({
        dualCriminality: { stance: yes ? "required" : "not-required", coercive: null, source: "supposed" },
      })),
    });
  if (!cell || cell.available === null)
    open.push({
      ...blank(input, `authorises.${input.measure}`, "Does its law have the measure?"),
      pinpoint: "Art. 24(1)",
      ...sheetLine(law, input.requested, requested, (yes) => ({
        authorises: {
          ...requested.authorises,
          [input.measure]: { available: yes, who: null, standard: null, source: "supposed" },
        },
      })),
    });
  return open;
}

function blank(
  input: OpinionInput,
  line: string,
  question: string,
): Pick<OpenFact, "fact" | "question" | "askOf"> {
  return { fact: `sheet ${input.requested}: ${line}`, question, askOf: "requested" };
}

function sheetLine(
  law: Law,
  state: string,
  sheet: StateSheet,
  change: (yes: boolean) => Partial<StateSheet>,
): Pick<OpenFact, "yes" | "no"> {
  const supposed =
    (yes: boolean): Supposed =>
    (input) => {
      const { earlierSheets: _earlier, ...rest } = law;
      return { input, law: { ...rest, sheets: { ...law.sheets, [state]: { ...sheet, ...change(yes) } } } };
    };
  return { yes: supposed(true), no: supposed(false) };
}
