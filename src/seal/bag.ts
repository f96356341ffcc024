import { fromUtf8 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { firstCollision, nameFault } from "./names.ts";

/**
 * BagIt 1.0 (RFC 8493) in a strict profile: SHA-256 and SHA-512 manifests that both list every file of the payload,
 * tag manifests, UTF-8, no fetch.txt. What the profile alone forbids is told apart (`bag/profile`) from what makes a
 * bag of anybody invalid.
 */

/** The hash functions of the profile, as BagIt names them. */
export const BAG_ALGORITHMS = ["sha256", "sha512"] as const;
export type BagAlgorithm = (typeof BAG_ALGORITHMS)[number];

const HEX_LENGTH: Record<string, number> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

/** The text of bagit.txt. */
export const BAGIT_TXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** A manifest as text: one line per file, which `sha256sum -c` reads too. Names are sorted by code unit. */
export function formatManifest(hashes: ReadonlyMap<string, string>): string {
  const names = [...hashes.keys()].sort();
  return names.map((name) => `${hashes.get(name)}  ${encodeName(name)}\n`).join("");
}

/** bag-info.txt, with the size of the payload as Payload-Oxum. Values must be single lines. */
export function formatBagInfo(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([label, value]) => `${label}: ${value.replaceAll(/\s+/g, " ")}\n`).join("");
}

/** Payload-Oxum: bytes and number of the payload's files. */
export function oxumOf(sizes: readonly number[]): string {
  return `${sizes.reduce((sum, size) => sum + size, 0)}.${sizes.length}`;
}

/** What is known of a bag's files; computed by whoever can read them. */
export interface BagView {
  /** All files by their path in the bag, `/` between parts. */
  files: ReadonlyMap<string, BagFile>;
  /** The bytes of a tag file; called only for files that are there. */
  read(name: string): Uint8Array;
  /** Tag files that no tag manifest need list, because something else vouches for them. */
  vouched?: readonly string[];
}

export interface BagFile {
  size: number;
  /** The file's hash in lower-case hexadecimal; undefined where this function was not computed. */
  hash(algorithm: string): string | undefined;
}

/** Everything that is wrong with a bag; empty where it is complete and valid in our profile. */
export function checkBag(bag: BagView): Problem[] {
  const faults: Problem[] = [];
  faults.push(...checkDeclaration(bag));
  const fetched = checkFetch(bag, faults);
  const manifests = [...bag.files.keys()].filter((name) => /^(tag)?manifest-[a-z0-9-]+\.txt$/.test(name));
  checkAlgorithms(manifests, faults);
  for (const name of manifests) checkAgainstManifest(bag, name, fetched, faults);
  checkEveryTagFile(bag, manifests, faults);
  checkOxum(bag, faults);
  for (const name of bag.files.keys()) {
    const fault = nameFault(name);
    if (fault) faults.push(unsafe(name, fault));
  }
  const collision = firstCollision([...bag.files.keys()]);
  if (collision) faults.push(unsafe(collision, "differs from another only by case or Unicode form"));
  return faults;
}

/** The first fault, with all others in `also`. Throws it; returns where there is none. */
export function demandBag(bag: BagView): void {
  const [first, ...rest] = checkBag(bag);
  if (first) throw new Problem(first.code, first.message, first.where, first.next, rest.slice(0, 20));
}

function checkDeclaration(bag: BagView): Problem[] {
  if (!bag.files.has("bagit.txt")) return [missing("bagit.txt")];
  const text = textOf(bag, "bagit.txt");
  const match = /^BagIt-Version: (\d+\.\d+) *\r?\nTag-File-Character-Encoding: (\S+) *\r?\n?$/.exec(
    text ?? "",
  );
  if (!match) return [malformed("bagit.txt", "Its two lines are not those of a bag.")];
  const [, version, encoding] = match;
  const ours = version === "1.0" && encoding?.toUpperCase() === "UTF-8";
  return ours ? [] : [profile("bagit.txt", `Version ${version} in ${encoding} is not version 1.0 in UTF-8.`)];
}

function checkFetch(bag: BagView, faults: Problem[]): Set<string> {
  const names = new Set<string>();
  if (!bag.files.has("fetch.txt")) return names;
  faults.push(profile("fetch.txt", "A bag that must be completed from elsewhere is not whole."));
  for (const line of linesOf(textOf(bag, "fetch.txt") ?? "")) {
    const name = /^\S+[ \t]+\S+[ \t]+(.+)$/.exec(line)?.[1];
    if (name === undefined) faults.push(malformed("fetch.txt", "A line has not three parts."));
    else if (nameFault(name) ?? (name.startsWith("data/") ? null : "is outside the payload"))
      faults.push(unsafe(name, nameFault(name) ?? "is outside the payload"));
    else names.add(name);
  }
  return names;
}

function checkAlgorithms(manifests: readonly string[], faults: Problem[]): void {
  if (!manifests.some((name) => name.startsWith("manifest-"))) faults.push(missing("manifest-sha256.txt"));
  const ours = BAG_ALGORITHMS.flatMap((each) => [`manifest-${each}.txt`, `tagmanifest-${each}.txt`]);
  for (const name of ours)
    if (!manifests.includes(name)) faults.push(profile(name, "This manifest is not in the bag."));
  for (const name of manifests)
    if (!ours.includes(name)) faults.push(profile(name, "Its hash function is not in the profile."));
}

function checkAgainstManifest(
  bag: BagView,
  manifest: string,
  fetched: ReadonlySet<string>,
  faults: Problem[],
): void {
  const algorithm = /manifest-(.+)\.txt$/.exec(manifest)?.[1] ?? "";
  const listed = readManifest(bag, manifest, algorithm, faults);
  const isPayload = manifest.startsWith("manifest-");
  for (const [name, hash] of listed) {
    const file = bag.files.get(name);
    if (isPayload && !name.startsWith("data/")) faults.push(unsafe(name, "is outside the payload"));
    else if (!file) faults.push(fetched.has(name) ? profile(name, "It is elsewhere.") : missing(name));
    else if (file.hash(algorithm) !== hash) faults.push(hashDiffers(name, manifest));
  }
  if (!isPayload) return;
  for (const name of bag.files.keys())
    if (name.startsWith("data/") && !listed.has(name)) faults.push(extra(name, manifest));
}

function readManifest(
  bag: BagView,
  manifest: string,
  algorithm: string,
  faults: Problem[],
): Map<string, string> {
  const listed = new Map<string, string>();
  const text = textOf(bag, manifest);
  if (text === null) faults.push(malformed(manifest, "It is not text in UTF-8."));
  for (const line of linesOf(text ?? "")) {
    const [, hash = "", mark, spelled = ""] = /^([0-9a-fA-F]+)[ \t]+(\*?)(.+)$/.exec(line) ?? [];
    if (hash.length !== HEX_LENGTH[algorithm]) {
      faults.push(malformed(manifest, "A line is not a hash of its function and a name."));
      continue;
    }
    const name = decodeName(spelled.replace(/^(\.\/)+/, ""));
    if (mark || spelled.startsWith("./")) faults.push(profile(manifest, "A name is not spelled plainly."));
    const fault = nameFault(name);
    if (fault) faults.push(unsafe(name, fault));
    else if (listed.has(name)) faults.push(malformed(manifest, "It lists one file twice."));
    else listed.set(name, hash.toLowerCase());
  }
  const collision = firstCollision([...listed.keys()]);
  if (collision) faults.push(unsafe(collision, "differs from another only by case or Unicode form"));
  return listed;
}

function checkEveryTagFile(bag: BagView, manifests: readonly string[], faults: Problem[]): void {
  const tagManifests = manifests.filter((name) => name.startsWith("tagmanifest-"));
  const ignored: Problem[] = [];
  for (const manifest of tagManifests) {
    const algorithm = /manifest-(.+)\.txt$/.exec(manifest)?.[1] ?? "";
    const listed = readManifest(bag, manifest, algorithm, ignored);
    for (const name of bag.files.keys()) {
      // fetch.txt is refused by the profile already.
      const isTag = !/^(data\/|tagmanifest-|fetch\.txt$)/.test(name);
      if (isTag && !listed.has(name) && !bag.vouched?.includes(name)) faults.push(extra(name, manifest));
    }
  }
}

function checkOxum(bag: BagView, faults: Problem[]): void {
  const text = bag.files.has("bag-info.txt") ? textOf(bag, "bag-info.txt") : null;
  const stated = /^Payload-Oxum: *(\d+\.\d+) *\r?$/m.exec(text ?? "")?.[1];
  if (stated === undefined) return;
  const payload = [...bag.files].filter(([name]) => name.startsWith("data/"));
  if (stated === oxumOf(payload.map(([, file]) => file.size)) || bag.files.has("fetch.txt")) return;
  faults.push(
    new Problem(
      "bag/size-differs",
      "The payload has another size than bag-info.txt says.",
      "bag-info.txt",
      "Ask the sender for the package again.",
    ),
  );
}

/** RFC 8493, 2.1.3: only these three are encoded, so that every other line is what `sha256sum -c` expects. */
function encodeName(name: string): string {
  return name.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function decodeName(name: string): string {
  return name.replaceAll(/%0d/gi, "\r").replaceAll(/%0a/gi, "\n").replaceAll("%25", "%");
}

function textOf(bag: BagView, name: string): string | null {
  try {
    return fromUtf8(bag.read(name));
  } catch {
    return null;
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line !== "");
}

const AGAIN = "Ask the sender for the package again.";

function missing(name: string): Problem {
  return new Problem("bag/file-missing", "A file of the bag is not there.", name, AGAIN);
}

function extra(name: string, manifest: string): Problem {
  return new Problem("bag/file-extra", `A file is not listed in ${manifest}.`, name, AGAIN);
}

function hashDiffers(name: string, manifest: string): Problem {
  return new Problem("bag/hash-differs", `The file is another one than ${manifest} says.`, name, AGAIN);
}

function malformed(name: string, what: string): Problem {
  return new Problem("bag/malformed", what, name, "Compare the file with RFC 8493.");
}

function profile(name: string, what: string): Problem {
  return new Problem("bag/profile", what, name, "Make the bag by spec/evidence-package.md.");
}

/** The refusal of a name. */
export function unsafe(name: string, fault: string): Problem {
  return new Problem(
    "bag/unsafe-name",
    `A name ${fault}.`,
    name.slice(0, 100),
    "Rename the file and note its old name in the case.",
  );
}
