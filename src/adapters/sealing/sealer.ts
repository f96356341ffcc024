import type {
  HashMessage,
  SealMessage,
  SealOrder,
  SealReply,
  SealedFile,
  WrittenSlice,
} from "./seal-thread.ts";
import { SEGMENT, type Segments, type Thread, newSegments, startThread } from "./threads.ts";

/** Encrypts, writes and hashes a payload on a thread of its own, and the files in it. */
export interface Sealer extends FileHasher {
  /** Takes the next plaintext; the bytes may change once this resolves. */
  write(plaintext: Uint8Array): Promise<void>;
  /** Seals what is left as the end. */
  finish(): Promise<SealedFile>;
  failed: Promise<never>;
  stop(): Promise<void>;
}

/** SHA-512 of files whose pieces pass in segments, on another thread: it takes twice as long as SHA-256. */
export interface FileHasher {
  /** The next piece of a file. Its segment is shared until it is hashed. */
  hash(segment: number, length: number): void;
  /** The hash of all pieces since the last file, in hexadecimal. */
  endFile(): Promise<string>;
}

/** `sources` are the segments in which files pass; `path` is a file to make; `head` is header and nonce, written first; `key` the payload key. At least one byte must be written. */
export function startSealer(
  sources: Segments,
  path: string,
  head: Uint8Array,
  key: Uint8Array,
  sliceSize: number,
  onSlice: (slice: WrittenSlice) => void = () => {},
): Sealer {
  const segments = newSegments(4);
  const { promise: sealed, resolve } = Promise.withResolvers<SealedFile>();
  const hashes: ((sha512: string) => void)[] = [];
  let done = false;
  const { thread, hear } = takeThread();
  hear((reply) => {
    if ("free" in reply) segments.giveBack(reply.free);
    else if ("freeSource" in reply) sources.giveBack(reply.freeSource);
    else if ("sha512" in reply) hashes.shift()?.(reply.sha512);
    else if ("slice" in reply) onSlice(reply.slice);
    else {
      done = true;
      resolve(reply.sealed);
    }
  });
  const order: SealOrder = {
    buffers: segments.buffers,
    sources: sources.buffers,
    path,
    key,
    head,
    sliceSize,
  };
  thread.post(order);
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
    hash(segment, length) {
      sources.share(segment);
      thread.post({ source: segment, length } satisfies HashMessage);
    },
    endFile: () =>
      new Promise((told) => {
        hashes.push(told);
        thread.post({ endOfFile: true } satisfies HashMessage);
      }),
    finish() {
      post(true);
      return sealed;
    },
    failed: thread.failed,
    stop: async () => (done ? keepThread({ thread, hear }) : thread.stop()),
  };
}

interface SealingThread {
  thread: Thread;
  hear(listener: (reply: SealReply) => void): void;
}

/** A thread that has sealed is kept for the next file: a new one is slow at first. It keeps no process alive. */
let spare: SealingThread | null = null;

function takeThread(): SealingThread {
  const taken = spare ?? newThread();
  spare = null;
  taken.thread.hold(true);
  return taken;
}

async function keepThread(used: SealingThread): Promise<void> {
  if (spare) return used.thread.stop();
  used.thread.hold(false);
  spare = used;
  // Should it end while nobody uses it, the next file gets another.
  used.thread.failed.catch(() => void (spare = spare === used ? null : spare));
}

function newThread(): SealingThread {
  let listener: (reply: SealReply) => void = () => {};
  const thread = startThread<SealReply>("./seal-thread.ts", import.meta.url, null, (reply) =>
    listener(reply),
  );
  return { thread, hear: (next) => void (listener = next) };
}
