import type { Opinion } from "./opinion-types.ts";
import { cited, sentence, nameOf, type Section, versionWords } from "./written-words.ts";

/** The second half of a written opinion: grounds, conditions, doors, dates, questions, and what is not known or decided. */

export const STATUS_WORDS: Readonly<Record<string, string>> = {
  open: "Open",
  "not-known": "Not known",
  forbidden: "Forbidden as a ground",
  closed: "Closed",
};

export function grounds({ grounds: all }: Opinion): Section {
  const order = ["open", "not-known", "forbidden", "closed"];
  return {
    title: "Grounds to refuse, limit or postpone",
    paragraphs: all
      .toSorted(
        (a, b) =>
          Number(b.indicated) - Number(a.indicated) || order.indexOf(a.status) - order.indexOf(b.status),
      )
      .map(
        (each) =>
          `${STATUS_WORDS[each.status]}${each.indicated ? ", and something in this file points to it" : ""}: ${sentence(each.title)} ${sentence(each.why)} ${cited(each.pinpoint)}`,
      ),
  };
}

export function refusing({ grounds: all }: Opinion): Section {
  const force = {
    shall: "Shall",
    "where-appropriate": "Where appropriate",
    "good-practice": "Good practice",
  };
  const byDuty = new Map<string, string[]>();
  for (const ground of all.filter((each) => each.status === "open" || each.status === "not-known"))
    for (const each of ground.duties) {
      const text = `${force[each.force]} (${each.duty}): ${sentence(each.text)} ${cited(each.pinpoint)}`;
      byDuty.set(text, [...(byDuty.get(text) ?? []), ground.pinpoint]);
    }
  return {
    title: "What is owed with a refusal",
    paragraphs: [...byDuty].map(([text, of]) => `${text} For: ${[...new Set(of)].join(", ")}.`),
  };
}

export function conditions({ conditions: all }: Opinion): Section {
  return {
    title: "Conditions",
    paragraphs: all.map(
      (each) =>
        `${sentence(each.text)}${each.because ? ` ${sentence(each.because)}` : ""} ${cited(each.pinpoint)}`,
    ),
  };
}

export function useOfEvidence({ use }: Opinion): Section {
  if (!use) return { title: "Use", paragraphs: [] };
  const words = {
    allowed: "Allowed",
    "with-consent": "Only with consent",
    "not-allowed": "Not allowed",
    unknown: "Not known",
  };
  return {
    title: "Use of what was received",
    paragraphs: [
      `${words[use.status]}. ${sentence(use.why)} ${cited(use.pinpoint)}`,
      ...use.steps.map((each) => `${each.effect}: ${sentence(each.text)} ${cited(each.pinpoint)}`),
    ],
  };
}

export function doors({ doors: all }: Opinion): Section {
  const names: Record<string, string> = {
    extradition: "Extradition",
    jointInvestigation: "Joint investigation",
    assets: "Recovery of assets",
    policeCooperation: "Cooperation between police",
  };
  return {
    title: "Other doors",
    paragraphs: Object.entries(all).flatMap(([name, door]) =>
      !door
        ? []
        : [
            `${names[name] ?? name}: ${door.status}. ${sentence(door.why)} ${door.conditions.map(sentence).join(" ")} ${cited(door.pinpoint)}`.replace(
              /\s+/g,
              " ",
            ),
            ...(door.status === "closed" && !door.grounds?.[0]?.indicated ? [] : (door.grounds ?? [])).map(
              (each) =>
                `${names[name]}. ${STATUS_WORDS[each.status]}${each.indicated ? ", and something in this file points to it" : ""}: ${sentence(each.title)} ${sentence(each.why)} ${cited(each.pinpoint)}`,
            ),
          ],
    ),
  };
}

export function clocks({ clocks: all }: Opinion): Section {
  return {
    title: "Dates",
    paragraphs: all.map(
      (each) =>
        `${each.id}: ${endOf(each)}. ${sentence(each.rule)} ${each.steps.map((step) => `${step} `).join("")}${cited(each.pinpoint)}`,
    ),
  };
}

function endOf({ ends, endsThere, from }: Opinion["clocks"][number]): string {
  if (ends === null) return from === null ? "not started" : "no date yet";
  return endsThere ?? ends;
}

export function tensions({ tensions: all }: Opinion): Section {
  return {
    title: "Provisions that pull against each other, for a lawyer",
    paragraphs: all.map((each) => `${sentence(each.text)} [${each.provisions.join(", ")}]`),
  };
}

export function prompts({ prompts: all }: Opinion): Section {
  return {
    title: "Questions a person answers in writing",
    paragraphs: all.map((each) => {
      const owed = each.must ? "Owed before any step beyond preservation" : "Advised";
      const answer = each.answer === null ? "Not answered." : `Answer: ${sentence(each.answer)}`;
      return `${owed}: ${each.question} Innocent explanation: ${sentence(each.innocentExplanation)} ${answer} ${cited(each.pinpoint)}`;
    }),
  };
}

export function missing({ missing: all, canBeSent }: Opinion): Section {
  return {
    title: "What is missing in the request",
    paragraphs: [
      ...all.map((each) => `${each.severity}: ${sentence(each.why)} (${each.field}) ${cited(each.pinpoint)}`),
      canBeSent ? "Nothing that is required is missing." : "It cannot be sent as it stands.",
    ],
  };
}

export function next({ next: facts = [] }: Opinion): Section {
  return {
    title: "Facts to ask for next, the most deciding first",
    paragraphs: facts.map((each) => {
      const turns = each.turns.map(({ line, ifYes, ifNo }) => `${line}: ${ifYes} if yes, ${ifNo} if no`);
      return `${each.question} It decides ${each.decides}: ${turns.join("; ")}. ${cited(each.pinpoint)}`;
    }),
  };
}

export function notKnown(opinion: Opinion): Section {
  const { instrument, classification, dualCriminality, grounds: all, authorisation, parties } = opinion;
  const unsure = (opinion.sources ?? []).filter((each) => each.check);
  const cells = [
    ...(authorisation.requestedState === "not known" ? ["who authorises the measure"] : []),
    ...(authorisation.remedyWindowHours === null ? ["the time for a remedy"] : []),
    ...(authorisation.notice === "not known" ? ["the rule on notice"] : []),
    ...(dualCriminality.required === null ? ["whether dual criminality is required"] : []),
  ];
  return {
    title: "What is not known",
    paragraphs: [
      ...instrument.candidates
        .filter((each) => each.applies === "unknown" && each.id !== instrument.chosen)
        .map((each) => `Whether ${each.name} reaches the case: ${sentence(each.why)}`),
      ...(classification.kind === "unknown"
        ? [`The class of the offence: ${sentence(classification.why)}`]
        : []),
      ...(dualCriminality.result === "unknown" ? [`Dual criminality: ${sentence(dualCriminality.why)}`] : []),
      ...all
        .filter((each) => each.status === "not-known")
        .map((each) => `The ground of ${each.pinpoint}: ${sentence(each.why)}`),
      ...(cells.length ? [`Of the law of ${nameOf(parties.requested)}: ${cells.join(", ")}.`] : []),
      ...unsure.map(
        (each) =>
          `To be checked: ${each.about} (${each.state}), ${each.title}. ${each.caution ?? "No sheet has it."}`,
      ),
    ],
  };
}

export function notDecided({ grounds: all, tensions: pulls }: Opinion): Section {
  const raised = all.filter((each) => each.indicated).map((each) => each.pinpoint);
  return {
    title: "What was not decided",
    paragraphs: [
      ...(raised.length
        ? [
            `Whether a ground is made out (${[...new Set(raised)].join(", ")}): a person decides and gives reasons.`,
          ]
        : []),
      "Whether an emergency, an exception or a condition exists in fact.",
      ...(pulls.length ? ["Which of the provisions that pull against each other goes first."] : []),
      "Whether to help where the text leaves it to the requested State.",
    ],
  };
}

export function authorities({ sources = [] }: Opinion): Section {
  const grades =
    "Grades: T compared with an authentic text; P with a parallel clause of another treaty; K not compared yet; K? not compared, and the pinpoint may be off, so no rule rests on it.";
  const sheets = [...new Map(sources.map((each) => [`${each.state}|${each.about}`, each])).values()];
  return {
    title: "Authorities",
    paragraphs: [
      grades,
      ...sheets.map((each) => {
        const where = [each.title, each.at, versionWords(each.version)].filter(Boolean);
        const sure = each.sureness ? `sureness ${each.sureness}` : "not checked";
        return `${each.state}, ${each.about}: ${where.join(", ")}; ${sure}${each.link ? `; ${each.link}` : ""}.${each.caution ? ` ${each.caution}` : ""}`;
      }),
    ],
  };
}
