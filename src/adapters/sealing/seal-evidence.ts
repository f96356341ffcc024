import { randomBytes, randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { concat, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { type Instant, dayOf, toMillis } from "../../base/time.ts";
import { digestOf, runningHash } from "../../crypto/hash.ts";
import { BAGIT_TXT, BAG_ALGORITHMS, formatBagInfo, formatManifest, oxumOf, unsafe } from "../../seal/bag.ts";
import { MIMETYPE, MIMETYPE_NAME } from "../../seal/container.ts";
import {
  MANIFEST_ACT_NAME,
  MANIFEST_NAME,
  type ManifestFile,
  type PackageInfo,
  manifestBytes,
} from "../../seal/manifest.ts";
import { firstCollision, nameFault } from "../../seal/names.ts";
import { SLICE } from "../../seal/slices.ts";
import { PAYLOAD_NONCE, payloadKey } from "../../seal/stream.ts";
import { newHeader } from "./header.ts";
import { type PackageWriter, newPackage } from "./package-writer.ts";
import type { SealedFile, WrittenSlice } from "./seal-thread.ts";
import { type Sealer, startSealer } from "./sealer.ts";
import { type Segments, newSegments } from "./threads.ts";

/** A file that goes into a package, untouched. */
export interface EvidenceFile {
  /** Its name in the package, below `data/`; parts are divided by `/`. */
  name: string;
  /** Where it lies now. */
  path: string;
  source?: ManifestFile["source"];
}

export interface SealJob {
  files: readonly EvidenceFile[];
  info: PackageInfo;
  /** Signs the manifest as an act of type `comity-manifest`. */
  sign(payload: Uint8Array): Promise<string>;
  /** age recipients; post-quantum unless `classical`. */
  recipients: readonly string[];
  classical?: boolean;
  /**
   * Called with each slice of the sealed file as soon as it is written, and where it lies until the whole is done: it
   * can travel while the rest is sealed. Worth nothing should sealing fail.
   */
  onSlice?(slice: WrittenSlice, path: string): void;
  /** Where the sealed file appears when it is whole. An earlier file of this name is replaced. */
  out: string;
  at: Instant;
  onProgress?(progress: { bytes: number; total: number }): void;
}

export interface SealedEvidence {
  sealed: SealedFile;
  manifest: { digest: string; files: { name: string; size: number; sha256: string }[] };
}

/**
 * Packs files as a bag with a signed manifest and seals them, reading each byte once. Throws Problem
 * `bag/unsafe-name`, `seal/not-a-file`, `seal/no-file`, `manifest/malformed`, and what `newHeader` throws. The sealed
 * file is not yet durable when this resolves: the blob store makes it so.
 */
export async function sealEvidence(job: SealJob): Promise<SealedEvidence> {
  checkNames(job.files);
  const total = await sizeOfAll(job.files);
  const temporary = `${job.out}.${randomUUID()}.part`;
  try {
    const result = await packAndSeal(job, temporary, total);
    await rename(temporary, job.out);
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function checkNames(files: readonly EvidenceFile[]): void {
  if (files.length === 0)
    throw new Problem("seal/no-file", "There is nothing to seal.", "files", "Name at least one file.");
  for (const { name } of files) {
    const fault = nameFault(`data/${name}`);
    if (fault) throw unsafe(name, fault);
  }
  const collision = firstCollision(files.map((each) => each.name));
  if (collision) throw unsafe(collision, "differs from another only by case or Unicode form, or not at all");
}

async function sizeOfAll(files: readonly EvidenceFile[]): Promise<number> {
  let total = 0;
  for (const each of files) {
    const file = await openRegular(each);
    total += (await file.stat()).size;
    await file.close();
  }
  return total;
}

/** Opens a file that is neither folder, device nor absent. Throws Problem `seal/not-a-file`. */
async function openRegular({ name, path }: EvidenceFile): Promise<FileHandle> {
  const file = await open(path, "r").catch(() => null);
  if (file && (await file.stat()).isFile()) return file;
  await file?.close();
  throw new Problem("seal/not-a-file", "This is no file that can be read.", name, "Check the path.");
}

async function packAndSeal(job: SealJob, path: string, total: number): Promise<SealedEvidence> {
  const segments = newSegments(3);
  const { header, fileKey } = await newHeader(job.recipients, { classical: job.classical ?? false });
  const nonce = randomBytes(PAYLOAD_NONCE);
  const head = concat(header, nonce);
  const sealer = startSealer(segments, path, head, payloadKey(fileKey, nonce), SLICE, (slice) =>
    job.onSlice?.(slice, path),
  );
  try {
    let bytes = 0;
    const writer = newPackage(new Date(toMillis(job.at)), segments, sealer, (passed) =>
      job.onProgress?.({ bytes: (bytes += passed), total }),
    );
    const broken = new Promise<never>((_, reject) => void writer.zip.once("error", reject));
    const done = Promise.all([flow(writer.zip, segments, sealer), fill(writer, job)]);
    const [sealed, manifest] = await Promise.race([done, broken, sealer.failed]);
    return { sealed, manifest };
  } finally {
    await sealer.stop();
  }
}

/** Everything the container writes goes to the sealer; segments that have passed are free again. */
async function flow(zip: PackageWriter["zip"], segments: Segments, sealer: Sealer): Promise<SealedFile> {
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _, done) {
      const segment = segments.buffers.findIndex((buffer) => buffer === (chunk.buffer as unknown));
      sealer.write(chunk).then(() => {
        if (segment >= 0) segments.giveBack(segment);
        done();
      }, done);
    },
  });
  await pipeline(zip.outputStream, sink);
  return sealer.finish();
}

/** The entries of a package, in the order of spec/evidence-package.md. */
async function fill(writer: PackageWriter, job: SealJob): Promise<SealedEvidence["manifest"]> {
  writer.addBytes(MIMETYPE_NAME, utf8(MIMETYPE));
  const passing = job.files.map(async (each): Promise<ManifestFile> => {
    const passed = await writer.addFile(`data/${each.name}`, () => openRegular(each));
    return { name: each.name, ...passed, ...(each.source ? { source: each.source } : {}) };
  });
  const files = await Promise.all(passing);
  const tags = tagFiles(files, job.info, job.at);
  for (const [name, text] of tags) writer.addBytes(name, utf8(text));
  const manifest = manifestBytes({
    ...job.info,
    format: "comity/manifest/v1",
    at: job.at,
    files,
    tags: {
      "tagmanifest-sha256.txt": digestOf(utf8(tags.get("tagmanifest-sha256.txt") ?? "")),
      "tagmanifest-sha512.txt": digestOf(utf8(tags.get("tagmanifest-sha512.txt") ?? "")),
    },
  });
  writer.addBytes(MANIFEST_NAME, manifest);
  writer.addBytes(MANIFEST_ACT_NAME, utf8(await job.sign(manifest)));
  writer.zip.end();
  return {
    digest: digestOf(manifest),
    files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
  };
}

function tagFiles(files: readonly ManifestFile[], info: PackageInfo, at: Instant): Map<string, string> {
  const tags = new Map([["bagit.txt", BAGIT_TXT]]);
  const oxum = oxumOf(files.map((each) => each.size));
  tags.set(
    "bag-info.txt",
    formatBagInfo([
      ["Source-Organization", info.sender],
      ["Bagging-Date", dayOf(at)],
      ["External-Identifier", `${info.ref} ${info.item}`],
      ["Payload-Oxum", oxum],
    ]),
  );
  for (const algorithm of BAG_ALGORITHMS)
    tags.set(
      `manifest-${algorithm}.txt`,
      formatManifest(new Map(files.map((each) => [`data/${each.name}`, each[algorithm]]))),
    );
  const listed = [["mimetype", MIMETYPE] as const, ...tags];
  for (const algorithm of BAG_ALGORITHMS)
    tags.set(
      `tagmanifest-${algorithm}.txt`,
      formatManifest(new Map(listed.map(([name, text]) => [name, hashText(algorithm, text)]))),
    );
  return tags;
}

function hashText(algorithm: "sha256" | "sha512", text: string): string {
  const hash = runningHash(algorithm);
  hash.update(utf8(text));
  return hash.hex();
}
