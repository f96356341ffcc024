import { provisionOf } from "./articles.ts";
import type { Topic } from "./conduct.ts";
import { fallBackGrounds } from "./grounds-fallback.ts";
import type { InstrumentId, Measure, Opinion } from "./opinion-types.ts";
import { AUTHENTICITY, dutiesOnRefusing } from "./refusing.ts";
import { ALL_MEASURES, ASSISTANCE, type Facts } from "./provision.ts";
import { TRANSFERS } from "./hanoi/article-36.ts";
import { hasClosedList } from "./silence.ts";

/**
 * Every ground to refuse, decline, limit or postpone, and whether it can be raised against this request. The program
 * names and cites; whether a ground is made out, a person decides and gives reasons.
 */

type Ground = Opinion["grounds"][number];
export type Weight = Pick<Ground, "status" | "indicated" | "why">;

/** What the grounds are weighed on besides the facts: protected subjects still open, and whether contents are missing. */
export interface Weighing {
  facts: Facts;
  topics: readonly Topic[];
  contentsMissing: boolean;
}

export interface GroundRule {
  id: string;
  title: string;
  provision: string;
  measures: readonly Measure[];
  weigh: (weighing: Weighing) => Weight;
}

const open = (why: string, indicated = false): Weight => ({ status: "open", indicated, why });
const closed = (why: string): Weight => ({ status: "closed", indicated: false, why });
const forbidden = (why: string): Weight => ({ status: "forbidden", indicated: false, why });
const notKnown = (why: string, indicated = false): Weight => ({ status: "not-known", indicated, why });

/** Subjects that put a protected ground of 40(22) in question, and those that are about rights in general. */
export const PERSECUTION: readonly Topic[] = [
  "expression",
  "association",
  "belief",
  "sexuality",
  "journalism",
  "leak",
  "protest",
];
const onlyResearch = (topics: readonly Topic[]): boolean =>
  !topics.some((topic) => PERSECUTION.includes(topic));

const CLOSED_42 = "Art. 42(6) closes the list: only Art. 40(21)(b), (c), (22) and a reservation under 42(5).";
const CLOSED_43 = "Art. 43(2) closes the list: only Art. 40(21)(b), (c) and (22).";

function closedList(measure: Measure): Weight {
  return closed(measure === "preservation" ? CLOSED_42 : CLOSED_43);
}

function persecution({ topics }: Weighing): Weight {
  return onlyResearch(topics)
    ? open("Available; nothing in this file points to it.")
    : open(
        `Questions are open in this file: ${topics.join(", ")}. Substantial grounds must be shown, by a person.`,
        true,
      );
}

function essentialInterests({ topics }: Weighing): Weight {
  return onlyResearch(topics)
    ? open("Available; nothing in this file points to it.")
    : open(
        `Conduct of this kind (${topics.join(", ")}) can touch ordre public. The requested State considers.`,
        true,
      );
}

function prohibitedAtHome({ facts }: Weighing): Weight {
  const cell = facts.requested?.authorises[facts.input.measure];
  if (cell?.available === false) return open("The requested State's law does not have the measure.", true);
  if (facts.dual.compared.some((each) => each.result === "fails" && isExclusion(each, facts)))
    return notKnown(
      "Its law leaves such conduct out of the offence; whether it prohibits the measure is arguable.",
      true,
    );
  return open("Available; nothing in this file points to it.");
}

function isExclusion(compared: Facts["dual"]["compared"][number], facts: Facts): boolean {
  const offence = facts.requested?.offences.find((each) => each.code === compared.code);
  return compared.lacking.some((key) => offence?.exclusions.includes(key) === true);
}

function dualCriminality({ facts }: Weighing): Weight {
  if (facts.dual.result === "holds") return closed(facts.dual.why);
  const through = facts.dual.compared.find((each) => each.through !== null)?.through;
  const option = through ? ` It turns on the option of ${provisionOf(through).pinpoint}.` : "";
  const stance = `Dual criminality is ${facts.dual.stance} there.`;
  return facts.dual.result === "fails"
    ? open(`${facts.dual.why}${option} ${stance} The State may help all the same.`, true)
    : notKnown(`${facts.dual.why}${option} ${stance}`);
}

// Budapest 25(4) gives no ground of its own: it lets in what the requested State's law makes a condition.
function dualByOwnLaw(weighing: Weighing): Weight {
  const { requested, dual } = weighing.facts;
  const stance = requested?.dualCriminality?.stance;
  const asksForSome = stance === "required-for-coercive" || stance === "not-required";
  return asksForSome && dual.required === false
    ? closed("The requested State's law does not make it a condition of this measure, as its sheet has it.")
    : dualCriminality(weighing);
}

function reservation({ facts }: Weighing): Weight {
  const id = facts.instrument === "budapest" ? "budapest/29(4)" : "hanoi/42(5)";
  const finding = provisionOf(id).test?.(facts);
  if (!finding || finding.result === "fails") return closed(finding?.why ?? "No reservation.");
  return finding.result === "holds" ? open(finding.why, true) : notKnown(finding.why);
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

const always: (why: string) => GroundRule["weigh"] = (why) => () => open(why);
const unlessClosed =
  (weigh: GroundRule["weigh"]): GroundRule["weigh"] =>
  (weighing) =>
    hasClosedList(weighing.facts.input.measure) ? closedList(weighing.facts.input.measure) : weigh(weighing);
const WITH_CLOSED: readonly Measure[] = ["preservation", "traffic-partial", ...ASSISTANCE];

// The State's own grounds stand in its sheet; a treaty in force between the two usually goes before them.
function ownLaw(otherwise: string): GroundRule["weigh"] {
  return ({ facts }) => {
    const own = (facts.requested?.refusals ?? []).filter((each) => each.for !== "extradition");
    if (own.length === 0) return open(otherwise);
    const named = [...new Set(own.map((each) => each.ground))].join(", ").replaceAll("-", " ");
    return open(`Available. Its sheet names grounds of its own law, which a treaty can displace: ${named}.`);
  };
}

const HANOI: readonly GroundRule[] = [
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
    weigh: unlessClosed(ownLaw("Available; nothing in this file points to it.")),
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

const political: GroundRule["weigh"] = ({ topics }) =>
  onlyResearch(topics)
    ? open("Available; nothing in this file points to it.")
    : open(
        `Questions are open in this file: ${topics.join(", ")}. The requested Party considers whether the offence is political.`,
        true,
      );
const underArt27 =
  (weigh: GroundRule["weigh"]): GroundRule["weigh"] =>
  (weighing) => {
    const weight = weigh(weighing);
    return {
      ...weight,
      why: `${weight.why} Art. 27 speaks only where no mutual assistance treaty binds the two (27(1)).`,
    };
  };

const BUDAPEST: readonly GroundRule[] = [
  {
    id: "B1",
    title: "Political offence",
    provision: "budapest/29(5)",
    measures: ["preservation"],
    weigh: political,
  },
  {
    id: "B1",
    title: "Political offence",
    provision: "budapest/30(2)",
    measures: ["traffic-partial"],
    weigh: political,
  },
  {
    id: "B1",
    title: "Political offence",
    provision: "budapest/27(4)(a)",
    measures: ASSISTANCE,
    weigh: underArt27(political),
  },
  {
    id: "B2",
    title: "Sovereignty, security, ordre public, other essential interests",
    provision: "budapest/29(5)",
    measures: ["preservation"],
    weigh: essentialInterests,
  },
  {
    id: "B2",
    title: "Sovereignty, security, ordre public, other essential interests",
    provision: "budapest/30(2)",
    measures: ["traffic-partial"],
    weigh: essentialInterests,
  },
  {
    id: "B2",
    title: "Sovereignty, security, ordre public, other essential interests",
    provision: "budapest/27(4)(b)",
    measures: ASSISTANCE,
    weigh: underArt27(essentialInterests),
  },
  {
    id: "B3",
    title: "Reserved: preservation for offences outside Arts. 2 to 11 without dual criminality",
    provision: "budapest/29(4)",
    measures: ["preservation"],
    weigh: reservation,
  },
  {
    id: "B4",
    title: "Absence of dual criminality, where the requested Party's law or a treaty makes it a condition",
    provision: "budapest/25(4)",
    measures: ASSISTANCE,
    weigh: dualByOwnLaw,
  },
  {
    id: "B5",
    title: "Other grounds of the requested Party's law",
    provision: "budapest/25(4)",
    measures: ASSISTANCE,
    weigh: ownLaw("Its law and treaties are applied; the sheet does not list them."),
  },
  {
    id: "B6",
    title: "Postponement: prejudices own proceedings",
    provision: "budapest/27(5)",
    measures: ASSISTANCE,
    weigh: underArt27(always("Available to postpone.")),
  },
  {
    id: "F-dual",
    title: "Dual criminality against preservation",
    provision: "budapest/29(3)",
    measures: ["preservation"],
    weigh: () => forbidden("Preservation does not require dual criminality."),
  },
  {
    id: "F-other-29",
    title: "Any other ground against preservation",
    provision: "budapest/29(5)",
    measures: ["preservation"],
    weigh: () => forbidden("Art. 29(5) closes the list, besides a reservation under 29(4)."),
  },
  {
    id: "F-other-30",
    title: "Any other ground against partial disclosure",
    provision: "budapest/30(2)",
    measures: ["traffic-partial"],
    weigh: () => forbidden("Art. 30(2) closes the list."),
  },
];

const UNVERIFIED: Omit<GroundRule, "provision"> = {
  id: "S1",
  title: "It was not shown that the authority named has sent it",
  measures: ALL_MEASURES,
  weigh: ({ facts }) =>
    open(
      facts.input.sender?.contactFromRequest
        ? "The sender is not verified, and the contact for a call back stands in the request itself."
        : "The sender is not verified.",
      true,
    ),
};

const BY_INSTRUMENT: Readonly<Partial<Record<InstrumentId, readonly GroundRule[]>>> = {
  hanoi: HANOI,
  budapest: BUDAPEST,
  ...fallBackGrounds({
    essentialInterests,
    prohibitedAtHome,
    dualCriminality,
    political,
    ownLaw: ownLaw("Available; nothing in this file points to it."),
  }),
};
const byMeasure = new Map<string, readonly GroundRule[]>();

/** The grounds that come into question, as rules: kept by instrument and measure, since they never change. */
export function groundRules({ instrument, input }: Facts): readonly GroundRule[] {
  const key = `${instrument} ${input.measure}`;
  let rules = byMeasure.get(key);
  if (!rules) {
    const all = instrument === null ? [] : (BY_INSTRUMENT[instrument] ?? []);
    rules = all.filter((rule) => rule.measures.includes(input.measure));
    byMeasure.set(key, rules);
  }
  const authenticity = instrument === null ? undefined : AUTHENTICITY[instrument];
  return input.sender?.verified === false && authenticity
    ? [{ ...UNVERIFIED, provision: authenticity }, ...rules]
    : rules;
}

/** The grounds for this measure under the instrument of the facts. */
export function groundsFor(weighing: Weighing): Ground[] {
  return groundRules(weighing.facts).map((rule) => ground(rule, rule.weigh(weighing)));
}

const NONE: Ground["duties"] = Object.freeze([]);

/** A ground as the opinion shows it, with what is owed when it is used. */
export function ground(
  { id, title, provision }: Pick<GroundRule, "id" | "title" | "provision">,
  weight: Weight,
): Ground {
  const { pinpoint, grade } = provisionOf(provision);
  const usable = weight.status === "open" || weight.status === "not-known";
  return {
    id,
    title,
    provision,
    pinpoint,
    grade,
    ...weight,
    duties: usable ? dutiesOnRefusing(id) : NONE,
  };
}

/** Every provision a ground rests on, for the coverage page. */
export const GROUND_PROVISIONS: ReadonlySet<string> = new Set(
  Object.values(BY_INSTRUMENT).flatMap((rules) => rules.map((each) => each.provision)),
);
