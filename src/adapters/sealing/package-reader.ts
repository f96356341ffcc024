import { type Entry, type LocalFileHeader, fromRandomAccessReaderPromise } from "yauzl";
import { Problem, isProblem } from "../../base/problem.ts";
import { type ContainerEntry, type Header, MAX_ENTRIES, checkContainer } from "../../seal/container.ts";
import { PayloadReader, type SealedPayload } from "./sealed-reader.ts";

/** An entry of a package that keeps all rules: where its bytes lie in the plaintext. */
export interface PackageEntry {
  name: string;
  start: number;
  end: number;
  crc32: number;
}

/** End of central directory without comment; with the two ZIP64 records before it. */
const ENDINGS = new Set([22, 22 + 20 + 56]);
const ZIP64_EXTRA = 0x0001;
const DESCRIPTOR_FLAG = 0x0008;
const DESCRIPTOR_SIGNATURE = 0x08074b50;

/** Reads a package's directory by yauzl and holds it to our rules. Throws Problem `zip/…` or `bag/unsafe-name`. */
export async function readPackage(payload: SealedPayload): Promise<PackageEntry[]> {
  try {
    return await readDirectory(payload);
  } catch (error) {
    if (isProblem(error)) throw error;
    throw malformed(error instanceof Error ? error.message : "It cannot be read.");
  }
}

async function readDirectory(payload: SealedPayload): Promise<PackageEntry[]> {
  const zip = await fromRandomAccessReaderPromise(new PayloadReader(payload), payload.plainSize, {
    autoClose: false,
    // Names are checked as the bytes they are; the library would repair some of them.
    decodeStrings: false,
    // Sizes too: the rules compare them, and say which entry it is.
    validateEntrySizes: false,
  });
  const directoryStart = Number(zip.readEntryCursor);
  if (zip.entryCount > MAX_ENTRIES) throw malformed("It has more entries than we read.");
  const entries: ContainerEntry[] = [];
  for await (const entry of zip.eachEntry())
    entries.push(await describe(entry, await zip.readLocalFileHeaderPromise(entry), payload));
  if (!ENDINGS.has(payload.plainSize - Number(zip.readEntryCursor)))
    throw malformed("Bytes stand after the central directory.");
  // Stored in the order of the directory, or a gap is found.
  const names = checkContainer(entries, directoryStart);
  return entries.map(({ dataStart, central }, index) => ({
    name: names[index] as string,
    start: dataStart,
    end: dataStart + central.size,
    crc32: central.crc32,
  }));
}

async function describe(
  entry: Entry,
  local: LocalFileHeader,
  payload: SealedPayload,
): Promise<ContainerEntry> {
  const dataEnd = local.fileDataStart + entry.compressedSize;
  const wide = entry.extraFields.some((field) => field.id === ZIP64_EXTRA);
  const length = entry.generalPurposeBitFlag & DESCRIPTOR_FLAG ? (wide ? 24 : 16) : 0;
  const descriptor = length ? readDescriptor(await payload.read(dataEnd, dataEnd + length), wide) : null;
  return {
    central: headerOf(entry, entry.fileNameRaw, entry.uncompressedSize),
    local: headerOf(local, local.fileName, local.uncompressedSize),
    externalAttributes: entry.externalFileAttributes,
    start: entry.relativeOffsetOfLocalHeader,
    dataStart: local.fileDataStart,
    end: dataEnd + length,
    descriptor,
    hasComment: entry.fileCommentLength > 0,
  };
}

function headerOf(from: Entry | LocalFileHeader, name: Uint8Array, size: number): Header {
  const { generalPurposeBitFlag: flags, compressionMethod: method, crc32, compressedSize } = from;
  return { name, flags, method, crc32, compressedSize, size };
}

/** The data descriptor (APPNOTE 4.3.9) with its signature; the library does not read it. */
function readDescriptor(bytes: Uint8Array, wide: boolean): { crc32: number; size: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const sizeAt = (at: number): number =>
    wide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true);
  const [compressed, size] = [sizeAt(8), sizeAt(wide ? 16 : 12)];
  if (view.getUint32(0, true) !== DESCRIPTOR_SIGNATURE || compressed !== size)
    throw new Problem(
      "zip/headers-differ",
      "The record after an entry's data is not its own.",
      "package",
      AGAIN,
    );
  return { crc32: view.getUint32(4, true), size };
}

const AGAIN = "Ask the sender for the package again.";

function malformed(what: string): Problem {
  return new Problem("zip/malformed", what.slice(0, 200), "package", AGAIN);
}
