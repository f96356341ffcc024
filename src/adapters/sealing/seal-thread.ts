import { parentPort } from "node:worker_threads";
import { runningHash } from "../../crypto/hash.ts";
import { type Slice, sealedDigest } from "../../seal/slices.ts";
import { CHUNK, SEALED_CHUNK, sealChunkInto } from "../../seal/stream.ts";
import { createLarge } from "../large-files.ts";
import { SEGMENT } from "./threads.ts";

/**
 * A thread that encrypts segments of plaintext in order, writes them, and hashes what it wrote in slices. Between them it
 * hashes segments of the files that are sealed, with SHA-512.
 */

/** A file to seal. */
export interface SealOrder {
  buffers: SharedArrayBuffer[];
  /** Segments of files, which are hashed only. */
  sources: SharedArrayBuffer[];
  /** The file to make. */
  path: string;
  key: Uint8Array;
  /** Header and payload nonce: what stands before the chunks. */
  head: Uint8Array;
  sliceSize: number;
}

export interface SealMessage {
  segment: number;
  length: number;
  last: boolean;
}

/** A piece of a file to hash; or its end. */
export type HashMessage = { source: number; length: number } | { endOfFile: true };

export interface SealedFile {
  digest: string;
  size: number;
  slices: Slice[];
}

export type SealReply =
  | { free: number }
  | { freeSource: number }
  | { sha512: string }
  | { slice: WrittenSlice }
  | { sealed: SealedFile };

/** A slice of the sealed file that is written whole, and where it begins. */
export interface WrittenSlice extends Slice {
  start: number;
}

const chunksPerSegment = SEGMENT / CHUNK;
const out = new Uint8Array(chunksPerSegment * SEALED_CHUNK);
let seal: (message: SealMessage) => Promise<void>;
let hash: (message: HashMessage) => void;
let before: Promise<void> = Promise.resolve();

parentPort?.on("message", (message: SealOrder | SealMessage | HashMessage) => {
  before = before.then(async () => {
    if ("path" in message) {
      hash = hashing(message.sources);
      seal = await begin(message);
    } else if ("segment" in message) await seal(message);
    else hash(message);
  });
});

async function begin({ buffers, path, key, head, sliceSize }: SealOrder): Promise<typeof seal> {
  const sealed = await newSealedFile(path, sliceSize);
  await sealed.write(head);
  let chunk = 0;
  return async ({ segment, length, last }) => {
    const plaintext = new Uint8Array(buffers[segment] as SharedArrayBuffer, 0, length);
    let used = 0;
    for (let at = 0; at < length; at += CHUNK, chunk++) {
      const piece = plaintext.subarray(at, at + CHUNK);
      const isLast = last && at + CHUNK >= length;
      const place = out.subarray(used, used + piece.length + SEALED_CHUNK - CHUNK);
      sealChunkInto(key, chunk, isLast, piece, place);
      used += place.length;
    }
    reply({ free: segment });
    await sealed.write(out.subarray(0, used));
    if (last) reply({ sealed: await sealed.end() });
  };
}

function hashing(sources: readonly SharedArrayBuffer[]): typeof hash {
  let running = runningHash("sha512");
  return (message) => {
    if ("source" in message) {
      running.update(new Uint8Array(sources[message.source] as SharedArrayBuffer, 0, message.length));
      reply({ freeSource: message.source });
    } else {
      reply({ sha512: running.hex() });
      running = runningHash("sha512");
    }
  };
}

/** The sealed file as it is written; each slice is told when it can be read. */
async function newSealedFile(path: string, sliceSize: number) {
  const file = await createLarge(path);
  const slices: SealedFile["slices"] = [];
  let slice = { hash: runningHash("sha256"), size: 0 };
  let size = 0;
  const endSlice = async (): Promise<void> => {
    const written = { digest: `sha256:${slice.hash.hex()}`, size: slice.size };
    slices.push(written);
    slice = { hash: runningHash("sha256"), size: 0 };
    await file.written();
    reply({ slice: { ...written, start: (slices.length - 1) * sliceSize } });
  };
  return {
    async write(bytes: Uint8Array): Promise<void> {
      size += bytes.length;
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + sliceSize - slice.size);
        slice.hash.update(piece);
        slice.size += piece.length;
        at += piece.length;
        await file.write(piece);
        if (slice.size === sliceSize) await endSlice();
      }
    },
    async end(): Promise<SealedFile> {
      await file.end();
      if (slice.size > 0) await endSlice();
      await file.close();
      return { digest: sealedDigest(slices), size, slices };
    },
  };
}

function reply(message: SealReply): void {
  parentPort?.postMessage(message);
}
