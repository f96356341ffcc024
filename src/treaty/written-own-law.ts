import type { InstrumentId, Opinion, OwnLaw } from "./opinion-types.ts";
import { type Section, nameOf, sentence } from "./written-words.ts";

/** The requested State's own law in a written opinion: each line with its citation, how sure it is and what to check. */

type Line = NonNullable<OwnLaw["remedies"]>;

const FORCE_WORDS = { must: "Must refuse", may: "May refuse" } as const;

/** How far a treaty leaves room for it. Where none surely binds, the request stands on it alone. */
const ROOM: Readonly<Partial<Record<InstrumentId, string>>> = {
  hanoi:
    "The Convention has grounds of its own, and leaves room for this law where it says so (Art. 40(21)(d)).",
  untoc:
    "The treaty has grounds of its own; a request is executed under this law, and help contrary to its legal system on assistance can be refused (UNTOC Art. 18(17), 18(21)(d)).",
  uncac:
    "The treaty has grounds of its own; a request is executed under this law, and help contrary to its legal system on assistance can be refused (UNCAC Art. 46(17), 46(21)(d)).",
  "coe-mla":
    "The convention has grounds of its own; letters rogatory are executed in the manner of this law (CETS 30 Art. 3(1)).",
  budapest:
    "Unless the Convention on Cybercrime or a treaty says otherwise, assistance is subject to it, its grounds for refusing included (Budapest Art. 25(4)).",
};

function roomFor({ instrument: { chosen, proposed } }: Opinion): string {
  const under = chosen ?? proposed;
  if (under === null) return "No treaty surely binds the two here; without one the request stands on this.";
  return ROOM[under] ?? "A treaty in force between the two usually goes before it.";
}

export function ownLaw(opinion: Opinion): Section {
  const { ownLaw: law, parties } = opinion;
  const title = "The requested State's own law";
  if (!law) return { title, paragraphs: [] };
  const name = nameOf(parties.requested);
  const { withoutTreaty, refusals, refusalsRead, remedies, practical } = law;
  return {
    title,
    paragraphs: [
      `The law of ${name} as its sheet has it. ${roomFor(opinion)} How far a line reaches here is for a lawyer, so nothing is weighed above.`,
      withoutTreaty
        ? withCitation(`Without a treaty: ${withoutTreaty.text}`, withoutTreaty)
        : "Whether it assists without a treaty is not known.",
      ...(refusalsRead ? refusals.map(refusal) : ["Its grounds for refusing are not known."]),
      ...(refusalsRead && refusals.length === 0
        ? ["The act that was read lists no ground for refusing; that does not show that there is none."]
        : []),
      remedies
        ? withCitation(`Remedies: ${remedies.text}`, remedies)
        : "Remedies of the person concerned are not known.",
      ...practical.map((each) => withCitation(`${capital(each.about)}: ${each.text}`, each)),
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

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
