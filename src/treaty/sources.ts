import type { Day } from "../base/time.ts";
import type { Decision } from "./decide.ts";
import { frozen, keeper } from "./keep.ts";
import { STATED, citedOffences, offencesOf } from "./offences.ts";
import type { SourceLine } from "./opinion-types.ts";
import { citationOf } from "./sheet-facts.ts";
import type { Cite, StateSheet } from "./sheet.ts";

/** The lines of the two sheets that an opinion leans on, with the text that was read and how sure the line is. */
export function sourcesOf({ facts }: Decision): SourceLine[] {
  const { input, requesting, requested, on, dual } = facts;
  const compared = new Set(dual.compared.map((each) => each.code));
  const there = offencesOf(input, input.requested, requested, on).filter((each) => compared.has(each.code));
  return [
    ...citedOffences(input, requesting, on).map((each) =>
      lineOf(requesting, input.requesting, `${each.code}, ${each.title}`, each, on),
    ),
    ...there.map((each) => lineOf(requested, input.requested, `${each.code}, ${each.title}`, each, on)),
    ...linesRead(requested, input.measure).map(([about, cite]) =>
      lineOf(requested, input.requested, about, cite, on),
    ),
    ...(requesting?.extradition
      ? [lineOf(requesting, input.requesting, "extradition", requesting.extradition, on)]
      : []),
  ];
}

function linesRead(
  sheet: StateSheet | undefined,
  measure: Decision["facts"]["input"]["measure"],
): [string, Cite][] {
  if (!sheet) return [];
  const cells: [string, Cite | null][] = [
    ["dual criminality", sheet.dualCriminality],
    [`who authorises (${measure})`, sheet.authorises[measure]],
    ["notice", sheet.notice],
    ["secrecy", sheet.secrecy],
    ["preservation", measure === "preservation" ? sheet.preservation : null],
    ["data protection", sheet.dataProtection],
    ["extradition", sheet.extradition],
  ];
  return cells.filter((each): each is [string, Cite] => each[1] !== null);
}

function lineOf(
  sheet: StateSheet | undefined,
  state: string,
  about: string,
  cite: Cite,
  on: Day,
): SourceLine {
  if (cite.source === STATED)
    return { state, about, title: STATED, at: null, version: null, sureness: null, link: null, check: true };
  return keep(cite, `${state} ${about} ${on}`, () => frozen(lineRead(sheet, state, about, cite, on)));
}

// No request changes it.
const keep = keeper<Cite, SourceLine>();

function lineRead(
  sheet: StateSheet | undefined,
  state: string,
  about: string,
  cite: Cite,
  on: Day,
): SourceLine {
  const source = sheet?.sources.find((each) => each.id === cite.source);
  const sureness = cite.sureness ?? source?.sureness ?? null;
  const caution = (sheet && citationOf(sheet, cite, on)?.caution) ?? null;
  return {
    state,
    about,
    title: source?.title ?? cite.source,
    at: cite.at ?? null,
    version: cite.version ?? source?.version ?? null,
    sureness,
    link: source?.link ?? null,
    check: caution !== null || (sureness !== "A" && sureness !== "B"),
    ...(caution === null ? {} : { caution }),
  };
}
