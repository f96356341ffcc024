import { PROVISIONS } from "./articles.ts";
import { BASIS_PROVISIONS } from "./scope.ts";
import { GROUND_PROVISIONS } from "./grounds.ts";
import { INSTRUMENTS, type InstrumentId, STATUS_ONLY } from "./opinion-types.ts";
import { pinpointOf, type Provision } from "./provision.ts";
import { FIELD_RULES } from "./requirements.ts";
import { SILENCES } from "./silence.ts";
import { TESTED } from "./tested.ts";

/** What of the law the program knows, how far each line was checked, what it does with it and what tries that out. */

/** What a run of the tables of cases showed of a provision. Written by a test, never by hand. */
export interface Tested {
  /** The parts of an opinion that cited it. */
  in: readonly string[];
  /** What its test or ground came to. */
  outcomes: readonly string[];
  /** The rows whose expected answer names it. */
  rows: readonly string[];
  /** The test files that name it. */
  files: readonly string[];
}

/** One line of the table. */
export interface CoverageLine extends Pick<
  Provision,
  "id" | "pinpoint" | "effect" | "binds" | "grade" | "statement"
> {
  /** What the program does with it; empty: nothing, and `noRule` says why. */
  rules: readonly string[];
  noRule: string | null;
  tested: Tested;
}

const NAMES: Readonly<Record<InstrumentId, string>> = {
  hanoi: "United Nations Convention against Cybercrime (Hanoi Convention)",
  budapest: "Convention on Cybercrime (Budapest Convention, CETS 185)",
  untoc: "United Nations Convention against Transnational Organized Crime",
  uncac: "United Nations Convention against Corruption",
  "coe-mla": "European Convention on Mutual Assistance in Criminal Matters (CETS 30)",
  "coe-mla-protocol-2": "Second Additional Protocol to the Convention on Mutual Assistance (CETS 182)",
  "coe-extradition": "European Convention on Extradition (CETS 24)",
  "budapest-protocol-2": "Second Additional Protocol to the Convention on Cybercrime (CETS 224)",
  "eu-evidence": "Regulation (EU) 2023/1543 on electronic evidence",
  "cloud-act": "Agreements under the CLOUD Act",
  bilateral: "Bilateral treaties",
  reciprocity: "Reciprocity",
};

// The parts of an opinion in which a citation is the work of a rule, and what that rule is called.
const RULE_OF_PART: Readonly<Record<string, string>> = {
  instrument: "basis",
  classification: "class",
  enacted: "class",
  dualCriminality: "option",
  obligation: "obligation",
  conditions: "condition",
  clocks: "clock",
  tensions: "tension",
  prompts: "question",
  doors: "door",
  use: "use",
  missing: "contents",
  asked: "contents",
  "on refusing": "on refusing",
};
/** Provisions by which a ledger computes dates (`standing.ts`). */
const DATED: ReadonlySet<string> = new Set(["hanoi/65(1)", "hanoi/65(2)", "hanoi/67(1)"]);
const UNTESTED: Tested = { in: [], outcomes: [], rows: [], files: [] };
const inSilence = new Set(SILENCES.flatMap((each) => each.provisions));

/** The name of an instrument, in full. */
export function instrumentName(id: InstrumentId): string {
  return NAMES[id];
}

/** The table of one instrument, in the order of its articles. `tested` is what a run of the cases showed. */
export function coverageLines(
  instrument: InstrumentId,
  tested: Readonly<Record<string, Tested>> = TESTED,
): CoverageLine[] {
  return PROVISIONS[instrument].map((each) => lineOf(each, tested));
}

/** The line of one provision. */
export function lineOf(
  { id, pinpoint, effect, binds, grade, statement, ...each }: Provision,
  tested: Readonly<Record<string, Tested>> = TESTED,
): CoverageLine {
  const found = tested[id] ?? UNTESTED;
  const rules = rulesOf({ id, grade, ...each }, found);
  return {
    id,
    pinpoint,
    effect,
    binds,
    grade,
    statement,
    rules,
    noRule: rules.length > 0 ? null : (each.noRule ?? null),
    tested: found,
  };
}

function rulesOf(
  each: Pick<Provision, "id" | "grade" | "asks" | "test" | "enactedAs">,
  tested: Tested,
): string[] {
  if (each.grade === "K?") return [];
  return [
    ...new Set([
      ...(each.test ? ["test"] : []),
      ...(each.enactedAs ? ["class"] : []),
      ...(each.asks ? ["contents"] : []),
      ...(GROUND_PROVISIONS.has(each.id) ? ["ground"] : []),
      ...(BASIS_PROVISIONS.has(each.id) ? ["basis"] : []),
      ...(DATED.has(each.id) ? ["dates"] : []),
      ...(inSilence.has(each.id) ? ["tension"] : []),
      ...tested.in.flatMap((part) => RULE_OF_PART[part] ?? []),
    ]),
  ];
}

/** How many lines there are, and of which grade; how many have a rule, and how many of these a row or a test names. */
export function coverageCounts(lines: readonly CoverageLine[]): string {
  const grades = ["T", "P", "K", "K?"].map(
    (grade) => `${lines.filter((each) => each.grade === grade).length} ${grade}`,
  );
  const ruled = lines.filter((each) => each.rules.length > 0);
  const named = ruled.filter(({ tested }) => tested.rows.length + tested.files.length > 0);
  const without = lines.length - ruled.length;
  return `${lines.length} provisions: ${grades.join(", ")}. ${ruled.length} with a rule, ${named.length} of them named by a row of the cases or by a test; ${without} without, each with the reason.`;
}

/** The page of all instruments, as Markdown. */
export function coverage(tested: Readonly<Record<string, Tested>> = TESTED): string {
  return [
    "# What of the law is covered",
    "",
    "Made by `coverage()` in `src/treaty/coverage.ts`; a test keeps it current. Do not edit it by hand: after a change,",
    "`npm run law:coverage` writes it anew. On a screen: `npx comity law coverage`.",
    "",
    "- **Grade**: T compared with an authentic text · P compared with a parallel clause of another treaty · K not compared",
    "  yet · K? not compared yet and the pinpoint may be off, so no rule rests on it.",
    "- **Rule**: what the program does with the provision. *test* asks the facts, *contents* asks for fields of the",
    "  request, *ground* weighs it as a ground, *class* classifies the offence by it; the other words name the part of an",
    "  opinion that is made from it. Where there is no rule, the reason stands in its place.",
    "- **Tried by**: what its test or ground came to when the tables of cases and a grid of every offence and measure ran;",
    "  then the rows whose expected answer names it, and the test files that do.",
    "- **Binds**: the two States of a request, or one of them. A duty of every State reads *both*.",
    "",
    ...INSTRUMENTS.flatMap((id) => instrumentSection(id, coverageLines(id, tested))),
    ...silenceSection(),
    ...fieldRuleSection(),
    "",
  ].join("\n");
}

function instrumentSection(id: InstrumentId, lines: readonly CoverageLine[]): string[] {
  const head = [`## ${NAMES[id]}`, ""];
  if (lines.length === 0) return [...head, without(id), ""];
  return [
    ...head,
    coverageCounts(lines),
    "",
    "| Provision | Effect | Binds | Grade | In our words | Rule, or why there is none | Tried by |",
    "|---|---|---|---|---|---|---|",
    ...lines.map(row),
    "",
  ];
}

function without(id: InstrumentId): string {
  if (STATUS_ONLY.has(id)) return "Only its standing is kept: who is bound. Its rules are not modelled here.";
  if (id === "bilateral")
    return "Each is a record that its two States fill in; the articles stand in the record.";
  if (id === "reciprocity") return "No text: what a State is ready to do, its sheet says.";
  return "Only a candidate; no provision of it has a record yet.";
}

function row(each: CoverageLine): string {
  return `| ${each.pinpoint} | ${each.effect} | ${each.binds} | ${each.grade} | ${each.statement} | ${ruleOrReason(each)} | ${triedBy(each.tested)} |`;
}

/** The rules of a line by name, or the reason why there is none. */
export function ruleOrReason({ rules, noRule }: CoverageLine): string {
  return rules.length > 0 ? `*${rules.join(", ")}*` : (noRule ?? "");
}

/** What tries a provision out, in words; empty where nothing names it. */
export function triedBy({ outcomes, rows, files }: Tested): string {
  return [
    outcomes.join(", "),
    ...rows
      .slice(0, 1)
      .map((each) => `row “${each}”${rows.length > 1 ? ` and ${rows.length - 1} more` : ""}`),
    ...(files.length > 0 ? [files.join(", ")] : []),
  ]
    .filter((each) => each !== "")
    .join("; ");
}

function silenceSection(): string[] {
  return [
    "## What the text leaves unsaid",
    "",
    "| Provisions | Silence | Meanwhile |",
    "|---|---|---|",
    ...SILENCES.map(
      (each) => `| ${each.provisions.map(pinpointOf).join(", ")} | ${each.text} | ${each.meanwhile} |`,
    ),
    "",
  ];
}

function fieldRuleSection(): string[] {
  return [
    "## Rules of this program, not of a treaty",
    "",
    "| Field | Level | Measures | Why |",
    "|---|---|---|---|",
    ...FIELD_RULES.map(
      (each) => `| ${each.field} | ${each.level} | ${each.measures.join(", ")} | ${each.why} |`,
    ),
  ];
}
