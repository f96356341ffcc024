import { sheetOf } from "./law.ts";
import type { Instrument } from "./ledger.ts";
import { citedOffences, inForce, penaltyOn } from "./offences.ts";
import type { InstrumentId, Result } from "./opinion-types.ts";
import { both, either, pinpointOf } from "./provision.ts";
import type { Scope } from "./scope.ts";
import { answered } from "./scope-answers.ts";
import type { SheetOffence } from "./sheet.ts";
import { areBothInUnion, UNION_TAKES_PLACE } from "./union.ts";
import type { BasisFacts } from "./weighing.ts";

/** Whether an instrument that binds the two can carry a request for extradition. The grounds to refuse are not weighed here. */

const YEAR = 12;

/** Whether the instrument reaches extradition for the offence. */
export function extraditionScope(ledger: Instrument, facts: BasisFacts): Scope {
  switch (ledger.id) {
    case "hanoi":
      return underConvention(facts, "hanoi", pinpointOf("hanoi/37(1)"));
    case "budapest":
      return budapest(facts);
    case "untoc":
      return conditional(
        facts,
        "untoc/16(1)",
        ["untoc-organized-group"],
        "an organized criminal group is involved and both States punish the offence",
      );
    case "uncac":
      return conditional(
        facts,
        "uncac/44(1)",
        ["uncac-offence-covered"],
        "it is an offence of the convention, which both States punish",
      );
    case "coe-extradition":
      return oneYearInBoth(facts);
    default:
      return { result: "fails", why: "it is not for extradition.", pinpoint: ledger.name };
  }
}

function underConvention(facts: BasisFacts, id: InstrumentId, pinpoint: string): Scope {
  const offence = facts.classifyUnder(id);
  switch (offence.kind) {
    case "convention-offence": {
      const there = enactedThere(facts, offence.articles).length > 0;
      const why = there
        ? "The cited offence is one under it, and the requested State's sheet has an offence under the same article."
        : "whether the requested State punishes the offence is not known.";
      return { result: there ? "holds" : "unknown", why, pinpoint };
    }
    case "unknown":
      return {
        result: "unknown",
        why: `whether the offence is one under it is not known. ${offence.why}`,
        pinpoint,
      };
    default:
      return {
        result: "fails",
        why: `extradition under it is for its own offences only. ${offence.why}`,
        pinpoint,
      };
  }
}

function budapest(facts: BasisFacts): Scope {
  const pinpoint = pinpointOf("budapest/24(1)(a)");
  const own = underConvention(facts, "budapest", pinpoint);
  if (own.result === "fails") return own;
  const { articles } = facts.classifyUnder("budapest");
  const year = both(yearOf(cited(facts), facts), yearOf(enactedThere(facts, articles), facts));
  if (year === "fails")
    return {
      result: "fails",
      why: "one of the two does not punish the offence with at least one year.",
      pinpoint,
    };
  if (own.result === "unknown" || year === "holds") return own;
  return {
    result: "unknown",
    why: "whether both punish the offence with at least one year is not known.",
    pinpoint,
  };
}

function oneYearInBoth(facts: BasisFacts): Scope {
  const pinpoint = pinpointOf("coe-extradition/2(1)");
  if (areBothInUnion(facts)) return { result: "unknown", why: UNION_TAKES_PLACE, pinpoint };
  const offences = cited(facts);
  const here = yearOf(offences, facts);
  if (here === "fails")
    return {
      result: "fails",
      why: "the requesting Party punishes the offence with less than one year (Art. 2(1)).",
      pinpoint,
    };
  const there = yearOf(
    enactedThere(
      facts,
      offences.flatMap((each) => each.enacts),
    ),
    facts,
  );
  if (here === "holds" && there === "holds")
    return {
      result: "holds",
      why: "Both punish offences under the same article with at least one year.",
      pinpoint,
    };
  const whose = here === "holds" ? "the requested Party punishes" : "both punish";
  return {
    result: "unknown",
    why: `whether ${whose} the conduct with a maximum of at least one year is not known (Art. 2(1)).`,
    pinpoint,
  };
}

function conditional(facts: BasisFacts, id: string, questions: readonly string[], condition: string): Scope {
  const pinpoint = pinpointOf(id);
  const { result, why } = answered(facts.input, questions);
  if (result === "fails") return { result, why: `out of scope. ${why}`, pinpoint };
  return { result: "unknown", why: `on a condition that a person judges: ${condition}.`, pinpoint };
}

function cited({ input, on, law }: BasisFacts): readonly SheetOffence[] {
  return citedOffences(input, sheetOf(law, input.requesting, on), on);
}

function enactedThere({ input, on, law }: BasisFacts, articles: readonly string[]): readonly SheetOffence[] {
  return inForce(sheetOf(law, input.requested, on), on).filter((each) =>
    each.enacts.some((article) => articles.includes(article)),
  );
}

function yearOf(offences: readonly SheetOffence[], { on }: BasisFacts): Result {
  return offences.length === 0 ? "unknown" : either(offences.map((each) => atLeastAYear(each, on)));
}

// A graver form may reach the year where the basic one does not; which form it is, the facts say.
function atLeastAYear(offence: SheetOffence, on: string): Result {
  const penalty = penaltyOn(offence, on);
  if (!penalty) return "unknown";
  if (penalty.gravest === "life" || penalty.gravest === "death") return "holds";
  if (penalty.maxMonths === null) return "unknown";
  if (penalty.maxMonths >= YEAR) return "holds";
  return penalty.aggravated?.length === 0 ? "fails" : "unknown";
}
