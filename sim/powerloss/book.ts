import type { BlobStore } from "../../src/exchange/blob-port.ts";
import type { LogPorts } from "../../src/exchange/publish-log.ts";
import type { Row, Store, Tx } from "../../src/exchange/store-port.ts";

/**
 * The outside book of one machine: what its adapters acknowledged, and at which step of its disk. It is kept by
 * wrapping the real adapters; nothing in it comes from what they stored.
 */
export interface Book {
  /** Transactions in the order of their commits, with all rows each wrote. */
  transactions: { step: number; rows: readonly Row[] }[];
  blobs: { digest: string; step: number; forgotten: number | null }[];
  /** Texts of the log's lock and of its published checkpoint: asked for at a step, acknowledged at another or never. */
  lock: Said[];
  published: Said[];
  tiles: { path: string; bytes: Uint8Array; step: number }[];
}

export interface Said {
  asked: number;
  acknowledged: number;
  text: string;
}

/** A bug that can be planted into the harness, to show that it would be found. */
export type EarlyAnswer = boolean;

export function newBook(): Book {
  return { transactions: [], blobs: [], lock: [], published: [], tiles: [] };
}

/** `early` plants a bug: transactions are acknowledged before they commit. */
export function notedStore(store: Store, book: Book, step: () => number, early: EarlyAnswer): Store {
  return {
    ...store,
    async transact(wants, decide) {
      let rows: Row[] = [];
      let first = 0;
      const result = await store.transact(wants, (tx) => {
        rows = [];
        first = step();
        return decide(listening(tx, rows));
      });
      if (rows.length) book.transactions.push({ step: early ? first : step(), rows });
      return result;
    },
  };
}

function listening(tx: Tx, rows: Row[]): Tx {
  const keep = (row: Row): void => void rows.push(structuredClone(row));
  return {
    get: (kind, key) => tx.get(kind, key),
    list: (kind, scope) => tx.list(kind, scope),
    put(row) {
      tx.put(row);
      keep(row);
    },
    insert(row) {
      tx.insert(row);
      keep(row);
    },
  };
}

export function notedBlobs(blobs: BlobStore, book: Book, step: () => number): BlobStore {
  return {
    ...blobs,
    async put(bytes, digest) {
      await blobs.put(bytes, digest);
      book.blobs.push({ digest, step: step(), forgotten: null });
    },
    async remove(digest) {
      for (const each of book.blobs) if (each.digest === digest) each.forgotten ??= step();
      await blobs.remove(digest);
    },
  };
}

export function notedLog(log: LogPorts, book: Book, step: () => number): LogPorts {
  const said = async <T>(list: Said[], text: string, work: () => Promise<T>): Promise<T> => {
    const entry: Said = { asked: step(), acknowledged: Infinity, text };
    list.push(entry);
    const result = await work();
    if (result !== false) entry.acknowledged = step();
    return result;
  };
  return {
    ...log,
    tiles: {
      ...log.tiles,
      async write(path, bytes) {
        await log.tiles.write(path, bytes);
        if (!path.startsWith("staging/")) book.tiles.push({ path, bytes: bytes.slice(), step: step() });
      },
    },
    lock: { ...log.lock, swap: (old, next) => said(book.lock, next, () => log.lock.swap(old, next)) },
    publish: (text) => said(book.published, text, () => log.publish(text)),
  };
}
