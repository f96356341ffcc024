import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runningHash } from "../../crypto/hash.ts";
import type { BlobStore } from "../../exchange/blob-port.ts";
import { type LargeReader, createLarge, openLarge } from "../large-files.ts";
import { differs, hexOf, missing } from "./problems.ts";
import { runningDigest } from "./running-digest.ts";

/**
 * Blobs as files in a folder, `ab/abcd…` by digest. A file is written under a temporary name, synced, renamed, and
 * the folders are synced: what `put` acknowledged survives a power cut, and a name never shows half a file.
 */
export async function fileBlobs(folder: string): Promise<BlobStore> {
  const incoming = join(folder, "incoming");
  // What a crash left half written is worth nothing: the sender still has it.
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  const pathOf = (digest: string): string => join(folder, hexOf(digest).slice(0, 2), hexOf(digest));
  const sizeOf = async (digest: string): Promise<number | null> =>
    stat(pathOf(digest)).then((found) => found.size, absent);

  const keep = async (bytes: Uint8Array | AsyncIterable<Uint8Array>, digest: string): Promise<void> => {
    const path = pathOf(digest);
    if ((await sizeOf(digest)) !== null) return;
    const temporary = join(incoming, randomUUID());
    await writeVerified(temporary, bytes instanceof Uint8Array ? one(bytes) : bytes, digest);
    if (await mkdir(dirname(path), { recursive: true })) await syncFolder(folder);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  };
  const running = runningDigest(pathOf);

  return {
    has: async (digest) => (await sizeOf(digest)) !== null,
    size: sizeOf,
    put(bytes, digest) {
      const kept = keep(bytes, digest);
      running.follow(digest, kept);
      return kept;
    },
    async open(digest) {
      return pieces(openBlob(pathOf(digest), digest));
    },
    async digestOf(slices) {
      const known = await running.take(slices);
      if (known) return known;
      const hash = runningHash("sha256");
      for await (const piece of joined(slices, pathOf)) hash.update(piece);
      return `sha256:${hash.hex()}`;
    },
    remove: (digest) => rm(pathOf(digest), { force: true }),
    async assemble(slices, out, digest) {
      const temporary = `${out}.${randomUUID()}.part`;
      await writeVerified(temporary, joined(slices, pathOf), digest);
      await rename(temporary, out);
      await syncFolder(dirname(out));
    },
  };
}

async function writeVerified(path: string, source: AsyncIterable<Uint8Array>, digest: string): Promise<void> {
  const wanted = hexOf(digest);
  try {
    const file = await createLarge(path);
    try {
      const hash = runningHash("sha256");
      for await (const piece of source) {
        hash.update(piece);
        await file.write(piece);
      }
      await file.end();
      if (hash.hex() !== wanted) throw differs(digest);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function* joined(
  slices: readonly { digest: string }[],
  pathOf: (digest: string) => string,
): AsyncGenerator<Uint8Array> {
  for (const { digest } of slices) yield* pieces(openBlob(pathOf(digest), digest));
}

function openBlob(path: string, digest: string): LargeReader {
  try {
    return openLarge(path);
  } catch (error) {
    absent(error);
    throw missing(digest);
  }
}

async function* pieces(file: LargeReader): AsyncGenerator<Uint8Array> {
  try {
    yield* file.pieces();
  } finally {
    await file.close();
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for syncing; NTFS journals the rename itself.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}
