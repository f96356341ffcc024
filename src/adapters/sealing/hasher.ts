import type { HashMessage, HashReply, HashThreadData } from "./hash-thread.ts";
import { type Segments, startThread } from "./threads.ts";

/** Hashes files on a thread of its own; their pieces must come in order, one file after the other. */
export interface Hasher {
  /** Takes the next piece of the current file; releases its segment once. */
  see(segment: number, length: number): void;
  /** The current file has ended: its hashes, in the order of the algorithms. */
  end(): Promise<string[]>;
  failed: Promise<never>;
  stop(): Promise<void>;
}

export function startHasher(segments: Segments, algorithms: HashThreadData["algorithms"]): Hasher {
  const waiting: ((hashes: string[]) => void)[] = [];
  const data: HashThreadData = { buffers: segments.buffers, algorithms };
  const thread = startThread<HashReply>("./hash-thread.ts", data, (reply) => {
    if ("free" in reply) segments.release(reply.free);
    else waiting.shift()?.(reply.hashes);
  });
  const post = (message: HashMessage): void => thread.post(message);
  return {
    see: (segment, length) => post({ segment, length }),
    end: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        post({ end: true });
      }),
    failed: thread.failed,
    stop: thread.stop,
  };
}
