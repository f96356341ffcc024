import { PROVISIONS } from "./articles.ts";
import { GROUND_PROVISIONS } from "./grounds.ts";
import type { Law } from "./law.ts";
import { INSTRUMENTS } from "./opinion-types.ts";
import type { Provision } from "./provision.ts";
import { FIELD_RULES } from "./requirements.ts";
import { SILENCES } from "./silence.ts";

/** The page that says what of the law the program knows, how far it was checked, and what it does with it. */
export function coverage(law: Law): string {
  return [
    "# What of the law is covered",
    "",
    "Made by `coverage(law)` in `src/treaty/coverage.ts`; a test keeps it current. Do not edit it by hand.",
    "Grades: T compared with an authentic text · P compared with a parallel clause of another treaty · K not compared yet ·",
    "K? not compared yet and the pinpoint may be off, so no rule rests on it.",
    "Rule: what the program does with the provision: *test* asks the facts, *contents* asks for fields, *ground* weighs it",
    "as a ground; *shown* only shows it.",
    "",
    ...INSTRUMENTS.flatMap((id) => instrumentSection(law, id)),
    ...silenceSection(),
    ...fieldRuleSection(),
    "",
  ].join("\n");
}

function instrumentSection(law: Law, id: (typeof INSTRUMENTS)[number]): string[] {
  const ledger = law.instruments[id];
  const provisions = PROVISIONS[id];
  const head = [`## ${ledger?.name ?? id}`, ""];
  if (provisions.length === 0)
    return [
      ...head,
      `A candidate only. Condition (${ledger?.scopeCondition?.pinpoint ?? "none"}): ${ledger?.scopeCondition?.text ?? "none"}`,
      "",
    ];
  const counts = ["T", "P", "K", "K?"].map(
    (grade) => `${provisions.filter((each) => each.grade === grade).length} ${grade}`,
  );
  return [
    ...head,
    `${provisions.length} provisions: ${counts.join(", ")}.`,
    "",
    "| Provision | Effect | Binds | Grade | Rule | In our words |",
    "|---|---|---|---|---|---|",
    ...provisions.map(row),
    "",
  ];
}

function row(each: Provision): string {
  return `| ${each.pinpoint} | ${each.effect} | ${each.binds} | ${each.grade} | ${ruleOf(each)} | ${each.statement} |`;
}

/** What the program does with a provision. */
export function ruleOf(each: Provision): string {
  if (each.grade === "K?") return "not compared yet";
  const rules = [
    ...(each.test ? ["test"] : []),
    ...(each.asks ? ["contents"] : []),
    ...(GROUND_PROVISIONS.has(each.id) ? ["ground"] : []),
  ];
  return rules.join(", ") || "shown";
}

function silenceSection(): string[] {
  return [
    "## What the text leaves unsaid",
    "",
    "| Provisions | Silence | Meanwhile |",
    "|---|---|---|",
    ...SILENCES.map((each) => `| ${each.provisions.join(", ")} | ${each.text} | ${each.meanwhile} |`),
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
