import { parentPort, workerData } from "node:worker_threads";
import { runningHash } from "../../crypto/hash.ts";
import { CHUNK, SEALED_CHUNK, sealChunkInto } from "../../seal/stream.ts";
import { createLarge } from "../large-files.ts";
import { SEGMENT } from "./threads.ts";

/** A thread that encrypts segments of plaintext in order, writes them, and hashes what it wrote, whole and in slices. */

export interface SealThreadData {
  buffers: SharedArrayBuffer[];
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

export interface SealedFile {
  digest: string;
  size: number;
  slices: { digest: string; size: number }[];
}

export type SealReply = { free: number } | { slice: WrittenSlice } | { sealed: SealedFile };

/** A slice of the sealed file that is written whole, and where it begins. */
export interface WrittenSlice {
  digest: string;
  size: number;
  start: number;
}

const { buffers, path, key, head, sliceSize } = workerData as SealThreadData;
const chunksPerSegment = SEGMENT / CHUNK;
const out = new Uint8Array(chunksPerSegment * SEALED_CHUNK);
const whole = runningHash("sha256");
const slices: { digest: string; size: number }[] = [];
let slice = { hash: runningHash("sha256"), size: 0 };
let size = 0;
let chunk = 0;

const file = await createLarge(path);
await write(head);
let before: Promise<void> = Promise.resolve();
parentPort?.on("message", (message: SealMessage) => {
  before = before.then(() => seal(message));
});

async function seal({ segment, length, last }: SealMessage): Promise<void> {
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
  await write(out.subarray(0, used));
  if (last) await finish();
}

async function write(bytes: Uint8Array): Promise<void> {
  whole.update(bytes);
  size += bytes.length;
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + sliceSize - slice.size);
    slice.hash.update(piece);
    slice.size += piece.length;
    at += piece.length;
    await file.write(piece);
    if (slice.size === sliceSize) await endSlice();
  }
}

/** A slice is told when it can be read. */
async function endSlice(): Promise<void> {
  const written = { digest: `sha256:${slice.hash.hex()}`, size: slice.size };
  slices.push(written);
  slice = { hash: runningHash("sha256"), size: 0 };
  await file.written();
  reply({ slice: { ...written, start: (slices.length - 1) * sliceSize } });
}

async function finish(): Promise<void> {
  await file.end();
  if (slice.size > 0) await endSlice();
  await file.close();
  reply({ sealed: { digest: `sha256:${whole.hex()}`, size, slices } });
}

function reply(message: SealReply): void {
  parentPort?.postMessage(message);
}
