import { readFileSync, statSync } from "node:fs";
import { parseJson } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import { dayOf, parseInstant, toInstant } from "../../base/time.ts";
import { type StateSheet, readSheet } from "../../treaty/sheet.ts";
import { type Gap, citationsOf, gapsOf } from "../../treaty/sheet-facts.ts";
import { MOST_CHARACTERS } from "../../treaty/sheet-size.ts";
import { Sureness } from "../../treaty/sureness.ts";
import type { Terminal } from "./terminal.ts";

/** `comity sheet check FILE`: whether a State sheet holds together, how sure its lines are, and what it does not know. */
export async function sheetCheckCommand(
  out: Terminal,
  file: string,
  on: string | undefined,
): Promise<boolean> {
  const day = dayOf(on ? parseInstant(`${on}T00:00:00Z`, "--on") : toInstant(Date.now()));
  const sheet = readSheet(parseJson(bytesOf(file), file), file);
  const report = reportOn(sheet, day);
  out.result(report);
  for (const line of reportLines(report)) out.say(line);
  return true;
}

function bytesOf(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    // A character takes at most four bytes in UTF-8; what is larger than that need not be read to be refused.
    if (size > 4 * MOST_CHARACTERS)
      throw new Problem(
        "treaty/sheet-oversized",
        `The file has ${size} bytes.`,
        file,
        "A sheet holds one State's law on the points asked; leave out the rest.",
      );
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem("cli/no-file", "The file cannot be read.", file, "Check the path.");
  }
}

interface Report {
  state: string;
  name: string;
  world: "real" | "invented";
  confirmed: boolean;
  version: number;
  asOf: string;
  /** Lines of each sureness; those of D are no facts and stand under `unverified`. */
  sureness: Record<string, number>;
  /** Lines whose text was read in a version more than a year old, or undated. */
  old: { path: string; citation: string }[];
  gaps: Gap[];
  unverified: StateSheet["unverified"];
}

function reportOn(sheet: StateSheet, day: string): Report {
  const lines = citationsOf(sheet, day);
  const count = (sureness: string): number =>
    lines.filter(({ citation }) => citation.sureness === sureness).length;
  return {
    state: sheet.state,
    name: sheet.name,
    world: sheet.invented ? "invented" : "real",
    confirmed: sheet.confirmed,
    version: sheet.version,
    asOf: sheet.asOf,
    sureness: {
      ...Object.fromEntries(Sureness.options.map((each) => [each, count(each)])),
      D: sheet.unverified.length,
    },
    old: lines
      .filter(({ citation }) => citation.old)
      .map(({ path, citation }) => ({ path, citation: citation.text })),
    gaps: gapsOf(sheet),
    unverified: sheet.unverified,
  };
}

function reportLines(report: Report): string[] {
  const { A, B, C, D } = report.sureness;
  return [
    `${report.name} (${report.state}), ${report.world} world, version ${report.version}, good for ${report.asOf}`,
    report.confirmed
      ? "Confirmed by the State."
      : "A reading of its statutes; the State has not confirmed it.",
    "",
    "The sheet holds together.",
    `Lines: ${A} from the act's own text (A), ${B} from official sources (B), ${C} from one secondary source (C).`,
    ...section(
      `Read in a version more than a year old, or undated: check the text in force (${report.old.length})`,
      report.old.map((each) => `${each.path}: ${each.citation}`),
    ),
    ...section(
      `Not known (${report.gaps.length})`,
      report.gaps.map((each) => `${each.path}: ${each.what}`),
    ),
    ...section(
      `Recalled, never read: no facts (${D})`,
      report.unverified.map((each) => `${each.point}: ${each.text}`),
    ),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length ? ["", title, ...lines.map((line) => `  ${line}`)] : [];
}
