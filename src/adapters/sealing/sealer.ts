import type { SealMessage, SealReply, SealThreadData, SealedFile, WrittenSlice } from "./seal-thread.ts";
import { SEGMENT, newSegments, startThread } from "./threads.ts";

/** Encrypts, writes and hashes a payload on a thread of its own. */
export interface Sealer {
  /** Takes the next plaintext; the bytes may change once this resolves. */
  write(plaintext: Uint8Array): Promise<void>;
  /** Seals what is left as the end. */
  finish(): Promise<SealedFile>;
  failed: Promise<never>;
  stop(): Promise<void>;
}

/** `path` is a file to make; `head` is header and nonce, written first; `key` the payload key. At least one byte must be written. */
export function startSealer(
  path: string,
  head: Uint8Array,
  key: Uint8Array,
  sliceSize: number,
  onSlice: (slice: WrittenSlice) => void = () => {},
): Sealer {
  const segments = newSegments(4);
  const { promise: sealed, resolve } = Promise.withResolvers<SealedFile>();
  const data: SealThreadData = { buffers: segments.buffers, path, key, head, sliceSize };
  const thread = startThread<SealReply>("./seal-thread.ts", data, (reply) => {
    if ("free" in reply) segments.giveBack(reply.free);
    else if ("slice" in reply) onSlice(reply.slice);
    else resolve(reply.sealed);
  });
  let current: { segment: number; length: number } | null = null;
  const post = (last: boolean): void => {
    if (!current) throw new RangeError("an empty payload cannot be sealed in pieces");
    thread.post({ ...current, last } satisfies SealMessage);
    current = null;
  };
  return {
    async write(plaintext) {
      for (let at = 0; at < plaintext.length;) {
        // Only now is it certain that a full segment was not the last.
        if (current?.length === SEGMENT) post(false);
        current ??= { segment: await segments.take(), length: 0 };
        const piece = plaintext.subarray(at, at + SEGMENT - current.length);
        new Uint8Array(segments.buffers[current.segment] as SharedArrayBuffer).set(piece, current.length);
        current.length += piece.length;
        at += piece.length;
      }
    },
    finish() {
      post(true);
      return sealed;
    },
    failed: thread.failed,
    stop: thread.stop,
  };
}
