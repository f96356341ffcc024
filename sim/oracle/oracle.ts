import type { EndState, Fact, Invariant, Sometimes, Violation } from "./facts.ts";

/** Watches the world with all invariants at once. */
export interface Oracle {
  tell(fact: Fact): void;
  judge(world: EndState): Promise<void>;
  readonly violations: readonly Violation[];
  /** Checks made, by invariant. */
  readonly checks: ReadonlyMap<string, number>;
  readonly met: ReadonlyMap<Sometimes, number>;
  sometimes(what: Sometimes): void;
  /** A fault of the program itself: an error that is neither a Problem nor one of the injected ones. */
  fault(what: string): void;
}

const KEPT = 50;

export function oracleOf(invariants: readonly Invariant[], now: () => number): Oracle {
  const violations: Violation[] = [];
  const checks = new Map<string, number>(invariants.map(({ id }) => [id, 0]));
  const met = new Map<Sometimes, number>();
  const sometimes = (what: Sometimes) => void met.set(what, (met.get(what) ?? 0) + 1);
  const judges = invariants.map(({ id }) => ({
    check(holds: boolean, what: () => string) {
      checks.set(id, (checks.get(id) ?? 0) + 1);
      if (!holds && violations.length < KEPT) violations.push({ invariant: id, at: now(), what: what() });
    },
    sometimes,
  }));
  const watching = invariants.flatMap((each, index) =>
    each.watch ? [{ watch: each.watch.bind(each), judge: judges[index] as (typeof judges)[number] }] : [],
  );
  return {
    tell(fact) {
      for (const { watch, judge } of watching) watch(fact, judge);
    },
    async judge(world) {
      for (const [index, each] of invariants.entries())
        await each.atEnd?.(judges[index] as (typeof judges)[number], world);
    },
    violations,
    checks,
    met,
    sometimes,
    fault(what) {
      if (violations.length < KEPT) violations.push({ invariant: "I0", at: now(), what });
    },
  };
}
