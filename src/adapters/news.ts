import type { Store, Tx } from "../exchange/store-port.ts";

/** News of committed rows, for programs that wait for something: they ask once, and need not ask over and over. */
export interface News {
  /** Grows with each commit of rows that are news; begins anew, elsewhere, with the process. */
  edition(): number;
  /** Resolves when the edition is another than this one, and after `milliseconds` at the latest. */
  after(edition: number, milliseconds: number): Promise<void>;
}

/** A store that tells of commits in which rows of these kinds were written. */
export function withNews<S extends Store>(store: S, kinds: readonly string[]): { store: S; news: News } {
  let edition = Math.floor(performance.timeOrigin);
  const waiting = new Set<() => void>();
  const tell = (): void => {
    edition++;
    for (const go of waiting) go();
  };
  const transact = async <T>(wants: Parameters<Store["transact"]>[0], decide: (tx: Tx) => T): Promise<T> => {
    let isNews = false;
    const note = (row: Parameters<Tx["put"]>[0]): typeof row => {
      isNews ||= kinds.includes(row.kind);
      return row;
    };
    const result = await store.transact(wants, (tx) =>
      decide({ ...tx, put: (row) => tx.put(note(row)), insert: (row) => tx.insert(note(row)) }),
    );
    if (isNews) tell();
    return result;
  };
  const news: News = {
    edition: () => edition,
    after(known, milliseconds) {
      if (known !== edition) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => go(), milliseconds);
        const go = (): void => {
          clearTimeout(timer);
          waiting.delete(go);
          resolve();
        };
        waiting.add(go);
      });
    },
  };
  return { store: { ...store, transact }, news };
}

/** Milliseconds an answer is held back at most when nothing is new. */
export const PATIENCE = 5_000;
