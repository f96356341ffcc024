import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runningHash } from "../../crypto/hash.ts";
import type { BlobStore } from "../../exchange/blob-port.ts";
import { differs, hexOf, missing } from "./problems.ts";

const PIECE = 1 << 20;
/** Bytes that are hashed and written by one call. */
const BATCH = 2 << 20;

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

  return {
    has: async (digest) => (await sizeOf(digest)) !== null,
    size: sizeOf,
    async put(bytes, digest) {
      const path = pathOf(digest);
      if ((await sizeOf(digest)) !== null) return;
      const source = bytes instanceof Uint8Array ? one(bytes) : bytes;
      const temporary = join(incoming, randomUUID());
      await writeVerified(temporary, source, digest);
      if (await mkdir(dirname(path), { recursive: true })) await syncFolder(folder);
      await rename(temporary, path);
      await syncFolder(dirname(path));
    },
    async open(digest) {
      return pieces(await openBlob(pathOf(digest), digest));
    },
    async digestOf(slices) {
      const hash = runningHash("sha256");
      // One buffer for all: what is only hashed need not be kept.
      const buffer = Buffer.allocUnsafe(PIECE);
      for (const { digest } of slices) {
        const file = await openBlob(pathOf(digest), digest);
        try {
          for (let read = -1; read !== 0;) {
            read = (await file.read(buffer, 0, PIECE)).bytesRead;
            hash.update(buffer.subarray(0, read));
          }
        } finally {
          await file.close();
        }
      }
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
    const file = await open(path, "wx");
    try {
      const hash = runningHash("sha256");
      for await (const batch of batches(source)) {
        for (const piece of batch) hash.update(piece);
        await writeAll(file, batch);
      }
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

/** Pieces gathered until they are worth a call: the network hands them on by 64 KiB. */
async function* batches(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let batch: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    batch.push(piece);
    size += piece.length;
    if (size < BATCH) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length) yield batch;
}

/** Writes all pieces: one call may write less than it was given. */
async function writeAll(file: FileHandle, pieces: Uint8Array[]): Promise<void> {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const { bytesWritten } = await file.writev(pieces);
  if (bytesWritten === total) return;
  const rest = Buffer.concat(pieces).subarray(bytesWritten);
  for (let at = 0; at < rest.length;) at += (await file.write(rest, at)).bytesWritten;
}

async function* joined(
  slices: readonly { digest: string }[],
  pathOf: (digest: string) => string,
): AsyncGenerator<Uint8Array> {
  for (const { digest } of slices) yield* pieces(await openBlob(pathOf(digest), digest));
}

async function openBlob(path: string, digest: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    absent(error);
    throw missing(digest);
  }
}

async function* pieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(PIECE);
      const { bytesRead } = await file.read(piece, 0, PIECE);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
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
