import { Worker } from "node:worker_threads";

/**
 * One thread encrypts or decrypts, and takes one of the two hashes of a file, while the main thread does the rest: the two
 * have about as much to do, and a third would cost more memory than it saves time.
 */

/** Bytes of a segment: 16 chunks of the age format. */
export const SEGMENT = 1 << 20;

/** A worker thread. Whatever kills it rejects `failed`, so that nobody waits for an answer that will not come. */
export interface Thread {
  post(message: unknown): void;
  failed: Promise<never>;
  /** Whether the process stays for it. */
  hold(held: boolean): void;
  stop(): Promise<void>;
}

/** Starts a thread on a file (`./name.ts` beside `from`, an `import.meta.url`); `heard` gets what it posts. */
export function startThread<Reply>(
  file: string,
  from: string,
  data: unknown,
  heard: (reply: Reply) => void,
): Thread {
  // Compiled, it is JavaScript as the file that asks for it is.
  const name = from.endsWith(".ts") ? file : file.replace(/\.ts$/, ".js");
  const worker = new Worker(new URL(name, from), {
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
    hold: (held) => (held ? worker.ref() : worker.unref()),
    stop: async () => void (await worker.terminate()),
  };
}

/** Segments of shared memory that go back and forth between two threads, or round within one. */
export interface Segments {
  buffers: SharedArrayBuffer[];
  /** A free segment. Waits until there is one. */
  take(): Promise<number>;
  /** One more holder of a segment that is taken. */
  share(index: number): void;
  /** A segment is free again when each of its holders gave it back. */
  giveBack(index: number): void;
}

export function newSegments(count: number): Segments {
  const buffers = Array.from({ length: count }, () => new SharedArrayBuffer(SEGMENT));
  const free = buffers.map((_, index) => index);
  const holders = buffers.map(() => 0);
  const waiting: (() => void)[] = [];
  return {
    buffers,
    async take() {
      while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const index = free.pop() as number;
      holders[index] = 1;
      return index;
    },
    share: (index) => void (holders[index] = (holders[index] as number) + 1),
    giveBack(index) {
      holders[index] = (holders[index] as number) - 1;
      if (holders[index] !== 0) return;
      free.push(index);
      waiting.shift()?.();
    },
  };
}
