/**
 * The rule that makes promises replayable: after each event everything that can go on without another event does, and
 * only then the next event runs. Work on other threads (real cryptography) is counted in and handed back in the order
 * in which it was asked for.
 */
export interface Settler {
  /** Resolves when nothing moves any more. */
  settled(): Promise<void>;
  /** Runs work that leaves this thread; its answer comes in the order of asking. */
  outside<T>(work: () => Promise<T>): Promise<T>;
}

export function settler(): Settler {
  let busy = 0;
  let last: Promise<unknown> = Promise.resolve();
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    async settled() {
      do await turn();
      while (busy > 0);
    },
    async outside(work) {
      busy++;
      const before = last;
      const mine = work();
      last = mine.catch(() => undefined);
      const order = (async () => {
        await before;
        return mine;
      })();
      try {
        return await order;
      } finally {
        // What goes on after the answer must have gone on before the next event: give it a turn of its own.
        setImmediate(() => void busy--);
      }
    },
  };
}
