import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { Problem, isProblem } from "../../base/problem.ts";
import { runningHash } from "../../crypto/hash.ts";
import { CHUNK, SEALED_CHUNK, openChunk } from "../../seal/stream.ts";
import { SEGMENT } from "./threads.ts";

/** A thread that decrypts ranges of a payload in order, writes each to a file, and hashes what it wrote. */

export interface OpenThreadData {
  buffers: SharedArrayBuffer[];
  fd: number;
  key: Uint8Array;
  /** Offset of the first chunk in the sealed file, and how many chunks there are. */
  chunksAt: number;
  count: number;
}

export type OpenMessage =
  | { start: number; end: number; path: string }
  /** The segment may be filled. */
  | { segment: number };

export type OpenReply =
  | { segment: number; length: number }
  | { written: { sha256: string; crc32: number } }
  | { problem: { code: string; what: string; where: string; next: string } };

const { buffers, fd, key, chunksAt, count } = workerData as OpenThreadData;
const sealed = new Uint8Array((SEGMENT / CHUNK) * SEALED_CHUNK);
const free: number[] = [];
const waiting: ((segment: number) => void)[] = [];
let before: Promise<void> = Promise.resolve();

parentPort?.on("message", (message: OpenMessage) => {
  if ("path" in message) before = before.then(() => extract(message)).catch(report);
  else if (waiting.length > 0) waiting.shift()?.(message.segment);
  else free.push(message.segment);
});

async function extract({ start, end, path }: { start: number; end: number; path: string }): Promise<void> {
  const file = openSync(path, "wx", 0o600);
  const hash = runningHash("sha256");
  let crc = 0;
  try {
    for (let at = start; at < end;) {
      const segment = free.pop() ?? (await new Promise<number>((resolve) => waiting.push(resolve)));
      const place = new Uint8Array(buffers[segment] as SharedArrayBuffer);
      const length = decrypt(at, end, place);
      const piece = place.subarray(0, length);
      hash.update(piece);
      crc = crc32(piece, crc);
      for (let done = 0; done < length;) done += writeSync(file, piece, done);
      reply({ segment, length });
      at += length;
    }
  } finally {
    closeSync(file);
  }
  reply({ written: { sha256: hash.hex(), crc32: crc } });
}

/** Plaintext from `start` to at most `end`, as much as a segment takes; every chunk verified. */
function decrypt(start: number, end: number, place: Uint8Array): number {
  const first = Math.floor(start / CHUNK);
  const past = Math.min(Math.ceil(end / CHUNK), first + SEGMENT / CHUNK, count);
  const bytes = readFully(sealed.subarray(0, (past - first) * SEALED_CHUNK), chunksAt + first * SEALED_CHUNK);
  let used = 0;
  for (let index = first; index < past; index++) {
    const at = (index - first) * SEALED_CHUNK;
    const chunk = openChunk(key, index, index === count - 1, bytes.subarray(at, at + SEALED_CHUNK));
    const wanted = chunk.subarray(Math.max(0, start - index * CHUNK), end - index * CHUNK);
    place.set(wanted, used);
    used += wanted.length;
  }
  return used;
}

function readFully(into: Uint8Array, position: number): Uint8Array {
  let got = 0;
  for (let n = -1; n !== 0 && got < into.length; got += n)
    n = readSync(fd, into, got, into.length - got, position + got);
  return into.subarray(0, got);
}

function report(error: unknown): void {
  const problem = isProblem(error)
    ? error
    : new Problem(
        "seal/not-written",
        "A file could not be written.",
        (error as NodeJS.ErrnoException).code ?? "disk",
        "Check space and permissions, then open it again.",
      );
  const { code, message: what, where, next } = problem;
  reply({ problem: { code, what, where, next } });
}

function reply(message: OpenReply): void {
  parentPort?.postMessage(message);
}
