import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import { concat } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { MAX_HEADER, headerSize } from "../../seal/header.ts";
import {
  CHUNK,
  PAYLOAD_NONCE,
  SEALED_CHUNK,
  chunkRange,
  chunksOf,
  openChunk,
  payloadKey,
} from "../../seal/stream.ts";
import { openHeader } from "./header.ts";

/** A sealed file whose header we could open: any range of its plaintext can be read without the rest. */
export interface SealedPayload {
  key: Uint8Array;
  /** Offset of the first chunk, and how many there are. */
  chunksAt: number;
  count: number;
  plainSize: number;
  /** Plaintext from `start` to before `end`, every chunk verified. Throws Problem `seal/broken` or `seal/truncated`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/**
 * Opens the header and the last chunk of a sealed file: only then is it certain that its end is not missing. Throws
 * Problem `seal/malformed`, `seal/not-addressed`, `seal/broken`, `seal/truncated`.
 */
export async function openSealed(file: FileHandle, identities: readonly string[]): Promise<SealedPayload> {
  const { size } = await file.stat();
  const beginning = await readAt(file, 0, Math.min(size, MAX_HEADER));
  const head = headerSize(beginning);
  const fileKey = await openHeader(beginning.subarray(0, head), identities);
  const nonce = await readAt(file, head, PAYLOAD_NONCE);
  if (nonce.length < PAYLOAD_NONCE) chunksOf(-1);
  const key = payloadKey(fileKey, nonce);
  const chunksAt = head + PAYLOAD_NONCE;
  const { count, plainSize } = chunksOf(size - chunksAt);
  let last: { index: number; chunk: Uint8Array } | null = null;
  const readChunk = async (index: number): Promise<Uint8Array> => {
    if (last?.index === index) return last.chunk;
    const sealed = await readAt(file, chunksAt + index * SEALED_CHUNK, SEALED_CHUNK);
    const chunk = openChunk(key, index, index === count - 1, sealed);
    last = { index, chunk };
    return chunk;
  };
  await readChunk(count - 1);
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    if (start < 0 || end > plainSize || start > end) throw outside();
    const { first, past } = chunkRange(start, end);
    const parts: Uint8Array[] = [];
    for (let index = first; start < end && index < past; index++)
      parts.push((await readChunk(index)).subarray(Math.max(0, start - index * CHUNK), end - index * CHUNK));
    return concat(...parts);
  };
  return { key, chunksAt, count, plainSize, read };
}

/** The payload for a library that reads ZIP directories. */
export class PayloadReader extends RandomAccessReader {
  readonly #payload: SealedPayload;

  constructor(payload: SealedPayload) {
    super();
    this.#payload = payload;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const payload = this.#payload;
    return Readable.from(
      (async function* () {
        for (let at = start; at < end; at += CHUNK)
          yield Buffer.from(await payload.read(at, Math.min(end, at + CHUNK)));
      })(),
      { objectMode: false },
    );
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let got = 0;
  for (let n = -1; n !== 0 && got < length; got += n)
    n = (await file.read(bytes, got, length - got, position + got)).bytesRead;
  return bytes.subarray(0, got);
}

function outside(): Problem {
  return new Problem(
    "zip/malformed",
    "The container points outside itself.",
    "package",
    "Ask the sender for the package again.",
  );
}
