import { compareWith, inForce } from "./offences.ts";
import type { Opinion, Result } from "./opinion-types.ts";
import { type Facts, either, pinpointOf } from "./provision.ts";

/** What else the classification opens or shuts: extradition, joint investigations, assets. A door is not a grant. */

type Door = Opinion["doors"]["extradition"];

export function doorsFor(facts: Facts): Opinion["doors"] {
  return {
    extradition: extradition(facts),
    jointInvestigation: conventionOnly(facts, "Art. 48", "Joint investigations are for Convention offences."),
    assets: conventionOnly(facts, "Arts. 49 to 52", "Recovery of assets is for Convention offences."),
  };
}

function extradition(facts: Facts): Door {
  const pinpoint = "Art. 37(1)";
  const conditions = extraditionConditions(facts);
  if (facts.instrument !== "hanoi")
    return {
      status: "unknown",
      why: "The Convention is not the basis here; another treaty may open it.",
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
  if (!requested) return "unknown";
  const enacting = inForce(requested, on).filter((each) =>
    each.enacts.some((article) => classification.articles.includes(article)),
  );
  if (enacting.length === 0) return "unknown";
  return either(enacting.map((each) => compareWith(input, each, requested).result));
}

function conventionOnly({ instrument, classification }: Facts, pinpoint: string, why: string): Door {
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
      return { status: "unknown", why: classification.why, pinpoint, conditions: [] };
    default:
      return { status: "closed", why, pinpoint, conditions: [] };
  }
}

function extraditionConditions({ requesting, requested }: Facts): string[] {
  const there = requested?.extradition ?? null;
  const nationals = nationalsCondition(there?.nationals ?? null);
  const minimum = there?.minimumMonths
    ? [`The requested State asks for a maximum of at least ${there.minimumMonths} months (37(8)).`]
    : [];
  const assurances = assuranceCondition(requesting?.extradition?.deathPenaltyFor ?? null);
  return [...nationals, ...minimum, ...assurances];
}

function nationalsCondition(extradited: boolean | null): string[] {
  if (extradited === null) return ["Whether the requested State extradites nationals is not known."];
  return extradited
    ? []
    : ["The requested State does not extradite nationals; it then prosecutes on request (37(11))."];
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
