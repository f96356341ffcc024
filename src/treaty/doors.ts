import type { Topic } from "./conduct.ts";
import { extraditionGrounds } from "./extradition.ts";
import { citedOffences, compareWith, offencesOf, penaltyOn, sheetOrBlank } from "./offences.ts";
import type { Opinion, Result } from "./opinion-types.ts";
import { type Facts, either, pinpointOf } from "./provision.ts";

/** What else the classification opens or shuts: extradition, joint investigations, assets. A door is not a grant. */

type Door = Opinion["doors"]["extradition"];

export function doorsFor(facts: Facts, topics: readonly Topic[]): Opinion["doors"] {
  const conventionDoor = (pinpoint: string, what: string): Door =>
    conventionOnly(facts, pinpoint, `${what} for Convention offences.`);
  return {
    extradition: {
      ...extradition(facts),
      grounds: extraditionGrounds(facts, topics, sameArticleInRequested(facts)),
    },
    jointInvestigation: conventionDoor("Art. 48", "Joint investigations are"),
    assets: assets(conventionDoor("Arts. 49 to 52", "Recovery of assets is")),
    policeCooperation: conventionDoor("Art. 47(1)", "Cooperation between police is"),
  };
}

function assets(door: Door): Door {
  if (door.status !== "open") return door;
  const conditions = [
    "Freezing on a foreign order or a request, with a reasonable basis to believe that confiscation will follow (49(2)).",
    "The request describes the property, its place and worth and the facts relied on, with a copy of the order where there is one (50(3)).",
    "Refused or lifted where evidence is not sufficient and timely or the worth is small (50(7)); before lifting, the requesting State is heard where possible (50(8)).",
    "Returning it to compensate victims or to a prior legitimate owner is given priority consideration, on request (52(2)).",
    "Bank secrecy is no ground (31(7), 40(24)).",
  ];
  return { ...door, conditions };
}

function extradition(facts: Facts): Door {
  const pinpoint = "Art. 37(1)";
  const conditions = extraditionConditions(facts);
  if (facts.instrument !== "hanoi")
    return {
      status: "unknown",
      why: "The Convention is not the basis here; another treaty may open it: ask for the bases of an extradition between the two.",
      pinpoint,
      conditions,
    };
  const before = conventionOnly(
    facts,
    pinpoint,
    "Art. 37 is for Convention offences; another treaty may open it.",
  );
  if (before.status !== "open") return { ...before, conditions };
  switch (sameArticleInRequested(facts)) {
    case "holds":
      return {
        status: "open",
        why: "A Convention offence is cited and the conduct is punishable under the same article in both States.",
        pinpoint,
        conditions,
      };
    case "fails":
      return {
        status: "closed",
        why: "The Convention offence is not punishable in the requested State on these facts. 37(2) would only allow it; another treaty may open it for another offence.",
        pinpoint,
        conditions,
      };
    case "unknown":
      return {
        status: "unknown",
        why: "Whether the Convention offence is punishable in the requested State is not known yet.",
        pinpoint,
        conditions,
      };
  }
}

// 37(1) wants the Convention offence itself punishable in both; being punishable as something else is not enough.
function sameArticleInRequested({ requested, classification, input, on }: Facts): Result {
  const sheet = sheetOrBlank(requested, input.requested);
  const enacting = offencesOf(input, input.requested, requested, on).filter((each) =>
    each.enacts.some((article) => classification.articles.includes(article)),
  );
  if (enacting.length === 0) return "unknown";
  return either(enacting.map((each) => compareWith(input, each, sheet).result));
}

// Offences are cited and stand, and none of them enacts an article: only how grave they are is not known.
function surelyNoConventionOffence({ input, requesting, on }: Facts): boolean {
  if (input.sender?.verified === false) return false;
  const sheet = sheetOrBlank(requesting, input.requesting);
  return citedOffences(input, requesting, on).some(
    (each) => compareWith(input, each, sheet).lacking.length === 0,
  );
}

function conventionOnly(facts: Facts, pinpoint: string, why: string): Door {
  const { instrument, classification } = facts;
  if (instrument !== "hanoi")
    return {
      status: "unknown",
      why: "The Convention is not the basis here; another treaty may open it.",
      pinpoint,
      conditions: [],
    };
  switch (classification.kind) {
    case "convention-offence":
      return {
        status: "open",
        why: `Offences under ${classification.articles.map(pinpointOf).join(", ")}.`,
        pinpoint,
        conditions: [],
      };
    case "unknown":
      return surelyNoConventionOffence(facts)
        ? { status: "closed", why, pinpoint, conditions: [] }
        : { status: "unknown", why: classification.why, pinpoint, conditions: [] };
    default:
      return { status: "closed", why, pinpoint, conditions: [] };
  }
}

function extraditionConditions(facts: Facts): string[] {
  const { requesting, requested, input, on } = facts;
  const there = requested?.extradition ?? null;
  const nationals = nationalsCondition(facts);
  const byOwnLaw = under(facts, "37(8)");
  const minimum = there?.minimumMonths
    ? [`The requested State's law asks for a maximum of at least ${there.minimumMonths} months${byOwnLaw}.`]
    : [];
  const deadly = citedOffences(input, requesting, on).filter(
    (each) => penaltyOn(each, on)?.gravest === "death",
  );
  const assurances = deadly.length
    ? [
        `${deadly.map((each) => each.code).join(", ")} can carry death: an assurance is asked for or extradition is refused under the requested State's law${byOwnLaw}.`,
      ]
    : assuranceCondition(requesting?.extradition?.deathPenaltyFor ?? null);
  return [...nationals, ...minimum, ...assurances];
}

// The Convention is cited only where it is the basis.
function under({ instrument }: Facts, paragraph: string): string {
  return instrument === "hanoi" ? ` (${paragraph})` : "";
}

function nationalsCondition(facts: Facts): string[] {
  const { requested } = facts;
  const extradited = requested?.extradition?.nationals ?? null;
  if (extradited === null) return ["Whether the requested State extradites nationals is not known."];
  if (extradited) return [];
  const condition = requested?.cites["extradition.nationals"]?.note;
  const then = facts.instrument === "hanoi" ? "; it then prosecutes on request (37(11))" : "";
  return [
    `The requested State does not extradite nationals${condition ? " without more" : ""}${then}.${condition ? ` ${condition}` : ""}`,
  ];
}

function assuranceCondition(deathPenaltyFor: readonly string[] | null): string[] {
  if (deathPenaltyFor === null)
    return ["Whether the requesting State's law knows the death penalty is not known."];
  return deathPenaltyFor.length
    ? [
        `The requesting State's law knows the death penalty for ${deathPenaltyFor.join(", ")}: an assurance may be asked for.`,
      ]
    : [];
}
