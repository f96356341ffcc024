import { Problem } from "../../base/problem.ts";
import { isZone, parseInstant, startOfDay, toInstant } from "../../base/time.ts";
import { type Converted, readDay } from "../../treaty/clocks/calendars.ts";
import { TERM_RULES, type TermRule } from "../../treaty/clocks/rules.ts";
import { type Term, termOf } from "../../treaty/clocks/term.ts";
import { type WorkCalendar, calendarOf } from "../../treaty/clocks/work-calendar.ts";
import { findState, nameOf } from "../../treaty/states.ts";
import type { Terminal } from "./terminal.ts";
import { lawMeant } from "./world.ts";

interface Flags {
  from?: string | undefined;
  state?: string | undefined;
  length?: number | undefined;
  zone?: string | undefined;
  world?: string | undefined;
}

/** `comity clock RULE --from … --state …`: a period counted out step by step; without a rule, the rules there are. */
export async function clockCommand(out: Terminal, id: string | undefined, flags: Flags): Promise<boolean> {
  const { lines, result } = id === undefined ? rulesThereAre() : countedOut(ruleNamed(id), flags);
  out.result(result);
  for (const line of lines) out.say(line);
  return true;
}

interface Answer {
  lines: string[];
  result: object;
}

function rulesThereAre(): Answer {
  const rules: TermRule[] = Object.values(TERM_RULES);
  const lines = rules.map(
    ({ id, bound, length, unit, title, pinpoint }) =>
      `${id.padEnd(27)} ${`${BOUND[bound]}${length} ${unit}`.padEnd(17)} ${title} [${pinpoint}]`,
  );
  return {
    lines: [
      ...lines,
      "",
      "One of them: comity clock eu-production --from 2027-07-02T17:10+02:00 --state Alderia",
    ],
    result: { rules },
  };
}

const BOUND = { "at-least": "at least ", "at-most": "at most ", exactly: "" } as const;

function ruleNamed(id: string): TermRule {
  const rule = Object.hasOwn(TERM_RULES, id) ? TERM_RULES[id as keyof typeof TERM_RULES] : undefined;
  if (rule) return rule;
  throw new Problem(
    "clock/unknown-rule",
    `There is no rule "${id.slice(0, 40)}".`,
    "rule",
    "Run comity clock without one to see them.",
  );
}

function countedOut(rule: TermRule, { from, state, length, zone, world }: Flags): Answer {
  if (state === undefined)
    throw new Problem(
      "cli/no-state",
      "A period is counted on the calendar of a State.",
      "--state",
      "Add --state Alderia.",
    );
  const law = lawMeant(world, [state], "real");
  const code = findState(law, state);
  const sheet = law.sheets[code];
  const known = sheet ? calendarOf(sheet) : unknownCalendar(nameOf(law, code));
  const calendar = zone === undefined ? known : { ...known, zone };
  const start = startOf(from, calendar.zone);
  const term = termOf(rule, start.instant, calendar, length ?? rule.length);
  return {
    lines: [
      law.world === "real" ? "The real world." : "The invented world: its States and dates do not exist.",
      ...termLines(rule, term, start.converted),
    ],
    result: { world: law.world, state: code, counting: rule.counting, converted: start.converted, ...term },
  };
}

function unknownCalendar(whose: string): WorkCalendar {
  return { whose, zone: null, weekend: null, holidays: null, cover: null };
}

// A day stands for its first moment on the clock it is counted on; one of another calendar is converted first.
function startOf(
  from: string | undefined,
  zone: string | null,
): { instant: string; converted: Converted | null } {
  if (from === undefined) return { instant: toInstant(Date.now()), converted: null };
  if (/T\d{2}:/.test(from)) return { instant: parseInstant(from, "--from"), converted: null };
  const converted = readDay(from, "--from");
  // A zone that is not known, or none, is said by the counting itself.
  const there = zone !== null && isZone(zone) ? zone : "UTC";
  return { instant: startOfDay(converted.day, there), converted };
}

function termLines(rule: TermRule, term: Term, converted: Converted | null): string[] {
  const last = term.lastDay === null ? "" : `, the end of ${term.lastDay}`;
  return [
    `${rule.title}: ${BOUND[rule.bound]}${rule.length} ${rule.unit} [${rule.pinpoint}]`,
    ...(converted && converted.said !== converted.day ? [`  ${converted.said}`] : []),
    ...(converted?.caution ? [`  ${converted.caution}`] : []),
    ...term.steps.map((each) => `  ${each.what}`),
    `Ends ${term.endsThere} (${term.zone})${last}; in UTC ${term.ends}. ${term.sure ? "" : "Not sure: see above."}`.trim(),
    `How it is counted: ${rule.counting}`,
  ];
}
