import { provisionOf } from "../articles.ts";
import type { Topic } from "../conduct.ts";
import type { Measure, Opinion } from "../opinion-types.ts";
import type { Facts } from "../provision.ts";

/** What a ground is weighed on, what may come of it, and the weighings that several instruments share. */

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

/** How a ground is weighed in one case. */
export type Weigh = GroundRule["weigh"];

export const open = (why: string, indicated = false): Weight => ({ status: "open", indicated, why });
export const closed = (why: string): Weight => ({ status: "closed", indicated: false, why });
export const forbidden = (why: string): Weight => ({ status: "forbidden", indicated: false, why });
export const notKnown = (why: string, indicated = false): Weight => ({ status: "not-known", indicated, why });

/** What is said of a ground that nothing in the file calls for. */
export const NOTHING_POINTS = "Available; nothing in this file points to it.";

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
/** Whether no protected subject but research is live. */
export const onlyResearch = (topics: readonly Topic[]): boolean =>
  !topics.some((topic) => PERSECUTION.includes(topic));

/** A ground that can always be raised, for the reason said. */
export const always =
  (why: string): Weigh =>
  () =>
    open(why);

/** Essential interests: open to the requested State in every case; conduct near a protected subject points to them. */
export function essentialInterests({ topics }: Weighing): Weight {
  return onlyResearch(topics)
    ? open(NOTHING_POINTS)
    : open(
        `Conduct of this kind (${topics.join(", ")}) can touch ordre public. The requested State considers.`,
        true,
      );
}

/** The measure would be prohibited for a similar domestic offence. */
export function prohibitedAtHome({ facts }: Weighing): Weight {
  const cell = facts.requested?.authorises[facts.input.measure];
  if (cell?.available === false) return open("The requested State's law does not have the measure.", true);
  if (facts.dual.compared.some((each) => each.result === "fails" && isExclusion(each, facts)))
    return notKnown(
      "Its law leaves such conduct out of the offence; whether it prohibits the measure is arguable.",
      true,
    );
  return open(NOTHING_POINTS);
}

function isExclusion(compared: Facts["dual"]["compared"][number], facts: Facts): boolean {
  const offence = facts.requested?.offences.find((each) => each.code === compared.code);
  return compared.lacking.some((key) => offence?.exclusions.includes(key) === true);
}

/** Absence of dual criminality, as found. */
export function dualCriminality({ facts }: Weighing): Weight {
  if (facts.dual.result === "holds") return closed(facts.dual.why);
  const through = facts.dual.compared.find((each) => each.through !== null)?.through;
  const option = through ? ` It turns on the option of ${provisionOf(through).pinpoint}.` : "";
  const stance = `Dual criminality is ${facts.dual.stance} there.`;
  return facts.dual.result === "fails"
    ? open(`${facts.dual.why}${option} ${stance} The State may help all the same.`, true)
    : notKnown(`${facts.dual.why}${option} ${stance}`);
}

/** A reservation that lets a State decline preservation: 42(5), Budapest 29(4). */
export function reservation({ facts }: Weighing): Weight {
  const id = facts.instrument === "budapest" ? "budapest/29(4)" : "hanoi/42(5)";
  const finding = provisionOf(id).test?.(facts);
  if (!finding || finding.result === "fails") return closed(finding?.why ?? "No reservation.");
  return finding.result === "holds" ? open(finding.why, true) : notKnown(finding.why);
}

/** Whether the offence is political, which the requested State considers. */
export const political: Weigh = ({ topics }) =>
  onlyResearch(topics)
    ? open(NOTHING_POINTS)
    : open(
        `Questions are open in this file: ${topics.join(", ")}. The requested Party considers whether the offence is political.`,
        true,
      );

/** The requested State's own grounds stand in its sheet; a treaty in force between the two usually goes before them. */
export function ownLaw(otherwise: string): Weigh {
  return ({ facts }) => {
    const own = (facts.requested?.refusals ?? []).filter((each) => each.for !== "extradition");
    if (own.length === 0) return open(otherwise);
    const named = [...new Set(own.map((each) => each.ground))].join(", ").replaceAll("-", " ");
    return open(`Available. Its sheet names grounds of its own law, which a treaty can displace: ${named}.`);
  };
}
