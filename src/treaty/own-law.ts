import type { Day } from "../base/time.ts";
import type { Decision } from "./decide.ts";
import { frozen, keeper } from "./keep.ts";
import type { Measure, OwnLaw } from "./opinion-types.ts";
import { practiceOf } from "./own-practice.ts";
import { citationOf } from "./sheet-facts.ts";
import type { Cite, StateSheet } from "./sheet.ts";

/**
 * What the requested State's own law says on refusing, assisting without a treaty and remedies, as its sheet has it: line
 * by line with force, citation and how sure it is. It is shown, never weighed: a treaty in force between the two usually
 * goes before it, and whether it does is for a lawyer. Null where there is no sheet of the requested State.
 */
export function ownLawOf({ facts }: Decision): OwnLaw | null {
  const { requested, instrument, input, on } = facts;
  if (!requested) return null;
  const written = keep(requested, `${input.measure} ${on}`, () =>
    frozen(writtenLaw(requested, input.measure, on)),
  );
  return { displaceable: instrument !== null, ...written };
}

// No request changes it.
const keep = keeper<StateSheet, Omit<OwnLaw, "displaceable">>();

function writtenLaw(requested: StateSheet, measure: Measure, on: Day): Omit<OwnLaw, "displaceable"> {
  const { refusals, reciprocity, remedies } = requested;
  const cited = (line: Cite & { text: string }): Omit<OwnLaw["refusals"][number], "ground" | "force"> => {
    const citation = citationOf(requested, line, on);
    return {
      text: line.text,
      citation: citation?.text ?? "not known",
      sureness: citation?.sureness ?? null,
      caution: citation?.caution ?? null,
    };
  };
  return {
    withoutTreaty: reciprocity && {
      assists: reciprocity.assistsWithoutTreaty,
      condition: reciprocity.condition,
      ...cited(reciprocity),
    },
    refusals: (refusals ?? [])
      .filter((each) => each.for !== "extradition")
      .map((each) => ({ ground: each.ground, force: each.force, ...cited(each) })),
    refusalsRead: refusals !== null,
    remedies: remedies && cited(remedies),
    practical: practiceOf(requested, measure, on),
  };
}
