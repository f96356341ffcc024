import fc from "fast-check";
import { childOf } from "./child.ts";
import type { Strike } from "./faults/mix.ts";
import type { FaultKind } from "./faults/mix.ts";
import type { Violation } from "./oracle/facts.ts";
import type { Plan } from "./sim.ts";
import { tell } from "./story.ts";
import type { SentResult } from "./worker.ts";

/**
 * Reducing a failing run to what decides it: first the kinds of fault, then the single strikes of those kinds. The same
 * plan gives the same run, so whatever is left out shows whether it mattered.
 */

/** A failing run, reduced. */
export interface Story {
  /** With only the kinds and strikes that are left. */
  plan: Plan;
  mutant: string | null;
  violation: Violation;
  /** What is left of the faults, in order. */
  strikes: readonly Strike[];
  /** How many faults of how many kinds struck before, until the violation was seen. */
  from: { strikes: number; kinds: number };
  /** The last lines of the reduced run. */
  tail: readonly string[];
  /** How many runs it took. */
  runs: number;
}

/** How much reducing may cost. */
export interface ShrinkLimits {
  /** Milliseconds of real time for each of the two steps. */
  time: number;
}

const LIMITS: ShrinkLimits = { time: 300_000 };

/**
 * Reduces a failing plan. `patch` names a planted bug, for testing this itself. Throws RangeError where the plan does not
 * fail.
 */
export async function shrink(plan: Plan, patch?: string, limits = LIMITS): Promise<Story> {
  const child = childOf(patch ?? null);
  let runs = 0;
  const run = async (changed: Plan): Promise<SentResult> => {
    runs++;
    const result = await child.run(changed, true);
    if (result === "never ends") throw new RangeError("a run that never ends cannot be reduced");
    return result;
  };
  try {
    const whole = await run(plan);
    const first = whole.violations[0];
    if (!first) throw new RangeError(`seed ${plan.seed} does not fail: there is nothing to reduce`);
    const failing = async (changed: Plan) => seenIn(await run(changed), first.invariant) !== undefined;
    const calm = { ...plan, only: new Set<FaultKind>(), allowed: new Set<string>() };
    const reduced = (await failing(calm)) ? calm : await reduce(plan, whole, failing, run, limits);
    const last = await run(reduced);
    return {
      plan: reduced,
      mutant: patch ?? null,
      violation: seenIn(last, first.invariant) ?? first,
      strikes: last.strikes,
      from: { strikes: sum(whole.faults), kinds: whole.faults.length },
      tail: last.tail,
      runs,
    };
  } finally {
    child.end();
  }
}

/** The same for the command line, told in words. */
export async function shrinkInChild(plan: Plan): Promise<string> {
  return tell(await shrink(plan));
}

async function reduce(
  plan: Plan,
  whole: SentResult,
  failing: (plan: Plan) => Promise<boolean>,
  run: (plan: Plan) => Promise<SentResult>,
  limits: ShrinkLimits,
): Promise<Plan> {
  const kinds = await fewest(
    whole.faults.map(([kind]) => kind),
    (only) => failing({ ...plan, only: new Set(only) }),
    limits,
  );
  const fewer: Plan = { ...plan, only: new Set(kinds) };
  const { faults } = await run(fewer);
  const strikes = faults.flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, i) => `${kind}#${i + 1}`),
  );
  const allowed = await fewest(strikes, (some) => failing({ ...fewer, allowed: new Set(some) }), limits);
  return { ...fewer, allowed: new Set(allowed) };
}

/**
 * The smallest part of a list found with which it still fails: fast-check begins with the whole list as a failing example
 * and shrinks it.
 */
export async function fewest<T>(
  all: readonly T[],
  fails: (part: readonly T[]) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<readonly T[]> {
  const known = new Map<string, boolean>();
  const until = performance.now() + limits.time;
  let best = all;
  const holds = async (part: readonly T[]): Promise<boolean> => {
    const key = JSON.stringify(part);
    if (part.length >= best.length && part.length < all.length) return true;
    if (part.length === all.length) return false;
    // When the time is up everything else "holds", so that shrinking comes to its end.
    const answer = known.get(key) ?? (performance.now() > until ? true : !(await fails(part)));
    known.set(key, answer);
    if (!answer) best = part;
    return answer;
  };
  await fc.check(
    fc.asyncProperty(fc.subarray([...all]), (part) => holds(part)),
    { numRuns: 1, examples: [[[...all]]] },
  );
  return onByOne(best, fails, until);
}

/** Leaves out one after another what can be left out: what halving has missed. */
async function onByOne<T>(
  list: readonly T[],
  fails: (part: readonly T[]) => Promise<boolean>,
  until: number,
): Promise<readonly T[]> {
  let kept = list;
  for (const each of list) {
    if (kept.length === 1 || kept.length > MANY || performance.now() > until) break;
    const without = kept.filter((other) => other !== each);
    if (await fails(without)) kept = without;
  }
  return kept;
}

/** Above so many, leaving out one by one takes too long to be worth it. */
const MANY = 24;

function seenIn(result: SentResult, invariant: string): Violation | undefined {
  return result.violations.find((each) => each.invariant === invariant);
}

function sum(counts: readonly (readonly [unknown, number])[]): number {
  return counts.reduce((all, [, count]) => all + count, 0);
}
