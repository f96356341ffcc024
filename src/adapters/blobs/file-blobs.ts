import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runningHash } from "../../crypto/hash.ts";
import type { BlobStore } from "../../exchange/blob-port.ts";
import { free } from "../pieces.ts";
import { differs, hexOf, missing } from "./problems.ts";

/** Bytes that are read or written by one call. */
const PIECE = 1 << 20;

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
    const file = await open(path, "wx");
    try {
      const hash = runningHash("sha256");
      await writePieces(file, source, (piece) => hash.update(piece));
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

/**
 * Gathers pieces until they are worth a call (the network hands them on by 64 KiB) and writes them while the next are
 * gathered. A piece is copied at once: whoever gave it may use its memory again.
 */
async function writePieces(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  see: (piece: Uint8Array) => void,
): Promise<void> {
  let [filling, writing] = twoBuffers();
  let filled = 0;
  let written: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await written;
    [filling, writing] = [writing, filling];
    written = writeAll(file, writing.subarray(0, filled));
    // Heard by whoever flushes next; until then nobody waits for it.
    written.catch(() => {});
    filled = 0;
  };
  try {
    for await (const piece of source) {
      see(piece);
      for (let at = 0; at < piece.length;) {
        const part = piece.subarray(at, at + PIECE - filled);
        filling.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === PIECE) await flush();
      }
    }
    await flush();
    await written;
  } finally {
    await written.catch(() => {});
    for (const buffer of [filling, writing]) free(buffer);
  }
}

function twoBuffers(): [Buffer, Buffer] {
  return [Buffer.allocUnsafeSlow(PIECE), Buffer.allocUnsafeSlow(PIECE)];
}

/** Writes all bytes: one call may write less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
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

/** The pieces of a file, the next being read while one is used: their two buffers are used again and again. */
async function* pieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffers = twoBuffers();
  const read = async (buffer: Buffer) => buffer.subarray(0, (await file.read(buffer, 0, PIECE)).bytesRead);
  let next = read(buffers[0]);
  try {
    for (let turn = 1; ; turn++) {
      const piece = await next;
      if (piece.length === 0) return;
      next = read(buffers[turn % 2] as Buffer);
      next.catch(() => {});
      yield piece;
    }
  } finally {
    await next.catch(() => {});
    for (const buffer of buffers) free(buffer);
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
