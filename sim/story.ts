import type { Strike } from "./faults/mix.ts";
import { INVARIANTS } from "./oracle/invariants.ts";
import type { Story } from "./shrink.ts";

/** A reduced run, told so that a person can follow it: what was asked, what struck whom when, and what was seen then. */

/** Midnight before every simulated world begins. */
const FIRST_DAY = Date.parse("2027-07-04T00:00:00.000Z");
const DAY = 86_400_000;

export function tell(story: Story): string {
  const { plan, mutant, violation, strikes, from, runs } = story;
  const says = INVARIANTS.map((make) => make()).find(({ id }) => id === violation.invariant)?.says;
  const lines = linesOf(story);
  return [
    `Seed ${plan.seed}: ${plan.nodes} States, ${plan.days} days under fault${mutant ? `, with the planted bug "${mutant}"` : ""}.`,
    "",
    `What was seen: ${violation.invariant} does not hold, ${when(violation.at)}:`,
    `  ${violation.what}`,
    ...(says ? [`  It should be so: ${says}.`] : []),
    "",
    strikes.length === 0
      ? `No fault is needed for it (${from.strikes} of ${from.kinds} kinds struck at first).`
      : `What decides it, of ${from.strikes} faults of ${from.kinds} kinds (${runs} runs to find it):`,
    ...strikes.map((strike) => `  ${when(strike.at)}: ${inWords(strike)}`),
    "",
    "What happened around it:",
    ...lines.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

function inWords({ kind, nth, where }: Strike): string {
  return `${kind}, at ${where.replace(">", " to ").replace("|", " and ")} (number ${nth} of its kind)`;
}

/** "day 3, 14:05" of the simulated world. */
function when(at: number): string {
  const since = at - FIRST_DAY;
  return `day ${Math.floor(since / DAY) + 1}, ${new Date(at).toISOString().slice(11, 19)}`;
}

const MOST = 30;

/** The lines of the trace that touch the parties, cases and strikes of the violation; the newest, in order. */
function linesOf({ tail, violation, strikes }: Story): string[] {
  const words = new Set([
    ...(violation.what.match(/[A-Z]{2}-[A-Z]{2}-\d{4}-\d+|(?:node|host)[.-][a-z]{2}/g) ?? []),
    ...strikes.flatMap(({ where }) => where.split(/[>|]/)),
  ]);
  const touching = tail.filter((line) => [...words].some((word) => line.includes(word)));
  return (touching.length > 0 ? touching : tail).slice(-MOST).map(spoken);
}

/** Verbs as people say them. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/submit-request ([^\s:]+)/, "hands draft $1 to an approver"],
  [/approve-request ([^\s:]+)/, "approves draft $1"],
  [/withdraw-request ([^\s:]+)/, "withdraws $1"],
  [/open-case ([^\s:]+)/, "opens $1"],
  [/mark-deficient ([^\s:]+)/, "says what $1 lacks"],
  [/decide-request ([^\s:]+)/, "decides $1"],
  [/authorise-measure ([^\s:]+)/, "enters the authority for $1"],
  [/release-evidence ([^\s:]+)/, "releases the evidence of $1"],
  [/open-evidence ([^\s:]+)/, "opens the evidence of $1"],
  [/^boots$/, "starts"],
  [/ #(\d+)$/, " (number $1)"],
];

function spoken(line: string): string {
  const [at = "", who = "", ...rest] = line.split(" ");
  const what = SAID.reduce((text, [verb, words]) => text.replace(verb, words), rest.join(" "));
  return `${when(Number(at))}  ${who}: ${what}`;
}
