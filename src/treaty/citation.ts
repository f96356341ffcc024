import { Problem } from "../base/problem.ts";
import { PROVISIONS } from "./articles.ts";
import { INSTRUMENTS, type InstrumentId } from "./opinion-types.ts";
import type { Provision } from "./provision.ts";

/** How people write a provision, and the records it names: `40.22`, `40(22)`, `Art. 40(22)`, `hanoi/40(22)`. */

// Longest first, so that the protocol is not taken for its convention.
const NAMES: readonly (readonly [RegExp, InstrumentId])[] = [
  ...INSTRUMENTS.toSorted((a, b) => b.length - a.length).map(
    (id) => [new RegExp(`^${id}(?=[/ ])`, "i"), id] as const,
  ),
  [/^CETS (?:No\. ?)?182\b/i, "coe-mla-protocol-2"],
  [/^CETS (?:No\. ?)?224\b/i, "budapest-protocol-2"],
  [/^(?:CETS|ETS) (?:No\. ?)?30\b/i, "coe-mla"],
  [/^(?:CETS|ETS) (?:No\. ?)?24\b/i, "coe-extradition"],
];
const ARTICLE = /^[/, ]*(?:arts?\.?|articles?)? *(\d{1,3})(?:bis)? *(.*)$/i;
const PART = /^[.( ]+([0-9]{1,2}|[a-z]{1,4})[) ]*/i;
const SENTENCE = /^[, ]*(?:s|sentence +)(\d)$/i;

/** A provision as somebody wrote it: the instrument, the article and what stands below it, down to a sentence. */
export interface Citation {
  instrument: InstrumentId;
  /** `["40", "21", "b"]`; a sentence that stands for itself ends it: `["37", "1", "s2"]`. */
  path: readonly string[];
}

/** Reads a provision as a person writes it; null where it names no article. Without an instrument: the Convention. */
export function readCitation(text: string): Citation | null {
  const words = text.trim();
  const named = NAMES.find(([name]) => name.test(words));
  const article = ARTICLE.exec(named ? words.replace(named[0], "") : words);
  if (!article) return null;
  const below = partsOf(article[2] as string);
  return below && { instrument: named?.[1] ?? "hanoi", path: [article[1] as string, ...below] };
}

function partsOf(text: string): string[] | null {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest) {
    const sentence = SENTENCE.exec(rest);
    if (sentence) return [...parts, `s${sentence[1]}`];
    const part = PART.exec(rest);
    if (!part) return null;
    parts.push((part[1] as string).toLowerCase());
    rest = rest.slice(part[0].length);
  }
  return parts;
}

// `hanoi/37(1)s2` as its path: 37, 1, s2.
function pathOf({ id }: Provision): string[] {
  return (id.split("/")[1] ?? "").match(/s\d$|[0-9]+|[a-z]+/g) ?? [];
}

const paths = new Map(
  Object.values(PROVISIONS).flatMap((list) => list.map((each) => [each, pathOf(each)] as const)),
);

/**
 * The records a citation names: the provision itself, and those that stand below it. A letter that has no record of
 * its own gives the record that tells it, as `11(1)(a)(ii)` gives `11(1)(a)`. Throws Problem `treaty/unknown-provision`
 * with the nearest ones.
 */
export function findProvisions(text: string): Provision[] {
  const citation = readCitation(text);
  if (!citation)
    throw unknownProvision(text, "It names no article.", "Write it as 40.22, 40(22) or budapest/29(7).");
  const found = recordsOf(citation);
  if (found.length > 0) return found;
  const near = nearest(citation).map((each) => each.pinpoint);
  throw unknownProvision(
    text,
    "There is no record of it.",
    near.length
      ? `The nearest: ${near.join(", ")}.`
      : `There are no records of ${citation.instrument}; see comity law coverage for what there is.`,
  );
}

function unknownProvision(text: string, what: string, next: string): Problem {
  return new Problem("treaty/unknown-provision", what, text.slice(0, 80), next);
}

/** Whether a citation names a record, or something a record tells. */
export function hasRecord(citation: Citation): boolean {
  return recordsOf(citation).length > 0;
}

function recordsOf({ instrument, path }: Citation): Provision[] {
  const below = PROVISIONS[instrument].filter((each) => sharedParts(path, each) === path.length);
  const itself = below.find((each) => paths.get(each)?.length === path.length);
  if (itself) return [itself, ...below.filter((each) => each !== itself)];
  if (below.length > 0) return below;
  const last = path.at(-1) as string;
  return PROVISIONS[instrument].filter(
    (each) =>
      path.length > 1 &&
      paths.get(each)?.length === path.length - 1 &&
      sharedParts(path, each) === path.length - 1 &&
      each.statement.includes(`(${last})`),
  );
}

function sharedParts(path: readonly string[], each: Provision): number {
  const own = paths.get(each) as readonly string[];
  const differs = path.findIndex((part, at) => own[at] !== part);
  return differs === -1 ? path.length : differs;
}

/** The records nearest to a citation that names none: those that share most of it, then those whose number is near. */
function nearest(citation: Citation): Provision[] {
  const { instrument, path } = citation;
  const distance = (each: Provision): number => {
    const shared = sharedParts(path, each);
    return -1000 * shared + apart(path[shared], paths.get(each)?.[shared]);
  };
  const sorted = PROVISIONS[instrument].toSorted((a, b) => distance(a) - distance(b));
  return sorted.slice(0, 4);
}

function apart(a: string | undefined, b: string | undefined): number {
  const place = (part: string | undefined): number =>
    part === undefined ? 0 : /^\d/.test(part) ? Number(part) : part.charCodeAt(0) - 96;
  return Math.abs(place(a) - place(b));
}
