import { closeSync, constants, openSync, read } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Large files go past the page cache where the file system can (O_DIRECT, Linux): evidence is written once and read
 * once or twice, must not push out of memory what a node needs every second, and need not be copied once more. Where
 * it cannot, files are written and read as usual; the bytes are the same, and so is what a sync promises.
 */

/** Bytes that are read or written by one call, at a multiple of itself: a multiple of every block size. */
export const PIECE = 1 << 20;

/** Buffers that are not in use. They stay, because fresh memory costs more than what is done with it. */
const spare: Buffer[] = [];
const SPARE = 12;

function takeBuffer(): Buffer {
  // Memory that could grow begins at a page, as O_DIRECT asks.
  return spare.pop() ?? Buffer.from(new ArrayBuffer(PIECE, { maxByteLength: PIECE }), 0, PIECE);
}

function giveBack(buffer: Buffer): void {
  if (spare.length < SPARE) spare.push(buffer);
}

/** A new large file, written from its beginning to its end. */
export interface LargeFile {
  /** Takes bytes, which may change once this resolves. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when all full pieces that were taken so far can be read. */
  written(): Promise<void>;
  /** Writes what is left. */
  end(): Promise<void>;
  /** Resolves when all that was written survives a power cut. */
  sync(): Promise<void>;
  /** Waits for the disk, then lets go of the file and its memory. */
  close(): Promise<void>;
}

/** Creates a file that must not be there. Rejects with the system's errors. */
export async function createLarge(path: string): Promise<LargeFile> {
  const usual = await open(path, "wx");
  let direct = await open(path, constants.O_WRONLY | DIRECT).catch(() => null);
  let [filling, writing] = [takeBuffer(), takeBuffer()];
  let [filled, position] = [0, 0];
  let last: Promise<void> = Promise.resolve();
  const writePiece = async (piece: Buffer, at: number): Promise<void> => {
    if (direct && piece.length === PIECE) {
      if (await writeDirect(direct, piece, at)) return;
      await direct.close();
      direct = null;
    }
    await writeAll(usual, piece, at);
  };
  const flush = async (): Promise<void> => {
    await last;
    [filling, writing] = [writing, filling];
    last = writePiece(writing.subarray(0, filled), position);
    // Heard by whoever waits next; until then nobody does.
    last.catch(() => {});
    position += filled;
    filled = 0;
  };
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length;) {
        const part = bytes.subarray(at, at + PIECE - filled);
        filling.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === PIECE) await flush();
      }
    },
    written: () => last,
    async end() {
      if (filled > 0) await flush();
      await last;
    },
    sync: () => usual.sync(),
    async close() {
      await last.catch(() => {});
      for (const buffer of [filling, writing]) giveBack(buffer);
      await direct?.close();
      await usual.close();
    },
  };
}

const DIRECT = constants.O_DIRECT ?? 0;

/** Writes a piece past the page cache; false where this file system cannot. */
async function writeDirect(file: FileHandle, piece: Buffer, at: number): Promise<boolean> {
  try {
    const { bytesWritten } = await file.write(piece, 0, PIECE, at);
    return bytesWritten === PIECE;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EINVAL") return false;
    throw error;
  }
}

/** Writes all bytes: one call may write less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;)
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
}

/** A large file that is open, whatever its name becomes. */
export interface LargeReader {
  /**
   * Its bytes from `start`, a multiple of `PIECE`, at most `size`; each piece holds until the next is asked for, which
   * is read meanwhile.
   */
  pieces(start?: number, size?: number): AsyncGenerator<Uint8Array>;
  /** Waits for reads under way. */
  close(): Promise<void>;
}

/** Opens a file at once. Throws the system's errors. */
export function openLarge(path: string): LargeReader {
  const usual = openSync(path, "r");
  let direct = openDirect(path);
  let open = true;
  const reads = new Set<Promise<unknown>>();
  const readPiece = async (buffer: Buffer, at: number): Promise<number> => {
    if (!open) throw new Error("the file was closed while it was read");
    if (direct !== null) {
      const length = await readDirect(direct, buffer, at);
      if (length === PIECE) return length;
      if (length === null) direct = null;
    }
    // Where the file ends, too: a short read may be the end, or the system's whim.
    return readAll(usual, buffer, at);
  };
  const readSoon = (buffer: Buffer, at: number): Promise<number> => {
    const reading = readPiece(buffer, at).finally(() => reads.delete(reading));
    reads.add(reading);
    // Heard by whoever asks for the piece; nobody may.
    reading.catch(() => {});
    return reading;
  };
  const first = direct;
  return {
    async *pieces(start = 0, size = Infinity) {
      const buffers = [takeBuffer(), takeBuffer()] as const;
      let next = readSoon(buffers[0], start);
      try {
        for (let turn = 0, done = 0; done < size; turn++) {
          const length = Math.min(await next, size - done);
          if (length === 0) return;
          done += length;
          if (done < size) next = readSoon(buffers[(turn + 1) % 2] as Buffer, start + done);
          yield (buffers[turn % 2] as Buffer).subarray(0, length);
          if (length < PIECE) return;
        }
      } finally {
        await next.catch(() => {});
        for (const buffer of buffers) giveBack(buffer);
      }
    },
    async close() {
      open = false;
      await Promise.allSettled(reads);
      for (const fd of [usual, first]) if (fd !== null) closeSync(fd);
    },
  };
}

function openDirect(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | DIRECT);
  } catch {
    return null;
  }
}

const readAt = promisify(read);

/** Reads past the page cache; null where this file system cannot. */
async function readDirect(fd: number, buffer: Buffer, at: number): Promise<number | null> {
  try {
    return (await readAt(fd, buffer, 0, PIECE, at)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EINVAL") return null;
    throw error;
  }
}

/** Reads up to a piece; less only where the file ends. */
async function readAll(fd: number, buffer: Buffer, at: number): Promise<number> {
  let got = 0;
  for (let n = -1; n !== 0 && got < PIECE; got += n)
    n = (await readAt(fd, buffer, got, PIECE - got, at + got)).bytesRead;
  return got;
}
