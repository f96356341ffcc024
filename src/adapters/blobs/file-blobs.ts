import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runningHash } from "../../crypto/hash.ts";
import type { BlobStore } from "../../exchange/blob-port.ts";
import { makeFolder, syncFolder } from "../log/durable.ts";
import { type LargeReader, createLarge, openLarge } from "../large-files.ts";
import { differs, hexOf, missing } from "./problems.ts";

/**
 * Blobs as files in a folder, `ab/abcd…` by digest. A file is written under a temporary name, synced, renamed, and
 * the folders are synced: what `put` acknowledged survives a power cut, and a name never shows half a file.
 */
export async function fileBlobs(folder: string): Promise<BlobStore> {
  const incoming = join(folder, "incoming");
  // What a crash left half written is worth nothing: the sender still has it.
  await rm(incoming, { recursive: true, force: true });
  await makeFolder(incoming);
  const pathOf = (digest: string): string => join(folder, hexOf(digest).slice(0, 2), hexOf(digest));
  const names = await durableNames(folder);
  const sizeOf = async (digest: string): Promise<number | null> => {
    const found = await stat(pathOf(digest)).then(({ size }) => size, absent);
    if (found !== null) await names.settled(pathOf(digest));
    return found;
  };
  const put = async (bytes: Uint8Array | AsyncIterable<Uint8Array>, digest: string): Promise<void> => {
    if ((await sizeOf(digest)) !== null) return;
    const temporary = join(incoming, randomUUID());
    await writeSynced(temporary, demandDigest(bytes instanceof Uint8Array ? one(bytes) : bytes, digest));
    await names.give(temporary, pathOf(digest));
  };

  return {
    has: async (digest) => (await sizeOf(digest)) !== null,
    size: sizeOf,
    put,
    async open(digest) {
      return pieces(openBlob(pathOf(digest), digest));
    },
    remove: (digest) => rm(pathOf(digest), { force: true }),
    async assemble(slices, out) {
      const temporary = `${out}.${randomUUID()}.part`;
      await writeSynced(temporary, joined(slices, pathOf));
      await rename(temporary, out);
      await syncFolder(dirname(out));
    },
  };
}

async function writeSynced(path: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    const file = await createLarge(path);
    try {
      for await (const piece of source) await file.write(piece);
      await file.end();
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Bytes as they pass; at their end throws Problem `blob/digest-differs` where they are not those of the digest. */
async function* demandDigest(source: AsyncIterable<Uint8Array>, digest: string): AsyncGenerator<Uint8Array> {
  const wanted = hexOf(digest);
  const hash = runningHash("sha256");
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
  if (hash.hex() !== wanted) throw differs(digest);
}

async function* joined(
  slices: readonly { digest: string }[],
  pathOf: (digest: string) => string,
): AsyncGenerator<Uint8Array> {
  for (const { digest } of slices) yield* demandDigest(pieces(openBlob(pathOf(digest), digest)), digest);
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

/**
 * Names below a folder, durable when they are given. A name can be seen before it is durable: by who asks at that moment,
 * and after a kill. So whoever asks waits, and what an earlier process left is synced when the folder is opened.
 */
async function durableNames(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  const shelves = entries.filter((each) => each.isDirectory()).map(({ name }) => join(folder, name));
  for (const path of [...shelves, folder, dirname(folder)]) await syncFolder(path);
  const made = new Map<string, Promise<void>>();
  const given = new Map<string, Promise<void>>();
  const shelfOf = (path: string): Promise<void> => {
    const shelf = made.get(dirname(path)) ?? makeFolder(dirname(path));
    made.set(dirname(path), shelf);
    shelf.catch(() => made.delete(dirname(path)));
    return shelf;
  };
  const give = async (temporary: string, path: string): Promise<void> => {
    await shelfOf(path);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  };
  return {
    /** Resolves when this name is durable, if it is being given. */
    settled: async (path: string): Promise<void> => given.get(path),
    give(temporary: string, path: string): Promise<void> {
      const giving = give(temporary, path).finally(() => {
        if (given.get(path) === giving) given.delete(path);
      });
      given.set(path, giving);
      return giving;
    },
  };
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}
