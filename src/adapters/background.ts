import type { Wake } from "../exchange/context.ts";
import type { Engine } from "../exchange/engine.ts";
import type { Part, WorkReport } from "../exchange/work.ts";

/** What somebody waits for, by the part of the work that does it. Leaves and timers are found by the next round anyway. */
const AT_ONCE = { messages: ["outbox", "fetch"], evidence: ["fetch"] } as const satisfies Record<
  Part,
  readonly Wake[]
>;

/**
 * Keeps an engine at work: at once when the core has something to send or to fetch, and half a second after the last
 * round, because timers and retries fall due by themselves, and the log takes in what it was told meanwhile. Evidence
 * comes in beside the messages: neither waits for the other.
 */
export function keepWorking(
  engine: Engine,
  onFault: (error: unknown) => void,
  every = 500,
): { report(): WorkReport; stop(): Promise<void> } {
  let report: WorkReport = { done: 0, waiting: null, halted: null, unheard: [] };
  const messages = keepRepeating(async () => void (report = await engine.work(["messages"])), onFault, every);
  const evidence = keepRepeating(async () => void (await engine.work(["evidence"])), onFault, every);
  engine.onWake((wakes) => {
    if (AT_ONCE.messages.some((each) => wakes.has(each))) messages.soon();
    if (AT_ONCE.evidence.some((each) => wakes.has(each))) evidence.soon();
  });
  const stopAsking = keepAsking(engine, onFault);
  return {
    report: () => report,
    async stop() {
      stopAsking();
      await Promise.all([messages.stop(), evidence.stop()]);
    },
  };
}

/** Does something soon when it is asked to, and again some time after it was done: one at a time, without end. */
function keepRepeating(go: () => Promise<void>, onFault: (error: unknown) => void, every: number) {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = (): void => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = go()
      .catch(onFault)
      .finally(() => {
        running = null;
        if (stopped) return;
        if (again) setImmediate(round);
        else timer = setTimeout(round, every);
        again = false;
      });
  };
  round();
  return {
    soon: () => void setImmediate(round),
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
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
