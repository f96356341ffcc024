import type { Opinion, OpinionInput } from "./opinion-types.ts";
import { nameOf, type Section, MEASURE_WORDS } from "./written-words.ts";
import { ownLaw } from "./written-own-law.ts";
import { shortAnswer, question, basis, offence, binding } from "./written-binding.ts";
import {
  grounds,
  refusing,
  conditions,
  useOfEvidence,
  doors,
  clocks,
  tensions,
  prompts,
  missing,
  next,
  notKnown,
  notDecided,
  authorities,
} from "./written-rest.ts";

/**
 * An opinion as text a lawyer can paste: numbered paragraphs, each with its citation and how far that was checked, what
 * is not known, and what was not decided. Nothing is in it that is not in the opinion.
 */

/** The opinion in numbered paragraphs. `input` is the question it answers. */
export function writtenOpinion(opinion: Opinion, input: OpinionInput): string {
  const sections: Section[] = [
    shortAnswer(opinion),
    question(opinion, input),
    basis(opinion),
    offence(opinion),
    binding(opinion),
    grounds(opinion),
    refusing(opinion),
    ownLaw(opinion),
    conditions(opinion),
    useOfEvidence(opinion),
    doors(opinion),
    clocks(opinion),
    tensions(opinion),
    prompts(opinion),
    missing(opinion),
    next(opinion),
    notKnown(opinion),
    notDecided(opinion),
    authorities(opinion),
  ].filter((each) => each.paragraphs.length > 0);
  let number = 0;
  const body = sections.flatMap(({ title, paragraphs }) => [
    "",
    title.toUpperCase(),
    ...paragraphs.map((each) => `${(number += 1)}. ${each}`),
  ]);
  return [heading(opinion), ...body, ""].join("\n");
}

function heading({ parties, on, measure }: Opinion): string {
  const world =
    parties.world === "invented"
      ? "The invented world: these States and their laws do not exist."
      : "The real world, as far as its ledgers and sheets reach.";
  return [
    `Opinion: ${nameOf(parties.requesting)} to ${nameOf(parties.requested)}, ${MEASURE_WORDS[measure]}`,
    `As the law stands at ${on}. ${world}`,
    "Made by a program from the question as written. It is not a decision and binds nobody.",
  ].join("\n");
}
