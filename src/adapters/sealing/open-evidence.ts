import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Problem, isProblem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import type { VerifyingKey } from "../../crypto/acts.ts";
import type { FoundFile } from "../../seal/manifest.ts";
import { type Slice, runningSlices, sealedDigest } from "../../seal/slices.ts";
import { type CheckedBag, checkBagFolder } from "./bag-folder.ts";
import { newFileHash } from "./file-hashes.ts";
import type { OpenMessage, OpenReply, OpenThreadData } from "./open-thread.ts";
import { type PackageEntry, readPackage } from "./package-reader.ts";
import { type SealedPayload, openSealed } from "./sealed-reader.ts";
import { newSegments, startThread } from "./threads.ts";

export interface OpenJob {
  /** Path of the sealed file. */
  sealed: string;
  identities: readonly string[];
  /** The folder that appears when everything has been verified; must not exist. */
  out: string;
  /** What the sender released: digest and size from the chain of custody, and how the file is sliced. */
  expected: { digest: string; size: number; slices: readonly Slice[] };
  /** Keys of the manifest's sender; without it the manifest's signature is not checked, and the result says so. */
  keysOf?(sender: string, at: Instant): readonly VerifyingKey[];
  /** The State that opens; where given, the manifest must name it as a recipient. */
  reader?: string;
  /** Bytes of the plaintext that have been written and checked, of all. */
  onProgress?(done: number, total: number): void;
}

/**
 * Opens a sealed package into a folder. Nothing stands under the final name before all of this has held: digest and
 * size of the sealed file, every chunk, the container's rules, every file against two manifests of hashes and the
 * signed one. Throws Problem `seal/…`, `zip/…`, `bag/…`, `manifest/…` or `act/…`; then nothing is left in `out`.
 */
export async function openEvidence(job: OpenJob): Promise<CheckedBag> {
  if (await stat(job.out).catch(() => null))
    throw new Problem(
      "seal/out-exists",
      "There is something under this name.",
      "out",
      "Choose another folder.",
    );
  const file = await openFile(job.sealed);
  const folder = `${job.out}.${randomUUID()}.part`;
  try {
    await demandSize(file, job.expected.size);
    const digest = digestOfFile(file, job.expected.slices);
    const result = await Promise.all([
      extractAll(job, file, folder),
      demandDigest(digest, job.expected.digest),
    ])
      .then(([opened]) => opened)
      .catch((error: unknown) => blameDigest(error, digest, job.expected.digest));
    await rename(folder, job.out);
    return result;
  } finally {
    await file.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch {
    throw new Problem("seal/not-a-file", "The sealed file cannot be read.", "sealed", "Check its path.");
  }
}

async function demandSize(file: FileHandle, expected: number): Promise<void> {
  const { size } = await file.stat();
  if (size === expected) return;
  const code = size < expected ? "seal/truncated" : "seal/digest-differs";
  throw new Problem(code, `The sealed file has ${size} bytes, not ${expected}.`, "sealed", FETCH_AGAIN);
}

const FETCH_AGAIN = "Fetch the sealed file again; if it differs again, ask the sender.";

async function digestOfFile(file: FileHandle, list: readonly Slice[]): Promise<string> {
  const slices = runningSlices(list);
  const buffer = new Uint8Array(1 << 20);
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return sealedDigest(slices.end());
    slices.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

async function demandDigest(digest: Promise<string>, expected: string): Promise<void> {
  if ((await digest) !== expected) throw digestDiffers([]);
}

/** A file that is not the one that was released is called that, whatever else was found in it. */
async function blameDigest(error: unknown, digest: Promise<string>, expected: string): Promise<never> {
  if (!isProblem(error, "seal/digest-differs") && (await digest) !== expected)
    throw digestDiffers(isProblem(error) ? [error] : []);
  throw error;
}

function digestDiffers(also: Problem[]): Problem {
  return new Problem(
    "seal/digest-differs",
    "The sealed file is not the one that was released.",
    "sealed",
    FETCH_AGAIN,
    also,
  );
}

interface Extracted extends FoundFile {
  crc32: number;
}

async function extractAll(job: OpenJob, file: FileHandle, folder: string): Promise<CheckedBag> {
  const payload = await openSealed(file, job.identities);
  const entries = await readPackage(payload);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const path of new Set(entries.map((entry) => dirname(join(folder, entry.name)))))
    await mkdir(path, { recursive: true, mode: 0o700 });
  const found = await extractEntries(job, file, payload, entries, folder);
  demandCrc(entries, found);
  return checkBagFolder({
    folder,
    found,
    ...(job.keysOf ? { keysOf: job.keysOf } : {}),
    ...(job.reader === undefined ? {} : { reader: job.reader }),
  });
}

/** Decrypts, writes and hashes all entries: SHA-256 on the other thread, SHA-512 on this one. */
async function extractEntries(
  job: OpenJob,
  file: FileHandle,
  payload: SealedPayload,
  entries: readonly PackageEntry[],
  folder: string,
): Promise<Map<string, Extracted>> {
  const found = new Map<string, Extracted>();
  const total = entries.reduce((sum, entry) => sum + entry.end - entry.start, 0);
  let bytes = 0;
  const opener = startOpener(file, payload, (length) => job.onProgress?.((bytes += length), total));
  const extracting = entries.map(async ({ name, start, end }) => {
    found.set(name, await opener.extract(start, end, join(folder, name)));
  });
  try {
    await Promise.race([Promise.all(extracting), opener.failed]);
    return found;
  } finally {
    await opener.stop();
  }
}

interface Opener {
  /** Ranges are written in the order of the calls. */
  extract(start: number, end: number, path: string): Promise<Extracted>;
  failed: Promise<never>;
  stop(): Promise<void>;
}

function startOpener(
  file: FileHandle,
  { key, chunksAt, count }: SealedPayload,
  onBytes: (bytes: number) => void,
): Opener {
  const segments = newSegments(4);
  const waiting: ((written: Extracted) => void)[] = [];
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const data: OpenThreadData = { buffers: segments.buffers, fd: file.fd, key, chunksAt, count };
  let hash = newFileHash(["sha512"]);
  const thread = startThread<OpenReply>("./open-thread.ts", import.meta.url, data, (reply) => {
    if ("problem" in reply) {
      const { code, what, where, next } = reply.problem;
      reject(new Problem(code, what, where, next));
    } else if ("written" in reply) {
      // All pieces of the file were heard of before.
      waiting.shift()?.({ ...hash.end(), ...reply.written });
      hash = newFileHash(["sha512"]);
    } else {
      const buffer = segments.buffers[reply.segment] as SharedArrayBuffer;
      hash.see(new Uint8Array(buffer, 0, reply.length));
      post({ segment: reply.segment });
      onBytes(reply.length);
    }
  });
  const post = (message: OpenMessage): void => thread.post(message);
  for (const segment of segments.buffers.keys()) post({ segment });
  const failed = Promise.race([thread.failed, broken]);
  failed.catch(() => {});
  return {
    extract: (start, end, path) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        post({ start, end, path });
      }),
    failed,
    stop: thread.stop,
  };
}

function demandCrc(entries: readonly PackageEntry[], found: ReadonlyMap<string, Extracted>): void {
  const other = entries.find((entry) => found.get(entry.name)?.crc32 !== entry.crc32);
  if (other)
    throw new Problem(
      "zip/crc-differs",
      "The container says another check sum.",
      other.name,
      "Ask the sender for the package again.",
    );
}
