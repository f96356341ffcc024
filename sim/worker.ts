import { type Plan } from "./sim.ts";
import { type RunResult, runPlan } from "./run.ts";

/** One process of the simulator: takes plans from its parent, one after another, and says what came of each. */

// A refusal is an error, and there are thousands for each simulated day: nobody reads where they were made.
if (process.send) Error.stackTraceLimit = 0;

/** A result as it crosses between processes: maps as pairs. */
export type SentResult = ReturnType<typeof sent>;

export function sent(result: RunResult) {
  const { faults, checks, met, plan, strikes, ...rest } = result;
  return {
    ...rest,
    plan: { ...plan, only: plan.only && [...plan.only], allowed: plan.allowed && [...plan.allowed] },
    faults: [...faults],
    checks: [...checks],
    met: [...met],
    strikes: result.violations.length > 0 ? strikes.slice(-400) : [],
    tail: result.violations.length > 0 ? rest.tail : [],
  };
}

if (process.send) {
  process.on("message", (message: { plan: Plan; hasty: boolean }) => {
    void runPlan(message.plan, message.hasty).then(
      (result) => process.send?.({ result: sent(result) }),
      (error: unknown) =>
        process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
