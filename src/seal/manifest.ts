import { z } from "zod";
import { canonicalBytes, parseCanonical } from "../base/canonical.ts";
import { Problem } from "../base/problem.ts";
import { nameFault } from "./names.ts";

/**
 * The signed manifest inside a package: which case, from whom, for whom, which files. The recipients stand inside the
 * signature, because age does not say who sealed: so nobody can wrap a package again for a third State.
 */

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const state = z.string().regex(/^[A-Z]{2}$/);
const short = z.string().min(1).max(100);

/** Hashes as the source stated them, old functions too: recorded, labelled as the source's, never relied on. */
const ClaimedHashes = z
  .strictObject({
    md5: z.string().regex(/^[0-9a-f]{32}$/),
    sha1: z.string().regex(/^[0-9a-f]{40}$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    sha512: z.string().regex(/^[0-9a-f]{128}$/),
  })
  .partial();

const ManifestFile = z.strictObject({
  /** Path below `data/`. */
  name: z.string().refine((name) => nameFault(name) === null),
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  source: z.strictObject({ claimedHashes: ClaimedHashes }).optional(),
});

const Manifest = z.strictObject({
  format: z.literal("comity/manifest/v1"),
  item: short,
  /** Shared reference of the case. */
  ref: short,
  /** Who sealed: a party id of the directory, a node or a provider. */
  sender: short,
  /** States the package is meant for. */
  recipients: z.array(state).min(1).max(50),
  /** For which proceedings it may be used: the conditions of the case, in a sentence. */
  purpose: z.string().min(1).max(500),
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  files: z.array(ManifestFile).min(1).max(10_000),
  /** The tag manifests of the bag, which vouch for its other tag files. */
  tags: z.strictObject({ "tagmanifest-sha256.txt": digest, "tagmanifest-sha512.txt": digest }),
});
export type Manifest = z.infer<typeof Manifest>;
export type ManifestFile = z.infer<typeof ManifestFile>;

/** What the sealing party says of a package. */
export type PackageInfo = Pick<Manifest, "item" | "ref" | "sender" | "recipients" | "purpose">;

/** The bytes of a manifest, which are signed. Throws Problem `manifest/malformed`. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  return canonicalBytes(checkForm(manifest));
}

/** Reads the bytes of a manifest. Throws Problem `manifest/malformed`, `json/invalid` or `json/not-canonical`. */
export function readManifest(bytes: Uint8Array): Manifest {
  return checkForm(parseCanonical(bytes, MANIFEST_NAME));
}

/** Name of the manifest in the package, and of the signed act that holds the same bytes. */
export const MANIFEST_NAME = "comity-manifest.json";
export const MANIFEST_ACT_NAME = "comity-manifest.jws.json";

/** What was found of a file that a manifest names. */
export interface FoundFile {
  size: number;
  sha256: string;
  sha512: string;
}

/** What differs between a manifest and the files that were found under `data/`; empty where nothing does. */
export function compareFiles(manifest: Manifest, found: ReadonlyMap<string, FoundFile>): Problem[] {
  const faults: Problem[] = [];
  const named = new Map(manifest.files.map((file) => [file.name, file]));
  if (named.size !== manifest.files.length)
    faults.push(fault("malformed", "It names one file twice.", MANIFEST_NAME));
  for (const [name, file] of named) {
    const there = found.get(name);
    if (!there) faults.push(fault("file-missing", "A file that the manifest names is not there.", name));
    else if (there.size !== file.size || there.sha256 !== file.sha256 || there.sha512 !== file.sha512)
      faults.push(fault("hash-differs", "The file is another one than the signed manifest says.", name));
  }
  for (const name of found.keys())
    if (!named.has(name))
      faults.push(fault("file-extra", "The signed manifest does not name this file.", name));
  return faults;
}

function checkForm(value: unknown): Manifest {
  const parsed = Manifest.safeParse(value);
  if (parsed.success) return parsed.data;
  throw fault(
    "malformed",
    "A field of the manifest is missing, unknown or not of its form.",
    `${MANIFEST_NAME}: ${parsed.error.issues[0]?.path.join(".") || "manifest"}`,
  );
}

function fault(code: string, what: string, where: string): Problem {
  return new Problem(`manifest/${code}`, what, where, "Ask the sender for the package again.");
}
