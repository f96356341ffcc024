import type { Engine } from "../exchange/engine.ts";
import type { WorkReport } from "../exchange/work.ts";

/**
 * Keeps an engine at work: a round at once when the core wants something looked at, and one every half second because
 * timers and retries fall due by themselves. One round at a time; one that is asked for meanwhile follows at once.
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
  engine.onWake(() => setImmediate(round));
  const timer = setInterval(round, every);
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
