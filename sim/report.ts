import { SOMETIMES, type Sometimes } from "./oracle/facts.ts";
import type { SentResult } from "./worker.ts";

/** Many seeds added up. */
export interface Totals {
  seeds: number;
  nodeHoursUnderFault: number;
  nodeHoursHealing: number;
  messages: number;
  commits: number;
  events: number;
  requests: number;
  faults: Map<string, number>;
  checks: Map<string, number>;
  met: Map<Sometimes, number>;
  violations: { seed: number; invariant: string; at: number; what: string; tail: string[] }[];
  digests: Map<number, string>;
  /** What must sometimes happen and never did; nothing is asked of runs too short to meet it all. */
  unmet(seconds: number): Sometimes[];
}

/** Node-hours under fault from which on every "sometimes" must have been met. */
const ENOUGH = 20_000;

export function emptyTotals(): Totals {
  const totals: Totals = {
    seeds: 0,
    nodeHoursUnderFault: 0,
    nodeHoursHealing: 0,
    messages: 0,
    commits: 0,
    events: 0,
    requests: 0,
    faults: new Map(),
    checks: new Map(),
    met: new Map(),
    violations: [],
    digests: new Map(),
    unmet: () =>
      totals.nodeHoursUnderFault < ENOUGH ? [] : SOMETIMES.filter((what) => !totals.met.get(what)),
  };
  return totals;
}

export function addUp(totals: Totals, result: SentResult): void {
  totals.seeds++;
  totals.nodeHoursUnderFault += result.nodeHoursUnderFault;
  totals.nodeHoursHealing += result.nodeHoursHealing;
  totals.messages += result.messages;
  totals.commits += result.commits;
  totals.events += result.events;
  totals.requests += result.requests;
  totals.digests.set(result.plan.seed, result.digest);
  for (const [into, from] of [
    [totals.faults, result.faults],
    [totals.checks, result.checks],
    [totals.met, result.met],
  ] as [Map<string, number>, [string, number][]][])
    for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
  for (const each of result.violations)
    totals.violations.push({ seed: result.plan.seed, ...each, tail: result.tail });
}

/** Prints what a stranger needs to believe it, and to repeat it. */
export function printReport(
  totals: Totals,
  how: { seconds: number; json: boolean; many: boolean; again: string },
): void {
  const unmet = how.many ? totals.unmet(how.seconds) : [];
  if (how.json) {
    process.stdout.write(`${JSON.stringify(plain(totals, how.seconds, unmet))}\n`);
    return;
  }
  const faults = [...totals.faults].sort((a, b) => b[1] - a[1]);
  const sum = faults.reduce((all, [, count]) => all + count, 0);
  const lines = [
    "",
    `${count(totals.seeds)} seeds in ${Math.round(how.seconds)} s: ` +
      `${count(totals.nodeHoursUnderFault)} node-hours under fault (and ${count(totals.nodeHoursHealing)} healing), ` +
      `${count(totals.messages)} messages, ${count(totals.commits)} commits, ${count(totals.requests)} requests begun`,
    "",
    `${count(sum)} faults:`,
    ...columns(faults.map(([kind, n]) => `${count(n).padStart(9)}  ${kind}`)),
    "",
    `${count([...totals.checks.values()].reduce((all, n) => all + n, 0))} checks: ` +
      [...totals.checks].map(([id, n]) => `${id} ${count(n)}`).join(", "),
    "",
    "Sometimes:",
    ...SOMETIMES.map((what) => `${count(totals.met.get(what) ?? 0).padStart(9)}  ${what}`),
    "",
    ...(totals.seeds === 1
      ? [`digest of seed ${[...totals.digests.keys()][0]}: ${[...totals.digests.values()][0]}`, ""]
      : []),
    ...violationLines(totals, how.again),
    ...(unmet.length > 0 ? [`FAILED: this run never saw ${unmet.join("; ")}`] : []),
    `${totals.violations.length} violations`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function violationLines({ violations }: Totals, again: string): string[] {
  const shown = new Set<number>();
  return violations.slice(0, 20).flatMap(({ seed, invariant, at, what, tail }) => {
    const first = !shown.has(seed);
    shown.add(seed);
    return [
      `seed ${seed}: ${invariant} at ${new Date(at).toISOString()}: ${what}`,
      ...(first
        ? [
            `  again: npm run sim -- --seed ${seed}${again}; reduced: npm run sim -- --seed ${seed}${again} --shrink`,
            ...tail.slice(-12).map((line) => `    ${line}`),
          ]
        : []),
    ];
  });
}

function plain(totals: Totals, seconds: number, unmet: readonly string[]) {
  const { faults, checks, met, digests, unmet: _unmet, ...rest } = totals;
  return {
    ...rest,
    seconds,
    faults: Object.fromEntries(faults),
    checks: Object.fromEntries(checks),
    sometimes: Object.fromEntries(met),
    neverMet: unmet,
    digests: Object.fromEntries(digests),
  };
}

function columns(cells: readonly string[]): string[] {
  const half = Math.ceil(cells.length / 2);
  return cells.slice(0, half).map((cell, i) => `${cell.padEnd(46)}${cells[i + half] ?? ""}`.trimEnd());
}

function count(number: number): string {
  return Math.round(number).toLocaleString("en-GB");
}
