import { TRANSFERS } from "../hanoi/article-36.ts";
import type { Measure } from "../opinion-types.ts";
import { ALL_MEASURES, ASSISTANCE } from "../provision.ts";
import { hasClosedList } from "../silence.ts";
import {
  always,
  closed,
  dualCriminality,
  essentialInterests,
  forbidden,
  type GroundRule,
  notKnown,
  NOTHING_POINTS,
  onlyResearch,
  open,
  ownLaw,
  prohibitedAtHome,
  reservation,
  type Weigh,
  type Weighing,
  type Weight,
} from "./weigh.ts";

/** The grounds under the Convention: those of Arts. 6, 35, 36, 40, 42 and 43, and what these rule out. */

const WITH_CLOSED: readonly Measure[] = ["preservation", "traffic-partial", ...ASSISTANCE];

export const HANOI: readonly GroundRule[] = [
  {
    id: "R1",
    title: "Request not in conformity with Art. 40",
    provision: "hanoi/40(21)(a)",
    measures: WITH_CLOSED,
    weigh: unlessClosed(({ contentsMissing }) =>
      contentsMissing
        ? open("Contents the article asks for are missing.", true)
        : open("Available; nothing it asks for is missing here."),
    ),
  },
  {
    id: "R2",
    title: "Sovereignty, security, ordre public, other essential interests",
    provision: "hanoi/40(21)(b)",
    measures: WITH_CLOSED,
    weigh: essentialInterests,
  },
  {
    id: "R3",
    title: "Prohibited for a similar domestic offence",
    provision: "hanoi/40(21)(c)",
    measures: WITH_CLOSED,
    weigh: prohibitedAtHome,
  },
  {
    id: "R4",
    title: "Contrary to the legal system on mutual legal assistance",
    provision: "hanoi/40(21)(d)",
    measures: WITH_CLOSED,
    weigh: unlessClosed(ownLaw(NOTHING_POINTS)),
  },
  {
    id: "R5",
    title: "Persecution or prejudice on a protected ground",
    provision: "hanoi/40(22)",
    measures: WITH_CLOSED,
    weigh: persecution,
  },
  {
    id: "R6",
    title: "Absence of dual criminality",
    provision: "hanoi/40(8)",
    measures: ["traffic-partial", ...ASSISTANCE],
    weigh: unlessClosed(dualCriminality),
  },
  {
    id: "R7",
    title: "De minimis",
    provision: "hanoi/40(8)",
    measures: WITH_CLOSED,
    weigh: unlessClosed(always("Available; the requested State weighs it.")),
  },
  {
    id: "R8",
    title: "Available under other provisions",
    provision: "hanoi/40(8)",
    measures: WITH_CLOSED,
    weigh: unlessClosed(always("Available; the requested State weighs it.")),
  },
  {
    id: "R9",
    title: "Reserved: preservation for other than Convention offences without dual criminality",
    provision: "hanoi/42(5)",
    measures: ["preservation"],
    weigh: reservation,
  },
  {
    id: "R10",
    title: "Data-protection law cannot be met",
    provision: "hanoi/36(1)(a)",
    measures: TRANSFERS,
    weigh: dataProtection,
  },
  {
    id: "R12",
    title: "Not available in a similar domestic case",
    provision: "hanoi/45(2)",
    measures: ["traffic-realtime"],
    weigh: available,
  },
  {
    id: "R13",
    title: "Not permitted by treaties or domestic laws",
    provision: "hanoi/46",
    measures: ["content-interception"],
    weigh: available,
  },
  {
    id: "R14",
    title: "Out of scope: no Convention offence and below four years",
    provision: "hanoi/35(1)",
    measures: ALL_MEASURES,
    weigh: scope,
  },
  {
    id: "R15",
    title: "Human-rights obligations",
    provision: "hanoi/6(2)",
    measures: ALL_MEASURES,
    weigh: humanRights,
  },
  {
    id: "P1",
    title: "Postponement: interferes with own proceedings",
    provision: "hanoi/40(27)",
    measures: WITH_CLOSED,
    weigh: unlessClosed(always("Available to postpone, after consulting (40(28)).")),
  },
  {
    id: "F-dual",
    title: "Dual criminality against preservation",
    provision: "hanoi/42(4)",
    measures: ["preservation"],
    weigh: () => forbidden("Preservation does not require dual criminality."),
  },
  {
    id: "F-other-42",
    title: "Any other ground against preservation",
    provision: "hanoi/42(6)",
    measures: ["preservation"],
    weigh: () => forbidden(CLOSED_42),
  },
  {
    id: "F-other-43",
    title: "Any other ground against partial disclosure",
    provision: "hanoi/43(2)",
    measures: ["traffic-partial"],
    weigh: () => forbidden(CLOSED_43),
  },
  {
    id: "F-bank",
    title: "Bank secrecy",
    provision: "hanoi/40(24)",
    measures: WITH_CLOSED,
    weigh: () => forbidden("Bank secrecy is no ground to decline."),
  },
  {
    id: "F-fiscal",
    title: "Fiscal matters alone",
    provision: "hanoi/40(23)",
    measures: WITH_CLOSED,
    weigh: () => forbidden("That fiscal matters are involved is by itself no ground."),
  },
];

const CLOSED_42 = "Art. 42(6) closes the list: only Art. 40(21)(b), (c), (22) and a reservation under 42(5).";
const CLOSED_43 = "Art. 43(2) closes the list: only Art. 40(21)(b), (c) and (22).";

function closedList(measure: Measure): Weight {
  return closed(measure === "preservation" ? CLOSED_42 : CLOSED_43);
}

function persecution({ topics }: Weighing): Weight {
  return onlyResearch(topics)
    ? open(NOTHING_POINTS)
    : open(
        `Questions are open in this file: ${topics.join(", ")}. Substantial grounds must be shown, by a person.`,
        true,
      );
}

function scope({ facts }: Weighing): Weight {
  switch (facts.classification.kind) {
    case "unknown":
      return notKnown(facts.classification.why);
    case "neither":
      return open(facts.classification.why, true);
    default:
      return closed(facts.classification.why);
  }
}

function dataProtection({ facts, topics }: Weighing): Weight {
  const sensitive = topics.filter((topic) => topic !== "research");
  if (hasClosedList(facts.input.measure))
    return notKnown(
      "A general clause against a closed list; the text gives no order of precedence.",
      sensitive.length > 0,
    );
  return sensitive.length
    ? open(
        `The data may show what is specially protected (${sensitive.join(", ")}). Conditions are tried first (36(1)(b)).`,
        true,
      )
    : open("Available where its data-protection law cannot be met; conditions are tried first (36(1)(b)).");
}

function humanRights({ facts, topics }: Weighing): Weight {
  const raised = !onlyResearch(topics);
  if (hasClosedList(facts.input.measure))
    return notKnown(
      "An overriding duty, not a listed ground; the text gives no order of precedence.",
      raised,
    );
  return open("An overriding duty, not a listed ground; it is run through the grounds above.", raised);
}

function available({ facts }: Weighing): Weight {
  const cell = facts.requested?.authorises[facts.input.measure];
  if (!cell || cell.available === null)
    return notKnown("The requested State's sheet does not say whether it has the measure.");
  return cell.available
    ? open("Its law has the measure; the conditions of a similar domestic case apply.")
    : open("Its law does not have the measure.", true);
}

function unlessClosed(weigh: Weigh): Weigh {
  return (weighing) => {
    const { measure } = weighing.facts.input;
    return hasClosedList(measure) ? closedList(measure) : weigh(weighing);
  };
}
