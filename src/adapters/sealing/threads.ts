import { Worker } from "node:worker_threads";

/**
 * Threads that pass segments of shared memory around. Hashing and encryption take a core each; the main thread only
 * reads, numbers and hands over.
 */

/** Bytes of a segment: 16 chunks of the age format. */
export const SEGMENT = 1 << 20;

/** A worker thread. Whatever kills it rejects `failed`, so that nobody waits for an answer that will not come. */
export interface Thread {
  post(message: unknown): void;
  failed: Promise<never>;
  stop(): Promise<void>;
}

/** Starts a thread on one of the files beside this one; `heard` gets what it posts. */
export function startThread<Reply>(file: string, data: unknown, heard: (reply: Reply) => void): Thread {
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: data,
    execArgv: [],
    // The bytes are outside the heap; a small young generation keeps the thread small.
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
  });
  const failed = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a sealing thread ended too early")));
  });
  // Whoever waits hears of it; when nobody waits any more, an ordinary end is no fault.
  failed.catch(() => {});
  worker.on("message", heard);
  return {
    post: (message) => worker.postMessage(message),
    failed,
    stop: async () => void (await worker.terminate()),
  };
}

/** Segments of shared memory, each held by so many users before it is free again. */
export interface Segments {
  buffers: SharedArrayBuffer[];
  /** A free segment, held by `users`. Waits until there is one. */
  take(users: number): Promise<number>;
  /** One user has finished with a segment. */
  release(index: number): void;
  /** Nobody needs a segment that was taken. */
  giveBack(index: number): void;
}

export function newSegments(count: number): Segments {
  const buffers = Array.from({ length: count }, () => new SharedArrayBuffer(SEGMENT));
  const free = buffers.map((_, index) => index);
  const users = buffers.map(() => 0);
  const waiting: (() => void)[] = [];
  const giveBack = (index: number): void => {
    free.push(index);
    waiting.shift()?.();
  };
  return {
    buffers,
    async take(wanted) {
      while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const index = free.pop() as number;
      users[index] = wanted;
      return index;
    },
    release(index) {
      users[index] = (users[index] as number) - 1;
      if (users[index] === 0) giveBack(index);
    },
    giveBack,
  };
}
