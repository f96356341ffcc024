import { findProvisions } from "../../treaty/citation.ts";
import {
  type CoverageLine,
  coverageCounts,
  coverageLines,
  instrumentName,
  lineOf,
  triedBy,
} from "../../treaty/coverage.ts";
import { Problem } from "../../base/problem.ts";
import { FIELDS } from "../../treaty/fields.ts";
import { INSTRUMENTS, type InstrumentId } from "../../treaty/opinion-types.ts";
import type { Provision } from "../../treaty/provision.ts";
import { SILENCES } from "../../treaty/silence.ts";
import type { Terminal } from "./terminal.ts";

/** `comity law …`: what the program knows of the treaties, line by line, and how far each line was checked. */

const GRADES = {
  T: "compared with an authentic text",
  P: "compared with a parallel clause of another treaty, not with this text",
  K: "not compared with a text yet",
  "K?": "not compared with a text yet, and the number may be off: no rule rests on it",
} as const;
const EFFECTS = {
  shall: "shall",
  "shall-endeavour": "shall endeavour",
  "shall-consider": "shall consider",
  may: "may",
  "nothing-obliges": "nothing obliges",
  forbidden: "shall not",
  definition: "a meaning or a date",
  unaffected: "leaves other law as it is",
} as const;
const BOUND = {
  both: "every State Party, so both States of a request",
  requesting: "the requesting State",
  requested: "the requested State",
  "secretary-general": "the Secretary-General",
  conference: "the Conference of the States Parties",
} as const;

/**
 * `comity law show 40.22`: the record of a provision, or of all that stand below it. Throws Problem
 * `treaty/unknown-provision` with the nearest ones.
 */
export async function lawShowCommand(out: Terminal, citation: string): Promise<boolean> {
  const found = findProvisions(citation);
  out.result(found.map(recordOf));
  found.forEach((each, at) => {
    if (at > 0) out.say();
    for (const line of recordLines(each)) out.say(line);
  });
  return true;
}

function instrumentOf({ id }: Pick<Provision, "id">): InstrumentId {
  return id.split("/")[0] as InstrumentId;
}

function recordOf(each: Provision) {
  return {
    ...lineOf(each),
    instrument: instrumentName(instrumentOf(each)),
    measures: each.appliesTo,
    asks: each.asks ?? [],
    silences: silencesOf(each),
  };
}

function silencesOf({ id }: Provision): string[] {
  return SILENCES.filter((each) => each.provisions.includes(id)).map(
    (each) => `${each.text} ${each.meanwhile}`,
  );
}

function recordLines(each: Provision): string[] {
  const line = lineOf(each);
  return [
    `${each.pinpoint}  [${each.id}]  ${instrumentName(instrumentOf(each))}`,
    `  ${each.statement}`,
    named("Effect", EFFECTS[each.effect]),
    named("Binds", BOUND[each.binds]),
    named("Grade", `${each.grade}, ${GRADES[each.grade]}`),
    ...(each.appliesTo.length > 0 ? [named("Measures", each.appliesTo.join(", "))] : []),
    named("Rule", line.rules.join(", ") || "none"),
    ...(line.noRule && line.rules.length === 0 ? [named("Why none", line.noRule)] : []),
    ...(each.asks ?? []).map((ask) => named("Asks for", `${FIELDS[ask.field].label} (${ask.level})`)),
    ...silencesOf(each).map((text) => named("Unsaid", text)),
    named("Tried by", triedBy(line.tested) || "no test"),
  ];
}

function named(name: string, text: string): string {
  return `  ${name.padEnd(9)} ${text}`;
}

/** `comity law coverage`: the table of what is covered, of one instrument or of all that have one. */
export async function lawCoverageCommand(out: Terminal, instrument: string | undefined): Promise<boolean> {
  const chosen = instrument === undefined ? INSTRUMENTS : [instrumentNamed(instrument)];
  const tables = chosen.map((id) => ({ id, name: instrumentName(id), lines: coverageLines(id) }));
  out.result(
    tables.map(({ id, name, lines }) => ({ instrument: id, name, counts: coverageCounts(lines), lines })),
  );
  for (const { name, lines } of tables.filter((each) => each.lines.length > 0)) {
    out.say(name);
    out.say(coverageCounts(lines));
    for (const line of lines) out.say(tableRow(line));
    out.say();
  }
  const empty = tables.filter((each) => each.lines.length === 0).map((each) => each.name);
  if (empty.length > 0) out.say(`Without a record of any provision: ${empty.join("; ")}.`);
  out.say(
    `Grades: ${Object.entries(GRADES)
      .map(([grade, words]) => `${grade} ${words}`)
      .join("; ")}.`,
  );
  out.say("One record in full: comity law show 40.22. All as a page: docs/law-coverage.md.");
  return true;
}

function instrumentNamed(text: string): InstrumentId {
  const id = INSTRUMENTS.find((each) => each === text.toLowerCase());
  if (id) return id;
  throw new Problem(
    "treaty/unknown-instrument",
    "There is no instrument of this name.",
    text.slice(0, 80),
    `Use one of: ${INSTRUMENTS.join(", ")}.`,
  );
}

function tableRow(line: CoverageLine): string {
  const rule = line.rules.join(", ") || `none: ${line.noRule ?? ""}`;
  const tried = triedBy(line.tested);
  return [
    line.pinpoint.padEnd(22),
    line.effect.padEnd(15),
    line.binds.padEnd(10),
    line.grade.padEnd(2),
    rule + (tried && line.rules.length > 0 ? ` | ${tried}` : ""),
  ].join("  ");
}
