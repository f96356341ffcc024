import type { Instant } from "../base/time.ts";
import type { Law } from "../treaty/law.ts";
import { formOpinion } from "../treaty/opinion.ts";
import type { Opinion, OpinionInput } from "../treaty/opinion-types.ts";
import type { RequestContent } from "./content.ts";

/** The opinion on a request's contents as the law stands at an instant. Both sides form their own. */
export function opinionOf(
  content: RequestContent,
  on: Instant,
  law: Law,
  preservedFrom: Instant | null = null,
): Opinion {
  return formOpinion(opinionInput(content, on, preservedFrom), law);
}

/** The contents as a question to the law: what the law does not look at is left out. */
export function opinionInput(
  content: RequestContent,
  on: Instant,
  preservedFrom: Instant | null = null,
): OpinionInput {
  const {
    subject: _subject,
    fileNumber: _file,
    proceeding: _proceeding,
    language: _language,
    authority,
    ...rest
  } = content;
  return {
    ...rest,
    on,
    ...(authority ? { authority: { issuer: authority } } : {}),
    ...(preservedFrom ? { preservedFrom } : {}),
  };
}
