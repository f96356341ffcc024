import type { Topic } from "./conduct.ts";
import { ground } from "./grounds.ts";
import { type GroundRule, PERSECUTION, type Weight } from "./grounds/weigh.ts";
import { citedOffences, penaltyOn } from "./offences.ts";
import type { Ground, Result } from "./opinion-types.ts";
import type { Facts } from "./provision.ts";

/** The grounds of Art. 37, which extradition has of its own; those of Art. 40 are not among them. */

type Rule = Pick<GroundRule, "id" | "title" | "provision">;

const RULES: Readonly<Record<"E1" | "E2" | "E3" | "E4" | "F-fiscal-37", Rule>> = {
  E1: { id: "E1", title: "Not punishable in both States", provision: "hanoi/37(1)" },
  E2: {
    id: "E2",
    title: "Conditions of the requested State's law or treaties, among them a least penalty",
    provision: "hanoi/37(8)",
  },
  E3: { id: "E3", title: "A national of the requested State", provision: "hanoi/37(11)" },
  E4: { id: "E4", title: "Persecution or prejudice on a protected ground", provision: "hanoi/37(15)" },
  "F-fiscal-37": { id: "F-fiscal-37", title: "Fiscal matters alone", provision: "hanoi/37(16)" },
};

/** The grounds of Art. 37 for these facts; none where the Convention is not the basis. */
export function extraditionGrounds(facts: Facts, topics: readonly Topic[], punishable: Result): Ground[] {
  if (facts.instrument !== "hanoi") return [];
  return [
    ground(RULES.E1, dual(punishable)),
    ground(RULES.E2, leastPenalty(facts)),
    ground(RULES.E3, nationality(facts)),
    ground(RULES.E4, persecution(topics)),
    ground(RULES["F-fiscal-37"], {
      status: "forbidden",
      indicated: false,
      why: "That fiscal matters are involved is by itself no ground.",
    }),
  ];
}

const weight = (status: Weight["status"], why: string, indicated = false): Weight => ({
  status,
  indicated,
  why,
});

function dual(punishable: Result): Weight {
  switch (punishable) {
    case "holds":
      return weight("closed", "The conduct is punishable under the same article in both States.");
    case "fails":
      return weight(
        "open",
        "On these facts the Convention offence is not punishable in the requested State.",
        true,
      );
    case "unknown":
      return weight("not-known", "Whether it is punishable in the requested State is not known yet.");
  }
}

// 37 itself names no least penalty; the requested State's law can.
function leastPenalty({ input, requesting, requested, on }: Facts): Weight {
  const least = requested?.extradition?.minimumMonths ?? null;
  if (least === null) return weight("not-known", "Its law on extradition is not known well enough to say.");
  const highest = citedOffences(input, requesting, on).map((each) => penaltyOn(each, on));
  if (highest.some((each) => each !== undefined && (lastsAtLeast(each, least) ?? false)))
    return weight("open", `Available; its least penalty of ${least} months is reached by the offence cited.`);
  if (
    highest.length === 0 ||
    highest.some((each) => each === undefined || lastsAtLeast(each, least) === null)
  )
    return weight(
      "not-known",
      `Its law asks for ${least} months; what the offence cited carries is not known.`,
    );
  return weight(
    "open",
    `Its law asks for a maximum of at least ${least} months, which is not reached.`,
    true,
  );
}

function lastsAtLeast(
  { maxMonths, gravest }: { maxMonths: number | null; gravest: string | null },
  least: number,
): boolean | null {
  if (gravest === "life" || gravest === "death") return true;
  return maxMonths === null ? null : maxMonths >= least;
}

function nationality({ input, requested }: Facts): Weight {
  const surrendered = requested?.extradition?.nationals ?? null;
  if (input.nationalOfRequested === false)
    return weight("closed", "The person is said not to be a national of the requested State.");
  if (surrendered === true) return weight("closed", "Its law lets it surrender nationals.");
  const then = "refused for that alone, it submits the case for prosecution on request, without undue delay";
  if (surrendered === false && input.nationalOfRequested === true)
    return weight("open", `Its law does not surrender nationals; ${then}.`, true);
  return weight(
    "not-known",
    surrendered === null
      ? `Whether its law surrenders nationals is not known; ${then}.`
      : `Its law does not surrender nationals; whether the person is one is not known, and need not be asked before the rest is settled. If so: ${then}.`,
  );
}

function persecution(topics: readonly Topic[]): Weight {
  const raised = topics.filter((topic) => PERSECUTION.includes(topic));
  return raised.length
    ? weight(
        "open",
        `Questions are open in this file: ${raised.join(", ")}. Substantial grounds must be shown, by a person.`,
        true,
      )
    : weight("open", "Available; nothing in this file points to it.");
}
