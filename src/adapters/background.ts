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
  const stopAsking = keepAsking(engine, onFault);
  return {
    report: () => report,
    async stop() {
      stopped = true;
      clearInterval(timer);
      stopAsking();
      await running;
    },
  };
}

const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

/**
 * Catches up with the peers at the start, and again with those that did not answer: after a minute, then after twice as
 * long, up to an hour.
 */
function keepAsking(engine: Engine, onFault: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const ask = async (pause: number, peers?: readonly string[]): Promise<void> => {
    const { unreached } = await engine.catchUp(peers);
    if (stopped || unreached.length === 0) return;
    timer = setTimeout(() => start(Math.min(pause * 2, LONGEST_PAUSE), unreached), pause);
  };
  const start = (pause: number, peers?: readonly string[]): void => {
    ask(pause, peers).catch((error: unknown) => (stopped ? undefined : onFault(error)));
  };
  start(FIRST_PAUSE);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
