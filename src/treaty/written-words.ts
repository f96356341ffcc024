import { PROVISIONS } from "./articles.ts";
import { idsCited } from "./cited.ts";
import type { Opinion, Result, Says } from "./opinion-types.ts";

/** Words and citations of a written opinion. */

export const MEASURE_WORDS: Readonly<Record<Opinion["measure"], string>> = {
  preservation: "expedited preservation of stored data",
  "traffic-partial": "expedited disclosure of preserved traffic data",
  subscriber: "subscriber information",
  "traffic-stored": "stored traffic data",
  "stored-data": "stored data, content included",
  "traffic-realtime": "real-time collection of traffic data",
  "content-interception": "interception of content",
  "emergency-data": "data to avert an emergency",
};
export const SAYS_WORDS: Readonly<Record<Says, string>> = {
  shall: "shall",
  "shall-endeavour": "shall endeavour",
  may: "may decline: something in this file points to a ground",
  "nothing-obliges": "nothing obliges",
  "not-available": "not available",
  "not-known": "not known yet",
};
export const RESULT_WORDS: Readonly<Record<Result, string>> = {
  holds: "yes",
  fails: "no",
  unknown: "not known",
};
export const CLASS_WORDS: Readonly<Record<Opinion["classification"]["kind"], string>> = {
  "convention-offence": "an offence under the instrument",
  "serious-crime": "a serious crime, and no offence under the instrument",
  neither: "neither an offence under the instrument nor a serious crime",
  unknown: "not known yet",
};

export const OTHERS: Readonly<Record<string, string>> = {
  both: "Both States",
  conference: "The Conference of the States Parties",
  "secretary-general": "The Secretary-General",
};

export interface Section {
  title: string;
  paragraphs: string[];
}

export function nameOf({ state, name }: Opinion["parties"]["requesting"]): string {
  return name ? `${name} (${state})` : state;
}

/** The text that was read, in words: `version of 2025-01-01`, `undated`; null where there is none. */
export function versionWords(version: string | null): string | null {
  return version === null || version === "undated" ? version : `version of ${version}`;
}

/** A citation with how far the line was checked; several share the weakest. */
export function cited(pinpoint: string): string {
  const grades = idsCited(pinpoint).flatMap(gradesOf);
  const weakest = (["K?", "K", "P", "T"] as const).find((grade) => grades.includes(grade));
  return weakest ? `[${pinpoint}; ${weakest}]` : `[${pinpoint}]`;
}

type Grade = "T" | "P" | "K" | "K?";

// An article that is cited whole is as well checked as the least checked of its paragraphs.
function gradesOf(id: string): Grade[] {
  const own = ALL.filter((each) => each.id === id);
  const found = own.length > 0 ? own : ALL.filter((each) => each.id.startsWith(`${id}(`));
  return found.map((each) => each.grade);
}

const ALL = Object.values(PROVISIONS).flat();

export const sentence = (text: string): string =>
  /[.?!:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
