import { takesAway } from "./classification.ts";
import type { Opinion } from "./opinion-types.ts";
import type { Facts } from "./provision.ts";
import { citedOffences } from "./offences.ts";
import { SILENCES, hasClosedList } from "./silence.ts";

/** Provisions that pull against each other in this file. They are shown to a lawyer and never settled here. */

interface Weighed {
  facts: Facts;
  instrument: Opinion["instrument"];
  grounds: Opinion["grounds"];
  doors: Opinion["doors"];
}

const arises: Readonly<Record<string, (weighed: Weighed) => boolean>> = {
  "closed-list-and-rights": ({ facts, grounds }) =>
    hasClosedList(facts.input.measure) &&
    (facts.input.measure === "traffic-partial" || indicated(grounds, "R10", "R15")),
  "whose-four-years": ({ facts: { classification } }) =>
    classification.whoseLaw === "not-known" && classification.why.startsWith("Whose"),
  "reservation-reciprocity": ({ facts: { input, reserved, classification, dual } }) =>
    input.measure === "preservation" &&
    classification.kind === "serious-crime" &&
    dual.result !== "holds" &&
    reserved.requesting.includes("hanoi/42(5)") &&
    !reserved.requested.includes("hanoi/42(5)"),
  "reserved-offence-articles": ({ facts }) => reservedArticles(facts),
  "excluded-and-prohibited": ({ grounds }) =>
    grounds.some((each) => each.id === "R3" && each.status === "not-known" && each.indicated),
  "conduct-test-and-extradition": ({ facts, doors }) =>
    facts.classification.kind === "convention-offence" &&
    facts.dual.result === "holds" &&
    doors.extradition.status === "closed",
  "secrecy-and-remedy": ({ facts: { input, requested } }) =>
    input.confidentiality !== undefined &&
    input.measure !== "preservation" &&
    (requested?.notice ?? null) !== null &&
    requested?.notice?.rule !== "none",
  "reasons-and-protection": ({ grounds }) => indicated(grounds, "R5"),
  "other-assistance-treaty": ({ instrument }) =>
    instrument.candidates.some(
      (each) => (each.id === "coe-mla" || each.id === "bilateral") && each.applies === "holds",
    ),
};

/** The tensions of this file; none where the Convention is not the basis. */
export function tensionsOf(weighed: Weighed): Opinion["tensions"] {
  if (weighed.facts.instrument !== "hanoi") return [];
  return SILENCES.filter((each) => arises[each.id]?.(weighed) === true).map((each) => ({
    provisions: [...each.provisions],
    text: `${each.text} ${each.meanwhile}`,
  }));
}

function indicated(grounds: Opinion["grounds"], ...ids: string[]): boolean {
  return grounds.some((each) => ids.includes(each.id) && each.indicated);
}

function reservedArticles({ input, requesting, on, reserved }: Facts): boolean {
  const all = [...reserved.requesting, ...reserved.requested];
  if (all.length === 0) return false;
  const articles = citedOffences(input, requesting, on).flatMap((each) => each.enacts);
  return articles.some((article) => all.some((each) => takesAway(each, article, input)));
}
