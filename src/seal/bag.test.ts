import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../base/bytes.ts";
import { BAGIT_TXT, type BagView, checkBag, formatBagInfo, formatManifest, oxumOf } from "./bag.ts";
import { firstCollision, nameFault } from "./names.ts";

function view(files: Map<string, Uint8Array>): BagView {
  return {
    files: new Map(
      [...files].map(([name, bytes]) => [
        name,
        {
          size: bytes.length,
          hash: (algorithm: string) => createHash(algorithm).update(bytes).digest("hex"),
        },
      ]),
    ),
    read: (name) => files.get(name) as Uint8Array,
  };
}

const hash = (algorithm: string, bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest("hex");

/** A good bag; `change` alters it after it was made. */
function makeBag(
  payload: Record<string, string>,
  change: (files: Map<string, Uint8Array>) => void = () => {},
): BagView {
  const files = new Map<string, Uint8Array>(
    Object.entries(payload).map(([name, text]) => [`data/${name}`, utf8(text)]),
  );
  const oxum = oxumOf([...files.values()].map((bytes) => bytes.length));
  for (const tag of [false, true]) {
    const listed = [...files].filter(([name]) => tag || name.startsWith("data/"));
    for (const algorithm of ["sha256", "sha512"]) {
      const lines = new Map(
        listed
          .filter(([name]) => !tag || !name.startsWith("data/"))
          .map(([name, b]) => [name, hash(algorithm, b)]),
      );
      files.set(`${tag ? "tag" : ""}manifest-${algorithm}.txt`, utf8(formatManifest(lines)));
    }
    if (!tag) {
      files.set("bagit.txt", utf8(BAGIT_TXT));
      files.set("bag-info.txt", utf8(formatBagInfo([["Payload-Oxum", oxum]])));
    }
  }
  change(files);
  return view(files);
}

const codes = (bag: BagView): string[] => [...new Set(checkBag(bag).map((each) => each.code))].sort();
const payload = { "server.img": "image", "logs/auth.log": "log", "100 %.txt": "percent" };

describe("a bag", () => {
  test("that is whole has no fault", () => expect(checkBag(makeBag(payload))).toEqual([]));

  test.each<[string, (files: Map<string, Uint8Array>) => void, string[]]>([
    [
      "a file of the payload is another",
      (f) => f.set("data/server.img", utf8("imagE")),
      ["bag/hash-differs"],
    ],
    [
      "a file of the payload is missing",
      (f) => f.delete("data/server.img"),
      ["bag/file-missing", "bag/size-differs"],
    ],
    ["a file was added", (f) => f.set("data/more", utf8("")), ["bag/file-extra", "bag/size-differs"]],
    ["a tag file was added", (f) => f.set("note.txt", utf8("")), ["bag/file-extra"]],
    ["a tag file is another", (f) => f.set("bag-info.txt", utf8("")), ["bag/hash-differs"]],
    ["bagit.txt is missing", (f) => f.delete("bagit.txt"), ["bag/file-missing"]],
    ["there is no manifest", dropManifests, ["bag/file-missing", "bag/profile"]],
    [
      "a manifest of one function is missing",
      (f) => f.delete("manifest-sha512.txt"),
      ["bag/file-missing", "bag/profile"],
    ],
    ["a name has another case twin", addTwin, ["bag/unsafe-name"]],
    ["it must be completed from elsewhere", (f) => f.set("fetch.txt", utf8("")), ["bag/profile"]],
    [
      "the manifest names a path outside",
      (f) => append(f, "../../etc/passwd"),
      ["bag/hash-differs", "bag/unsafe-name"],
    ],
    ["the manifest names a tag file", (f) => append(f, "bagit.txt"), ["bag/hash-differs", "bag/unsafe-name"]],
    [
      "the manifest lists a file twice",
      (f) => append(f, "data/server.img"),
      ["bag/hash-differs", "bag/malformed"],
    ],
  ])("is refused where %s", (_, change, expected) => {
    expect(codes(makeBag(payload, change))).toEqual(expected);
  });

  test("with any one byte of any file altered has a fault", () => {
    const names = [...makeBag(payload).files.keys()];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.integer({ min: 1, max: 255 }), (name, at, by) => {
        const bag = makeBag(payload, (files) => {
          const bytes = files.get(name) as Uint8Array;
          bytes[at % bytes.length] = (bytes[at % bytes.length] as number) ^ by;
        });
        // A tag manifest is vouched for by the signed manifest of the package; here only letter case may slip through.
        if (!name.startsWith("tagmanifest-") || by !== 32) expect(checkBag(bag)).not.toEqual([]);
      }),
    );
  });
});

function dropManifests(files: Map<string, Uint8Array>): void {
  for (const name of files.keys()) if (name.includes("manifest-")) files.delete(name);
}

function addTwin(files: Map<string, Uint8Array>): void {
  const bytes = utf8("x");
  files.set("data/SERVER.img", bytes);
  for (const algorithm of ["sha256", "sha512"])
    append(files, "data/SERVER.img", algorithm, hash(algorithm, bytes));
  retag(files);
}

function append(
  files: Map<string, Uint8Array>,
  name: string,
  algorithm = "sha256",
  value = "0".repeat(64),
): void {
  const manifest = `manifest-${algorithm}.txt`;
  files.set(manifest, utf8(`${new TextDecoder().decode(files.get(manifest))}${value}  ${name}\n`));
}

/** Makes everything but the collision right again, so that one fault stays. */
function retag(files: Map<string, Uint8Array>): void {
  const sizes = [...files].filter(([name]) => name.startsWith("data/")).map(([, bytes]) => bytes.length);
  files.set("bag-info.txt", utf8(formatBagInfo([["Payload-Oxum", oxumOf(sizes)]])));
  for (const algorithm of ["sha256", "sha512"]) {
    const tags = [...files].filter(([name]) => !name.startsWith("data/") && !name.startsWith("tag"));
    files.set(
      `tagmanifest-${algorithm}.txt`,
      utf8(formatManifest(new Map(tags.map(([name, bytes]) => [name, hash(algorithm, bytes)])))),
    );
  }
}

describe("names", () => {
  test.each([
    "/etc/passwd",
    "../x",
    "a/../b",
    "a//b",
    "./a",
    "a/",
    "C:\\x",
    "C:x",
    "a\\b",
    "nul",
    "a/COM1.txt",
    "a.",
    "a ",
    "a\u0000b",
    "a\nb",
    "a\u202etxt.exe",
    "e\u0301.txt",
    "a".repeat(241),
    "",
  ])("%j is not safe", (name) => expect(nameFault(name)).not.toBeNull());

  test.each([
    "server.img",
    "logs/2027/auth.log",
    "Zeugenaussage Müller.pdf",
    "证据.txt",
    "~draft",
    "100 %.txt",
    "..a",
  ])("%j is safe", (name) => expect(nameFault(name)).toBeNull());

  test.each([
    [["a", "A"], "A"],
    [["straße", "STRASSE"], "STRASSE"],
    [["ﬁle", "file"], "file"],
    [["a/b", "a"], "a"],
    [["a", "A/b"], "A/b"],
    [["a/x", "b/x", "A/y"], null],
  ])("%j collide at %j", (names, at) => expect(firstCollision(names)).toBe(at));
});

// The Library of Congress suite, beside the repository where the developers have it.
const suite = resolve(import.meta.dirname, "../../../shared/vectors/evidence/bagit-conformance");
const present = existsSync(suite);

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function bagsOf(kind: string): string[] {
  if (!present) return [];
  return readdirSync(suite)
    .map((version) => join(suite, version, kind))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => relative(suite, join(folder, name))));
}

function open(bag: string): BagView {
  const folder = join(suite, bag);
  return view(new Map(filesUnder(folder).map((path) => [relative(folder, path), readFileSync(path)])));
}

describe.skipIf(!present)(
  `Library of Congress bags${present ? "" : " (skipped: ../shared is not here)"}`,
  () => {
    test.each(bagsOf("valid"))("%s: nothing but the profile speaks against it", (bag) => {
      expect(codes(open(bag)).filter((code) => code !== "bag/profile")).toEqual([]);
    });

    test.each([...bagsOf("invalid"), ...bagsOf("linux-only"), ...bagsOf("windows-only")])(
      "%s: refused whatever the profile",
      (bag) => expect(codes(open(bag)).filter((code) => code !== "bag/profile")).not.toEqual([]),
    );

    test.each(bagsOf("warning"))("%s: refused by us, who are strict", (bag) => {
      expect(codes(open(bag))).not.toEqual([]);
    });
  },
);
