import type { Wake } from "../exchange/context.ts";
import type { Engine } from "../exchange/engine.ts";
import type { WorkReport } from "../exchange/work.ts";

/** What somebody waits for. Leaves that nobody waits for, and timers, are found by the next round anyway. */
const AT_ONCE: readonly Wake[] = ["outbox", "fetch"];

/**
 * Keeps an engine at work: a round at once when the core has something to send or to fetch, and one every half second
 * because timers and retries fall due by themselves, and the log takes in what it was told meanwhile. One round at a
 * time; one that is asked for meanwhile follows at once.
 */
export function keepWorking(
  engine: Engine,
  onFault: (error: unknown) => void,
  every = 500,
): { report(): WorkReport; stop(): Promise<void> } {
  let report: WorkReport = { done: 0, waiting: null, halted: null };
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const round = (): void => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = engine
      .work()
      .then((found) => {
        report = found;
      })
      .catch(onFault)
      .finally(() => {
        running = null;
        if (again) {
          again = false;
          setImmediate(round);
        }
      });
  };
  engine.onWake((wakes) => {
    if (AT_ONCE.some((each) => wakes.has(each))) setImmediate(round);
  });
  const timer = setInterval(() => (running ? undefined : round()), every);
  round();
  return {
    report: () => report,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
