import { readFileSync } from "node:fs";
import { join } from "node:path";
import { equalBytes, fromUtf8, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import { type VerifyingKey, peekPayload, verifyAct } from "../../crypto/acts.ts";
import { digestOf } from "../../crypto/hash.ts";
import { type BagView, demandBag } from "../../seal/bag.ts";
import { MIMETYPE, MIMETYPE_NAME } from "../../seal/container.ts";
import {
  type FoundFile,
  MANIFEST_ACT_NAME,
  MANIFEST_NAME,
  type Manifest,
  compareFiles,
  readManifest,
} from "../../seal/manifest.ts";

/** A bag on disk, all of whose files have been hashed. */
export interface BagFolder {
  folder: string;
  /** By path in the bag, `/` between parts. */
  found: ReadonlyMap<string, FoundFile>;
  keysOf?(sender: string, at: Instant): readonly VerifyingKey[];
  /** The State that reads it, which the manifest must name as a recipient. */
  reader?: string;
}

/** A bag in which every file is vouched for. */
export interface CheckedBag {
  manifest: { digest: string; says: Manifest; act: string };
  /** Key ids that signed the manifest; null where the signature was not checked. */
  signedBy: string[] | null;
  /** Every file of the payload, verified; `path` is below the bag's folder. */
  files: { name: string; path: string; size: number; sha256: string; sha512: string }[];
}

/**
 * Checks a bag against its manifests of hashes and the signed one. Throws Problem `zip/other-type`, `bag/…`,
 * `manifest/…`, and `act/…` where keys are given and the signature does not hold.
 */
export async function checkBagFolder(bag: BagFolder): Promise<CheckedBag> {
  demandBag(viewOf(bag));
  demandType(bag);
  const { bytes, act, says } = readSigned(bag);
  const signedBy = bag.keysOf
    ? (await verifyAct(act, "comity-manifest", bag.keysOf(says.sender, says.at), MANIFEST_ACT_NAME)).kids
    : null;
  if (bag.reader !== undefined && !says.recipients.includes(bag.reader))
    throw mismatch("not-for-us", "The signed manifest does not name this State as a recipient.", bag.reader);
  const data = [...bag.found].filter(([name]) => name.startsWith("data/"));
  const payload = new Map(data.map(([name, file]) => [name.slice("data/".length), file]));
  const [first, ...also] = compareFiles(says, payload);
  if (first) throw new Problem(first.code, first.message, first.where, first.next, also);
  for (const [name, digest] of Object.entries(says.tags))
    if (`sha256:${bag.found.get(name)?.sha256}` !== digest)
      throw mismatch("hash-differs", "It is another one than the signed manifest says.", name);
  const files = [...payload].map(([name, file]) => ({ name, path: `data/${name}`, ...hashesOf(file) }));
  return { manifest: { digest: digestOf(bytes), says, act }, signedBy, files };
}

function demandType({ folder, found }: BagFolder): void {
  if (found.has(MIMETYPE_NAME) && equalBytes(readFileSync(join(folder, MIMETYPE_NAME)), utf8(MIMETYPE)))
    return;
  throw new Problem(
    "zip/other-type",
    "This is a package of another type or version.",
    MIMETYPE_NAME,
    "Use a version that knows the type.",
  );
}

function readSigned({ folder, found }: BagFolder): { bytes: Uint8Array; act: string; says: Manifest } {
  const read = (name: string): Uint8Array => {
    if (!found.has(name)) throw mismatch("file-missing", "The package has no signed manifest.", name);
    return readFileSync(join(folder, name));
  };
  const bytes = read(MANIFEST_NAME);
  const act = fromUtf8(read(MANIFEST_ACT_NAME));
  if (!equalBytes(peekPayload(act, MANIFEST_ACT_NAME), bytes))
    throw mismatch("act-differs", "The signed act is about another manifest.", MANIFEST_ACT_NAME);
  return { bytes, act, says: readManifest(bytes) };
}

function viewOf({ folder, found }: BagFolder): BagView {
  const files = [...found].map(([name, { size, sha256, sha512 }]) => {
    const hashes: Record<string, string> = { sha256, sha512 };
    return [name, { size, hash: (algorithm: string) => hashes[algorithm] }] as const;
  });
  return {
    files: new Map(files),
    read: (name) => readFileSync(join(folder, name)),
    vouched: [MANIFEST_NAME, MANIFEST_ACT_NAME],
  };
}

function hashesOf({ size, sha256, sha512 }: FoundFile): FoundFile {
  return { size, sha256, sha512 };
}

function mismatch(code: string, what: string, where: string): Problem {
  return new Problem(`manifest/${code}`, what, where, "Ask the sender for the package again.");
}
