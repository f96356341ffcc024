import { sheetOf } from "./law.ts";
import type { Candidate } from "./opinion-types.ts";
import { citationOf, surenessOf } from "./sheet-facts.ts";
import type { StateSheet } from "./sheet.ts";
import { nameOf } from "./states.ts";
import type { Sureness } from "./sureness.ts";
import { type BasisFacts, weighAll } from "./weighing.ts";

/**
 * Helping without a treaty, as a basis: by a record of the two States, else by what the requested State's sheet says of
 * its own law. It is a choice and never a duty; a State that extradites only under a treaty has no such choice there.
 */
export function reciprocity(facts: BasisFacts): Candidate {
  const recorded = weighAll(facts).find((each) => each.id === "reciprocity");
  if (recorded) return recorded;
  const { requested } = facts.input;
  const sheet = sheetOf(facts.law, requested, facts.on);
  const head = {
    id: "reciprocity" as const,
    name: "Reciprocity, without a treaty",
    inForce: "unknown" as const,
  };
  if (sheet && facts.sought === "extradition" && sheet.extradition?.treatyNeeded)
    return { ...head, applies: "fails", ...treatyNeeded(sheet, facts) };
  const line = sheet?.reciprocity;
  if (!sheet || !line)
    return {
      ...head,
      applies: "unknown",
      sureness: "D",
      pinpoint: "not known",
      why: `Whether the requested State's law lets it assist without a treaty is not known${sheet ? "" : "; there is no sheet of it"}. It would be a choice, not a duty.`,
    };
  const sureness = surenessOf(sheet, line);
  const citation = citationOf(sheet, line, facts.on);
  const { applies, why } = byOwnLaw(line, sureness, facts);
  return {
    ...head,
    applies,
    sureness,
    pinpoint: `sheet of ${nameOf(facts.law, requested)}: ${citation?.text ?? "source not known"}`,
    why: [why, citation?.caution].filter(Boolean).join(" "),
  };
}

function treatyNeeded(
  sheet: StateSheet,
  { law, on, input }: BasisFacts,
): Pick<Candidate, "sureness" | "pinpoint" | "why"> {
  const citation = citationOf(sheet, "extradition.treatyNeeded", on);
  const why = "The requested State's law extradites only under a treaty.";
  return {
    sureness: citation?.sureness ?? "D",
    pinpoint: `sheet of ${nameOf(law, input.requested)}: ${citation?.text ?? "source not known"}`,
    why: [why, citation?.note, citation?.caution].filter(Boolean).join(" "),
  };
}

type Line = NonNullable<NonNullable<ReturnType<typeof sheetOf>>["reciprocity"]>;

function byOwnLaw(
  line: Line,
  sureness: Sureness,
  { sought }: BasisFacts,
): Pick<Candidate, "applies" | "why"> {
  const words = `${line.text} A choice, not a duty.`;
  if (sought === "extradition")
    return { applies: "unknown", why: `On assistance the sheet says: ${words} On extradition ask.` };
  if (line.assistsWithoutTreaty === false) return { applies: "fails", why: line.text };
  const open = line.assistsWithoutTreaty === null || line.condition !== "none" || sureness > "B";
  return { applies: open ? "unknown" : "holds", why: words };
}
