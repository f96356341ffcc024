import type { Opinion, OwnLaw } from "./opinion-types.ts";
import { type Section, nameOf, sentence } from "./written-words.ts";

/** The requested State's own law in a written opinion: each line with its citation, how sure it is and what to check. */

type Line = NonNullable<OwnLaw["remedies"]>;

const FORCE_WORDS = { must: "Must refuse", may: "May refuse" } as const;

export function ownLaw({ ownLaw: law, parties }: Opinion): Section {
  const title = "The requested State's own law";
  if (!law) return { title, paragraphs: [] };
  const name = nameOf(parties.requested);
  const { withoutTreaty, refusals, refusalsRead, remedies, displaceable } = law;
  return {
    title,
    paragraphs: [
      displaceable
        ? `The law of ${name} as its sheet has it. A treaty in force between the two usually goes before it; whether it does is for a lawyer, so nothing here is weighed above.`
        : `The law of ${name} as its sheet has it. No treaty was found between the two, so it is what the request stands on.`,
      withoutTreaty
        ? withCitation(`Without a treaty: ${withoutTreaty.text}`, withoutTreaty)
        : "Whether it assists without a treaty is not known.",
      ...(refusalsRead
        ? refusals.map(refusal)
        : ["Its grounds for refusing were not read: they are not known."]),
      remedies
        ? withCitation(`Remedies: ${remedies.text}`, remedies)
        : "Remedies of the person concerned are not known.",
    ],
  };
}

function refusal(line: OwnLaw["refusals"][number]): string {
  const force = line.force ? FORCE_WORDS[line.force] : "Refusal, whether it must or may is not known";
  return withCitation(`${force} (${line.ground}): ${line.text}`, line);
}

function withCitation(text: string, { citation, sureness, caution }: Line): string {
  const sure = sureness ? `; sureness ${sureness}` : "";
  return `${sentence(text)} [${citation}${sure}]${caution ? ` ${caution}` : ""}`;
}
