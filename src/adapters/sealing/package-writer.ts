import type { FileHandle } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { crc32 } from "node:zlib";
import { ZipFile } from "yazl";
import type { FoundFile } from "../../seal/manifest.ts";
import { newFileHash } from "./file-hashes.ts";
import type { FileHasher } from "./sealer.ts";
import { SEGMENT, type Segments } from "./threads.ts";

/** Writes the container of a package: a stored ZIP, by yazl. */

/** A ZIP that takes tag files as bytes, and files as streams that are hashed as they pass. */
export interface PackageWriter {
  zip: ZipFile;
  addBytes(name: string, bytes: Uint8Array): void;
  /** Resolves when the file has passed. `open` is called when its turn has come. */
  addFile(name: string, open: () => Promise<FileHandle>): Promise<FoundFile>;
}

/**
 * Starts a package; `at` becomes the time of every entry. Pieces of files are segments, which whoever reads the
 * container's stream gives back; `onBytes` hears of each.
 */
export function newPackage(
  at: Date,
  segments: Segments,
  hasher: FileHasher,
  onBytes: (bytes: number) => void,
): PackageWriter {
  const zip = new ZipFile();
  const options = { compress: false, mtime: at, mode: 0o100644 };
  return {
    zip,
    addBytes: (name, bytes) => zip.addBuffer(Buffer.from(bytes), name, options),
    addFile: (name, open) =>
      new Promise((passed) =>
        zip.addReadStreamLazy(name, options, (done) => {
          open().then(
            (file) => done(null, source(file, segments, hasher, onBytes, passed)),
            (error: unknown) => done(error, null as unknown as Readable),
          );
        }),
      ),
  };
}

function source(
  file: FileHandle,
  segments: Segments,
  hasher: FileHasher,
  onBytes: (bytes: number) => void,
  passed: (file: FoundFile | Promise<FoundFile>) => void,
): Readable {
  const hash = newFileHash(["sha256"]);
  let crc = 0;
  const see = (piece: Uint8Array, segment: number): void => {
    hasher.hash(segment, piece.length);
    crc = crc32(piece, crc);
    hash.see(piece);
    onBytes(piece.length);
  };
  const stream = Readable.from(pieces(file, segments, see), { objectMode: false });
  stream.once("end", () => passed(hasher.endFile().then((sha512) => ({ ...hash.end(), sha512 }))));
  // yazl counts the CRC in JavaScript, at a third of the speed of all the rest together. The zlib of Node counts it
  // here instead, and the counter is told the result; a counter of another shape is left to count for itself.
  const pipe = stream.pipe.bind(stream);
  stream.pipe = <T extends NodeJS.WritableStream>(target: T): T => {
    const counter = target as unknown as Writable & { crc32?: unknown };
    if (typeof counter.crc32 !== "number") return pipe(target);
    stream.once("end", () => (counter.crc32 = crc));
    return stream as unknown as T;
  };
  return stream;
}

async function* pieces(
  file: FileHandle,
  segments: Segments,
  see: (piece: Uint8Array, segment: number) => void,
): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const segment = await segments.take();
      const buffer = segments.buffers[segment] as SharedArrayBuffer;
      const { bytesRead } = await file.read(new Uint8Array(buffer), 0, SEGMENT);
      if (bytesRead === 0) return segments.giveBack(segment);
      const piece = Buffer.from(buffer as unknown as ArrayBuffer, 0, bytesRead);
      see(piece, segment);
      yield piece;
    }
  } finally {
    await file.close();
  }
}
