import { provisionOf } from "./articles.ts";
import { OWN_RULE } from "./cited.ts";
import { AUTHENTICITY } from "./refusing.ts";
import { type Candidate, type Opinion, type Says, STATUS_ONLY } from "./opinion-types.ts";
import { type Facts, STORED, pinpointOf } from "./provision.ts";

/** How strongly the requested State is bound to the measure. Said in the text's own modality; it is not a decision. */

type Obligation = Omit<Opinion["obligation"], "says">;

/** The provision that carries the duty for each measure. */
const CARRIES: Record<
  "hanoi" | "budapest" | "coe-mla",
  Partial<Record<Facts["input"]["measure"], string>>
> = {
  hanoi: {
    preservation: "hanoi/42(4)",
    "traffic-partial": "hanoi/43(1)",
    subscriber: "hanoi/44(2)",
    "traffic-stored": "hanoi/44(2)",
    "stored-data": "hanoi/44(2)",
    "traffic-realtime": "hanoi/45(1)",
    "content-interception": "hanoi/46",
    "emergency-data": "hanoi/41(3)(e)",
  },
  budapest: {
    preservation: "budapest/29(3)",
    "traffic-partial": "budapest/30(1)",
    subscriber: "budapest/31(2)",
    "traffic-stored": "budapest/31(2)",
    "stored-data": "budapest/31(2)",
    "traffic-realtime": "budapest/33(1)",
    "content-interception": "budapest/34",
  },
  "coe-mla": {
    "traffic-partial": "coe-mla/3(1)",
    subscriber: "coe-mla/3(1)",
    "traffic-stored": "coe-mla/3(1)",
    "stored-data": "coe-mla/3(1)",
  },
};

export function obligationOf(
  facts: Facts,
  grounds: Opinion["grounds"],
  candidates: readonly Candidate[] = [],
): Opinion["obligation"] {
  const { strength, ...rest } = perhapsBound(facts, candidates) ?? strengthOf(facts, grounds, candidates);
  const says = saysOf(facts, strength);
  return {
    strength,
    says,
    ...(says === "not-available" && strength === "unknown" ? lacking(facts, rest) : rest),
  };
}

// Whatever else is open, the answer rests on the requested State's own law then, so that is what it names.
function lacking({ input }: Facts, { why }: Pick<Obligation, "why">): Pick<Obligation, "why" | "pinpoint"> {
  return {
    why: `The law of the requested State does not have this measure. ${why}`,
    pinpoint: `sheet ${input.requested}`,
  };
}

/** The modality in the text's own words. A measure that the requested State's law does not have is not available. */
function saysOf({ requested, input, instrument }: Facts, strength: Obligation["strength"]): Says {
  if (instrument !== null && requested?.authorises[input.measure]?.available === false)
    return "not-available";
  return SAYS[strength];
}

const SAYS: Readonly<Record<Obligation["strength"], Says>> = {
  shall: "shall",
  "shall-endeavour": "shall-endeavour",
  "may-refuse": "may",
  "may-decline": "may",
  "no-duty": "nothing-obliges",
  unknown: "not-known",
};

// An instrument in force that may reach the offence may bind: that is not known, and no "nothing obliges". Who goes by
// reciprocity asks for no more.
function perhapsBound(
  { instrument, input }: Facts,
  candidates: readonly Candidate[],
): Pick<Obligation, "strength" | "why" | "pinpoint"> | null {
  if (instrument !== null || input.sender?.verified === false) return null;
  if (/^yes\b/i.test((input.answers?.["reciprocity"] ?? "").trim())) return null;
  const open = candidates.filter(
    (each) => each.applies === "unknown" && each.inForce === "holds" && !STATUS_ONLY.has(each.id),
  );
  const [first] = open;
  if (!first) return null;
  const why = `No treaty surely binds the two here. One in force may, on what is not known yet: ${open.map((each) => `${each.name} (${each.pinpoint})`).join("; ")}. Otherwise what is done is done by choice.`;
  return { strength: "unknown", why, pinpoint: first.pinpoint };
}

function strengthOf(facts: Facts, grounds: Opinion["grounds"], candidates: readonly Candidate[]): Obligation {
  const { instrument, classification, input } = facts;
  if (input.sender?.verified === false)
    return none(
      "It was not shown that a State Party has sent it; nothing is done on it but to ask the contact point of the directory.",
      instrument && AUTHENTICITY[instrument] ? pinpointOf(AUTHENTICITY[instrument]) : OWN_RULE,
    );
  if (instrument === null) {
    const outOfScope = candidates.find((each) => each.id === "hanoi" && each.inForce === "holds");
    return outOfScope
      ? none(`${outOfScope.why} What is done is done by choice.`, outOfScope.pinpoint)
      : none("No treaty binds the two here; what is done is done by choice.", "no treaty");
  }
  if (instrument === "untoc" || instrument === "uncac") {
    const carrier = instrument === "untoc" ? "untoc/18(1)" : "uncac/46(1)";
    if (candidates.some((each) => each.id === instrument && each.applies === "holds"))
      return unlessAgainstItsLaw(facts, instrument) ?? weighed(facts, carrier, grounds);
    return {
      strength: "unknown",
      why: "It binds only if its condition is met, which a lawyer judges.",
      pinpoint: pinpointOf(carrier),
    };
  }
  if (instrument === "hanoi" && classification.kind === "neither")
    return none(classification.why, "Art. 35(1)");
  if (instrument === "hanoi" && classification.kind === "unknown")
    return { strength: "unknown", why: unknownScope(classification.why, grounds), pinpoint: "Art. 35(1)" };
  if (instrument !== "hanoi" && instrument !== "budapest" && instrument !== "coe-mla")
    return {
      strength: "unknown",
      why: "Its duties are not weighed here; a lawyer reads it.",
      pinpoint: instrument,
    };
  const carrier = CARRIES[instrument][input.measure];
  if (carrier === undefined) return none("The instrument does not have this measure.", instrument);
  return weighed(facts, carrier, grounds);
}

// UNTOC 18(3) and UNCAC 46(3) name information, evidence, searches and seizures. "Any other type of assistance" comes
// with a limit: it must not be contrary to the requested State's law.
function unlessAgainstItsLaw({ input, requested }: Facts, instrument: "untoc" | "uncac"): Obligation | null {
  if (STORED.includes(input.measure) || requested?.authorises[input.measure]?.available === true) return null;
  return {
    strength: "unknown",
    why: "It is named only as any other assistance that is not contrary to the requested State's law, and whether that law has it is not known.",
    pinpoint: pinpointOf(instrument === "untoc" ? "untoc/18(3)(i)" : "uncac/46(3)(i)"),
  };
}

// Whether it binds is open; what could be raised if it does is not.
function unknownScope(why: string, grounds: Opinion["grounds"]): string {
  const raised = grounds.filter(declines).map((each) => each.pinpoint);
  return raised.length
    ? `${why} If it is in scope, something in this file points to ${[...new Set(raised)].join(", ")}.`
    : why;
}

function declines({ id, status, indicated }: Opinion["grounds"][number]): boolean {
  return status === "open" && indicated && !NOT_BY_ITSELF.has(id);
}

function none(why: string, pinpoint: string): Obligation {
  return { strength: "no-duty", why, pinpoint };
}

// A ground reaches preservation and partial disclosure only through the closed list.
function closedListOf({ instrument, input }: Facts): string[] {
  if (instrument !== "hanoi") return [];
  if (input.measure === "preservation") return ["Art. 42(6)"];
  return input.measure === "traffic-partial" ? ["Art. 43(2)"] : [];
}

function weighed(facts: Facts, carrier: string, grounds: Opinion["grounds"]): Obligation {
  const { input, dual } = facts;
  const { effect, statement, pinpoint } = provisionOf(carrier);
  const declining = grounds.filter(declines);
  if (declining.length > 0) {
    const strength =
      input.measure === "preservation" || input.measure === "traffic-partial" ? "may-refuse" : "may-decline";
    const why = declining.map((each) => `${each.pinpoint}: ${each.title}.`).join(" ");
    const cited = declining.map((each) => each.pinpoint);
    return {
      strength,
      why: `${why} Otherwise: ${statement}`,
      pinpoint: [...closedListOf(facts), ...cited].join("; "),
    };
  }
  if (effect === "shall-endeavour") return { strength: "shall-endeavour", why: statement, pinpoint };
  const turnsOnDual = grounds.find(
    (each) => each.status === "not-known" && ["R6", "B4", "UT5", "UC5", "ME3"].includes(each.id),
  );
  if (turnsOnDual)
    return {
      strength: "unknown",
      why: `Dual criminality is not known yet. ${dual.why}`,
      pinpoint: turnsOnDual.pinpoint,
    };
  return { strength: "shall", why: statement, pinpoint };
}

// R1 is cured by completing the request; R12, R13 and R15 are inside the duty itself; R14 is scope, weighed before.
const NOT_BY_ITSELF: ReadonlySet<string> = new Set(["R1", "R12", "R13", "R14", "R15", "UT1", "UC1"]);
