import type { FileHandle } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { crc32 } from "node:zlib";
import { ZipFile } from "yazl";
import type { Hasher } from "./hasher.ts";
import { SEGMENT, type Segments } from "./threads.ts";

/** Writes the container of a package: a stored ZIP, by yazl. */

/** A ZIP that takes tag files as bytes, and files as streams that are hashed as they pass. */
export interface PackageWriter {
  zip: ZipFile;
  addBytes(name: string, bytes: Uint8Array): void;
  /** Resolves when the file has passed. `open` is called when its turn has come. */
  addFile(name: string, open: () => Promise<FileHandle>): Promise<PassedFile>;
}

export interface PassedFile {
  size: number;
  hashes: string[];
}

/** Starts a package; `at` becomes the time of every entry. Pieces of files are segments, each held by two users. */
export function newPackage(at: Date, segments: Segments, hasher: Hasher): PackageWriter {
  const zip = new ZipFile();
  const options = { compress: false, mtime: at, mode: 0o100644 };
  return {
    zip,
    addBytes: (name, bytes) => zip.addBuffer(Buffer.from(bytes), name, options),
    addFile: (name, open) =>
      new Promise((passed) =>
        zip.addReadStreamLazy(name, options, (done) => {
          open().then(
            (file) => done(null, source(file, segments, hasher, passed)),
            (error: unknown) => done(error, null as unknown as Readable),
          );
        }),
      ),
  };
}

function source(
  file: FileHandle,
  segments: Segments,
  hasher: Hasher,
  passed: (file: PassedFile) => void,
): Readable {
  let [crc, size] = [0, 0];
  const note = (piece: Uint8Array): void => {
    crc = crc32(piece, crc);
    size += piece.length;
  };
  const stream = Readable.from(pieces(file, segments, hasher, note), { objectMode: false });
  stream.once("end", () => void hasher.end().then((hashes) => passed({ size, hashes })));
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
  hasher: Hasher,
  note: (piece: Uint8Array) => void,
): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const segment = await segments.take(2);
      const buffer = segments.buffers[segment] as SharedArrayBuffer;
      const { bytesRead } = await file.read(new Uint8Array(buffer), 0, SEGMENT);
      if (bytesRead === 0) return segments.giveBack(segment);
      const piece = Buffer.from(buffer as unknown as ArrayBuffer, 0, bytesRead);
      note(piece);
      hasher.see(segment, bytesRead);
      yield piece;
    }
  } finally {
    await file.close();
  }
}
