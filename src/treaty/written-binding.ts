import { conductWords } from "./conduct.ts";
import type { Opinion, OpinionInput } from "./opinion-types.ts";
import { pinpointsUnder } from "./under.ts";
import {
  cited,
  sentence,
  nameOf,
  type Section,
  MEASURE_WORDS,
  SAYS_WORDS,
  RESULT_WORDS,
  CLASS_WORDS,
  OTHERS,
} from "./written-words.ts";

/** The first half of a written opinion: the short answer, the question, the basis, the offence and what binds. */

export function shortAnswer(opinion: Opinion): Section {
  const {
    instrument,
    classification,
    obligation,
    grounds: all,
    doors: others,
    prompts: asked,
    next: facts,
  } = opinion;
  const raised = all.filter((each) => each.indicated && each.status !== "closed");
  const owed = asked.filter((each) => each.must && each.answer === null).length;
  return {
    title: "Short answer",
    paragraphs: [
      instrument.chosen
        ? `Basis: ${nameOfInstrument(opinion)}. Class of the offence: ${CLASS_WORDS[classification.kind]}.`
        : `No sure basis as it stands. ${sentence(instrument.why)}`,
      `The requested State, for this measure: ${SAYS_WORDS[obligation.says]}. ${cited(obligation.pinpoint)}`,
      ...(raised.length
        ? [
            `Grounds that something in this file points to: ${[...new Set(raised.map((each) => each.pinpoint))].join(", ")}.`,
          ]
        : ["Nothing in this file points to a ground for refusing."]),
      `Extradition under the Convention: ${others.extradition.status}. ${cited(others.extradition.pinpoint)}`,
      ...(owed
        ? [
            `${owed} question${owed > 1 ? "s" : ""} must be answered in writing before any step beyond preservation.`,
          ]
        : []),
      ...(facts?.[0] ? [`The fact that decides most and is not known: ${facts[0].question}`] : []),
    ],
  };
}

export function nameOfInstrument({ instrument }: Opinion): string {
  return instrument.candidates.find((each) => each.id === instrument.chosen)?.name ?? "none";
}

export function question({ parties, assumed, measure, on }: Opinion, input: OpinionInput): Section {
  const named = input.offences.map((each) => `${each.code} (${each.state})`).join(", ") || "none cited yet";
  const facts = [
    `Conduct in the facts: ${conductWords(input.conduct) || "none stated yet"}.`,
    ...(input.conductAbsent?.length
      ? [`Said not to be in the facts: ${conductWords(input.conductAbsent)}.`]
      : []),
  ];
  return {
    title: "The question",
    paragraphs: [
      `${nameOf(parties.requesting)} asks ${nameOf(parties.requested)} for ${MEASURE_WORDS[measure]}, on ${on.slice(0, 10)}. Offences cited: ${named}. ${facts.join(" ")}`,
      ...assumed.map((each) => `Assumed, against the ledgers and sheets: ${each}`),
      ...sheetParagraphs(parties),
    ],
  };
}

export function sheetParagraphs(parties: Opinion["parties"]): string[] {
  return [parties.requesting, parties.requested].map((each) =>
    each.sheet
      ? `The law of ${nameOf(each)} is taken from version ${each.sheet.version} of its sheet, good for ${each.sheet.asOf}.`
      : `There is no sheet of ${nameOf(each)}: nothing of its law is known here.`,
  );
}

export function basis(opinion: Opinion): Section {
  const { instrument } = opinion;
  const chosen = instrument.chosen
    ? `The request can rest on the ${nameOfInstrument(opinion)}. ${sentence(instrument.why)}`
    : sentence(instrument.why);
  return {
    title: "The basis",
    paragraphs: [
      chosen,
      ...instrument.candidates
        .filter((each) => each.id !== instrument.chosen)
        .map(
          (each) =>
            `${each.name}: ${RESULT_WORDS[each.applies]}. ${sentence(each.why)} ${cited(each.pinpoint)}`,
        ),
    ],
  };
}

function citing(pinpoints: readonly (string | null)[]): string {
  const given = pinpoints.filter((each) => each !== null);
  return given.length ? ` ${cited(given.join("; "))}` : "";
}

export function offence({ classification, dualCriminality, enacted, instrument }: Opinion): Section {
  const { scope, dual } = pinpointsUnder(instrument);
  const byPenalty = classification.whoseLaw !== "not-needed" && classification.kind !== "unknown";
  const whose = byPenalty ? ` Four years are measured by the law of: ${classification.whoseLaw}.` : "";
  return {
    title: "The offence, for this pair",
    paragraphs: [
      `It is ${CLASS_WORDS[classification.kind]}. ${sentence(classification.why)}${whose}${citing([byPenalty ? "Art. 2(h)" : null, scope])}`,
      ...enacted.map(
        (each) =>
          `${each.pinpoint} as enacted. ${each.requesting.state}: ${sentence(each.requesting.why)} ${each.requested.state}: ${sentence(each.requested.why)}${each.forThePair ? "" : " Reserved: no offence of the instrument for this pair."} ${cited(each.pinpoint)}`,
      ),
      `Dual criminality: ${RESULT_WORDS[dualCriminality.result]}. ${sentence(dualCriminality.why)} In the requested State it is ${dualCriminality.stance}.${citing([dual])}`,
    ],
  };
}

// Interception is owed only as far as the law allows; a table that says "shall" alone would say too much.
function withinLaw({ measure, says, instrument }: NonNullable<Opinion["measures"]>[number]): string {
  if (says !== "shall" || instrument !== "budapest") return "";
  if (measure === "content-interception") return ", to the extent its treaties and domestic law permit";
  return measure === "traffic-realtime" ? ", under the conditions of its domestic law" : "";
}

export function binding({
  obligation,
  measures,
  duties,
  authorisation,
  parties,
  instrument,
}: Opinion): Section {
  const applying = duties.filter((each) => each.state !== "fails");
  const atHome = applying.filter((each) => isPowerAtHome(each.provision));
  const active = applying.filter((each) => !isPowerAtHome(each.provision));
  const who = (binds: Opinion["duties"][number]["bindsWhom"]): string =>
    binds === "requesting" || binds === "requested" ? nameOf(parties[binds]) : (OTHERS[binds] ?? binds);
  return {
    title: "What binds",
    paragraphs: [
      `This measure: ${SAYS_WORDS[obligation.says]}. ${sentence(obligation.why)} ${cited(obligation.pinpoint)}`,
      `In ${nameOf(parties.requested)} the measure is authorised by: ${authorisation.requestedState} [${authorisation.source}]. Notice: ${sentence(authorisation.notice)}`,
      ...(measures ?? []).map(
        (each) =>
          `${MEASURE_WORDS[each.measure]}: ${SAYS_WORDS[each.says]}${withinLaw(each)}${each.instrument === instrument.chosen ? "" : `, under ${each.instrument ?? "no instrument"}`}. ${cited(each.pinpoint)}`,
      ),
      ...active.map(
        (each) =>
          `${who(each.bindsWhom)} (${each.effect}): ${sentence(each.statement)}${reasonFor(each)} ${cited(each.pinpoint)}`,
      ),
      ...(atHome.length
        ? [
            `Powers that each State has at home, and so for the other: ${atHome.map((each) => each.pinpoint).join(", ")}.`,
          ]
        : []),
    ],
  };
}

// Arts. 25 to 34 are about powers at home; a request reaches them through the requested State's own law.
export function isPowerAtHome(provision: string): boolean {
  const article = Number(/^hanoi\/(\d+)/.exec(provision)?.[1] ?? 0);
  return article >= 25 && article <= 34;
}

export function reasonFor({ state, why }: Opinion["duties"][number]): string {
  if (state === "unknown") return ` Not known: ${sentence(why)}`;
  return why.startsWith("It applies to every") ? "" : ` ${sentence(why)}`;
}
