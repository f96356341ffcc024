import { Problem } from "../base/problem.ts";
import type { InstrumentId } from "../treaty/opinion-types.ts";
import type { Case } from "./case.ts";
import type { RequestContent } from "./content.ts";

/** Words that go into a pre-filled request; from the catalogue of the officer's language, and theirs to change. */
export interface PrefillWords {
  subject: string;
  /** Why this address: it came out of the data of the case before. */
  reason: string;
}

/**
 * A request for preservation to the State of a provider that a case revealed (Art 43(1), then 42): what was said
 * about the offence is carried over, what was said about the old custodian's data is not. `propose` names the
 * instrument between the two States for these contents, or null. It is a draft: a person reads and completes it.
 * Throws Problem `request/not-revealed`.
 */
export function preservationOf(
  origin: Pick<Case, "ref" | "side" | "content" | "revealed">,
  address: string,
  words: PrefillWords,
  propose: (content: RequestContent) => InstrumentId | null,
): RequestContent {
  const revealed = origin.revealed.find((each) => each.address === address);
  if (!revealed || origin.side !== "requesting")
    throw new Problem(
      "request/not-revealed",
      "No provider was revealed under this address to this State.",
      origin.ref,
      "Open the case again and choose one of the providers it names.",
    );
  const { authority, proceeding, fileNumber, conductAbsent, urgency, confidentiality, language } =
    origin.content;
  const kept = { authority, proceeding, fileNumber, conductAbsent, urgency, confidentiality, language };
  const content: RequestContent = {
    ...given(kept),
    measure: "preservation",
    requesting: origin.content.requesting,
    requested: revealed.state,
    subject: words.subject,
    offences: origin.content.offences,
    conduct: origin.content.conduct,
    facts: origin.content.facts,
    selectors: [{ kind: "ip", value: address, reason: words.reason }],
    custodian: revealed.provider,
  };
  const basis = propose(content);
  return basis ? { ...content, basis } : content;
}

/** The entries that are there: an absent field and an undefined one are not the same in canonical form. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
