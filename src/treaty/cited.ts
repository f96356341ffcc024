/** Which provisions a pinpoint cites, for a trace and for the coverage table. */

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^Budapest\b/, "budapest"],
  [/^UNTOC\b/, "untoc"],
  [/^UNCAC\b/, "uncac"],
  [/^CETS 182\b/, "coe-mla-protocol-2"],
  [/^CETS 224\b/, "budapest-protocol-2"],
  [/^CETS 30\b/, "coe-mla"],
  [/^CETS 24\b/, "coe-extradition"],
  [/^Regulation\b/, "eu-evidence"],
];
const ARTICLE = /^(\d+)((?:\([0-9a-z]+\))*)$/;

/**
 * Ids of the provisions that a pinpoint names: `Art. 6(2), 40(22)` gives `hanoi/6(2)` and `hanoi/40(22)`,
 * `Budapest Art. 29(7)` gives `budapest/29(7)`, `Arts. 49 to 52` the four articles. What names no article (a sheet, a
 * rule of this program) gives none.
 */
export function idsCited(pinpoint: string): string[] {
  const known = read.get(pinpoint) ?? readIds(pinpoint);
  if (read.size < MOST_READ) read.set(pinpoint, known);
  return [...known];
}

// The pinpoints of records and ledgers are few and are read again in every opinion.
const read = new Map<string, readonly string[]>();
const MOST_READ = 5_000;

function readIds(pinpoint: string): string[] {
  let instrument = "hanoi";
  const ids: string[] = [];
  for (const part of pinpoint.split(/[;,]| and /)) {
    const words = part.trim();
    if (/\bArts?\./.test(words)) instrument = NAMES.find(([name]) => name.test(words))?.[1] ?? "hanoi";
    const where = words.replace(/^.*?\bArts?\.\s*/, "").replace(/[()]$/, (end) => (end === ")" ? ")" : ""));
    ids.push(...articlesIn(where).map((each) => `${instrument}/${each}`));
  }
  return ids;
}

/** What a line rests on that is asked whatever the instrument. */
export const OWN_RULE = "rule of this system";

/**
 * The pinpoint of a line under an instrument: outside of the Convention its articles are not cited, since they bind
 * nobody there; what is left is the sheet, or that it is a rule of this system.
 */
export function pinpointUnder(instrument: string | null, pinpoint: string): string {
  if (instrument === "hanoi") return pinpoint;
  const left = pinpoint.split("; ").filter((part) => !idsCited(part).some((id) => id.startsWith("hanoi/")));
  return left.join("; ") || OWN_RULE;
}

function articlesIn(words: string): string[] {
  const range = /^(\d+) to (\d+)$/.exec(words);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
  }
  return ARTICLE.test(words) ? [words] : [];
}
