import { fromUtf8 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { unsafe } from "./bag.ts";
import { firstCollision, nameFault } from "./names.ts";

/**
 * The rules for the ZIP container of a package. A ZIP says everything twice, in local headers and in the central
 * directory, and may hide bytes between entries; two readers could then see two packages. Ours has one meaning: what
 * is said twice is equal, entries follow each other without a gap, nothing is compressed.
 */

/** First entry of a package, and what it holds. Other values are kept for ASiC-E (spec/evidence-package.md). */
export const MIMETYPE_NAME = "mimetype";
export const MIMETYPE = "application/vnd.comity.package+zip";

/** Most entries a package may have. */
export const MAX_ENTRIES = 20_000;

/** What a ZIP library read of one entry. */
export interface ContainerEntry {
  /** From the central directory. */
  central: Header;
  /** From the local header. */
  local: Header;
  externalAttributes: number;
  /** Offset of the local header, of the data, and of what follows the data and its descriptor. */
  start: number;
  dataStart: number;
  end: number;
  /** CRC and size from the data descriptor; null where the entry has none. */
  descriptor: { crc32: number; size: number } | null;
  hasComment: boolean;
}

export interface Header {
  name: Uint8Array;
  flags: number;
  method: number;
  crc32: number;
  compressedSize: number;
  size: number;
}

const FLAG_DESCRIPTOR = 0x0008;
const FLAG_UTF8 = 0x0800;
const REGULAR_FILE = 0o100000;
const TYPE_OF_FILE = 0o170000;

/**
 * The names of a container's entries, in order, if it keeps all rules; `directoryStart` is where the central directory
 * begins. Throws the first fault: Problem `zip/first-entry`, `zip/too-many`, `zip/gap`, `zip/headers-differ`,
 * `zip/compressed`, `zip/flags`, `zip/not-a-file`, `bag/unsafe-name`.
 */
export function checkContainer(entries: readonly ContainerEntry[], directoryStart: number): string[] {
  if (entries.length > MAX_ENTRIES) throw fault("too-many", "It has more entries than we read.", "package");
  let expected = 0;
  const names = entries.map((entry, index) => {
    const name = nameOf(entry);
    if (entry.start !== expected) throw fault("gap", "Bytes stand between the entries.", name);
    expected = entry.end;
    if (index === 0 && name !== MIMETYPE_NAME) throw fault("first-entry", "It is not the type.", name);
    checkEntry(entry, name);
    return name;
  });
  if (expected !== directoryStart || names.length === 0)
    throw fault("gap", "Bytes stand before the central directory.", "package");
  const collision = firstCollision(names);
  if (collision) throw unsafe(collision, "differs from another only by case or Unicode form, or not at all");
  return names;
}

function nameOf({ central }: ContainerEntry): string {
  let name: string;
  try {
    name = fromUtf8(central.name);
  } catch {
    throw unsafe("entry", "is not UTF-8");
  }
  const why = nameFault(name);
  if (why) throw unsafe(name, why);
  return name;
}

function checkEntry(entry: ContainerEntry, name: string): void {
  const { central, local, descriptor } = entry;
  const type = (entry.externalAttributes >>> 16) & TYPE_OF_FILE;
  if (type !== 0 && type !== REGULAR_FILE) throw fault("not-a-file", "It is a link or a device.", name);
  if (central.method !== 0) throw fault("compressed", "It is compressed: we store only.", name);
  if ((central.flags & ~(FLAG_DESCRIPTOR | FLAG_UTF8)) !== 0 || entry.hasComment)
    throw fault("flags", "It uses a feature of ZIP that packages do not have.", name);
  if (!sameHeaders(central, local, descriptor))
    throw fault("headers-differ", "Its local header and the central directory differ.", name);
}

function sameHeaders(central: Header, local: Header, descriptor: ContainerEntry["descriptor"]): boolean {
  const sameFacts = local.flags === central.flags && local.method === central.method;
  const sameName =
    local.name.length === central.name.length && local.name.every((byte, i) => byte === central.name[i]);
  if (!sameFacts || !sameName || central.compressedSize !== central.size) return false;
  const described = (central.flags & FLAG_DESCRIPTOR) !== 0;
  if (described !== (descriptor !== null)) return false;
  if (!descriptor)
    return (
      local.crc32 === central.crc32 &&
      local.size === central.size &&
      local.compressedSize === central.compressedSize
    );
  // Sizes that are known only afterwards stand in the descriptor, and the local header has zero for them.
  const blank = local.crc32 === 0 && local.size === 0 && local.compressedSize === 0;
  return blank && descriptor.crc32 === central.crc32 && descriptor.size === central.size;
}

function fault(code: string, what: string, where: string): Problem {
  return new Problem(
    `zip/${code}`,
    what,
    where,
    "Ask the sender to make the package by spec/evidence-package.md.",
  );
}
