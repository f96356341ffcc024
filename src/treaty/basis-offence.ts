import { Problem } from "../base/problem.ts";
import type { Day } from "../base/time.ts";
import { readCitation } from "./citation.ts";
import { sheetOf, type Law } from "./law.ts";
import { inForce } from "./offences.ts";
import type { OpinionInput } from "./opinion-types.ts";
import { pinpointOf } from "./provision.ts";
import { OFFENCE_KINDS, type SheetOffence } from "./sheet.ts";

/** How a person says which offence a question of bases is about: a statute, an article of a convention, or a kind. */

/** Offences that both conventions have, the Convention's article first. */
const ARTICLES: readonly (readonly [kind: string, hanoi: number, budapest: number | null])[] = [
  ["illegal-access", 7, 2],
  ["illegal-interception", 8, 3],
  ["data-interference", 9, 4],
  ["system-interference", 10, 5],
  ["misuse-of-devices", 11, 6],
  ["forgery", 12, 7],
  ["fraud", 13, 8],
  ["child-material", 14, 9],
  ["grooming", 15, null],
  ["intimate-images", 16, null],
  ["laundering", 17, null],
];
/** Kinds of which not every offence is one under the convention: a fraud without a system is none. */
const NOT_ALWAYS: ReadonlySet<string> = new Set([
  "forgery",
  "fraud",
  "laundering",
  "child-material",
  "grooming",
]);
/** Kinds that a scope condition asks about, with the questions they answer. */
const ANSWERING: Readonly<Record<string, readonly string[]>> = {
  corruption: ["uncac-offence-covered"],
  "organized-crime": ["untoc-transnational", "untoc-organized-group"],
};

/** What is known of the offence, in the form the opinion reads, and how it was understood. */
export interface OffenceAsked {
  offences: OpinionInput["offences"];
  answers: NonNullable<OpinionInput["answers"]>;
  /** A sentence for the reader: what was taken for what. */
  readAs: string;
}

/**
 * Reads an offence as a person writes it: the code of a statute in the requesting State's sheet (`s 478.1`), an article
 * (`hanoi/7`, `Budapest Art. 2`), or a kind (`fraud`, `corruption`). Throws Problem `treaty/unknown-offence`.
 */
export function offenceAsked(written: string, requesting: string, law: Law, on: Day): OffenceAsked {
  const word = written.trim();
  const known = inForce(sheetOf(law, requesting, on), on);
  const statute = known.find((each) => plain(each.code) === plain(word));
  if (statute) return ofSheet([statute], requesting, "The statute cited");
  const article = /^(hanoi|budapest|untoc|uncac|art)/i.test(word) ? articleOf(word) : null;
  if (article) return byArticle(article, known, requesting);
  const kind = word.toLowerCase().replace(/[\s_]+/g, "-");
  if (Object.hasOwn(ANSWERING, kind)) return answering(kind, requesting);
  if (OFFENCE_KINDS.some((each) => each === kind)) return byKind(kind, known, requesting);
  throw unknownOffence(written, known);
}

function plain(code: string): string {
  return code.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

function articleOf(word: string): string | null {
  const read = readCitation(word);
  if (!read) return null;
  const number = Number(read.path[0]);
  const column = { hanoi: 1, budapest: 2 }[read.instrument as string];
  return column !== undefined && ARTICLES.some((row) => row[column] === number)
    ? `${read.instrument}/${number}`
    : null;
}

function byArticle(article: string, known: readonly SheetOffence[], requesting: string): OffenceAsked {
  const enacting = known.filter((each) => each.enacts.includes(article));
  if (enacting.length > 0)
    return ofSheet(enacting, requesting, `Offences of the sheet under ${pinpointOf(article)}`);
  const row = ARTICLES.find(([, hanoi, budapest]) =>
    [`hanoi/${hanoi}`, `budapest/${budapest}`].includes(article),
  ) as (typeof ARTICLES)[number];
  const readAs = `Taken as an offence under ${pinpointOf(article)}; which statute of the requesting State it is, and what it carries, is not known.`;
  return stated(row[0], articlesOf(row), requesting, readAs);
}

function byKind(kind: string, known: readonly SheetOffence[], requesting: string): OffenceAsked {
  const ofKind = known.filter((each) => each.kind === kind);
  if (ofKind.length > 0) return ofSheet(ofKind, requesting, `Offences of the sheet of the kind "${kind}"`);
  const row = ARTICLES.find(([each]) => each === kind);
  const under = row && !NOT_ALWAYS.has(kind) ? articlesOf(row) : [];
  const readAs = under.length
    ? `Taken as an offence under ${under.map(pinpointOf).join(" and ")}; which statute of the requesting State it is, and what it carries, is not known.`
    : `Taken as an offence of the kind "${kind}"; which statute of the requesting State it is, and what it carries, is not known.`;
  return stated(kind, under, requesting, readAs);
}

function articlesOf([, hanoi, budapest]: (typeof ARTICLES)[number]): string[] {
  return [`hanoi/${hanoi}`, ...(budapest === null ? [] : [`budapest/${budapest}`])];
}

function answering(kind: string, requesting: string): OffenceAsked {
  const answers = Object.fromEntries(
    (ANSWERING[kind] ?? []).map((question) => [question, "yes: so the question says"]),
  );
  const readAs = `Taken as a case of ${kind.replace("-", " ")}, as the question says; a lawyer judges whether the condition is met.`;
  return { ...stated("other", [], requesting, readAs), answers };
}

function ofSheet(found: readonly SheetOffence[], requesting: string, what: string): OffenceAsked {
  const named = found.slice(0, 6).map((each) => `${each.code} (${each.title})`);
  const more = found.length > 6 ? ` and ${found.length - 6} more` : "";
  return {
    offences: found.slice(0, 50).map(({ code }) => ({ state: requesting, code })),
    answers: {},
    readAs: `${what}: ${named.join("; ")}${more}.`,
  };
}

function stated(kind: string, enacts: string[], state: string, readAs: string): OffenceAsked {
  const offence = { title: kind, kind, elements: ["asked-about"], enacts, maxMonths: null };
  return { offences: [{ state, code: "as asked", stated: offence }], answers: {}, readAs };
}

function unknownOffence(written: string, known: readonly SheetOffence[]): Problem {
  const codes = known.slice(0, 8).map((each) => each.code);
  const inSheet = codes.length
    ? `A statute of the requesting State's sheet (${codes.join(", ")}${known.length > codes.length ? ", …" : ""})`
    : "The requesting State has no sheet here; so not a statute, but";
  return new Problem(
    "treaty/unknown-offence",
    `No offence "${written.slice(0, 60)}" is known.`,
    "offence",
    `${inSheet}${codes.length ? "," : ""} an article (hanoi/7 to hanoi/17, budapest/2 to budapest/9) or a kind (${OFFENCE_KINDS.slice(0, 7).join(", ")}, …, corruption, organized-crime).`,
  );
}
