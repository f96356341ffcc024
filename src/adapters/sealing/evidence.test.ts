import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ZipFile as ZipReader, fromBuffer } from "yauzl";
import { ZipFile } from "yazl";
import { concat, toHex, utf8 } from "../../base/bytes.ts";
import { canonicalBytes, parseCanonical } from "../../base/canonical.ts";
import { type SigningKey, type VerifyingKey, signAct } from "../../crypto/acts.ts";
import { digestOf, sha256 } from "../../crypto/hash.ts";
import { SLICE, sealedDigest } from "../../seal/slices.ts";
import { SEALED_CHUNK } from "../../seal/stream.ts";
import { type SealingKey, newSealingKey } from "./header.ts";
import { openBytes, sealBytes } from "./messages.ts";
import { type OpenJob, openEvidence } from "./open-evidence.ts";
import { type SealJob, type SealedEvidence, sealEvidence } from "./seal-evidence.ts";

const AT = "2027-07-05T09:00:00.000Z";
const INFO = {
  item: "item-1",
  ref: "BO-AL-2027-0001",
  sender: "nordrack",
  recipients: ["BO"],
  purpose: "order under Art 44",
};

let folder: string;
let borvania: SealingKey;
let nordrack: { signing: SigningKey[]; verifying: VerifyingKey[] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "comity-seal-"));
  borvania = await newSealingKey();
  const pair = await generateKeyPair("ES256", { extractable: true });
  nordrack = {
    signing: [{ kid: "nordrack-1", alg: "ES256", jwk: await exportJWK(pair.privateKey) }],
    verifying: [{ kid: "nordrack-1", alg: "ES256", jwk: await exportJWK(pair.publicKey) }],
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const fresh = (): string => join(folder, `f${count++}`);

function write(bytes: Uint8Array | string): string {
  const path = fresh();
  writeFileSync(path, bytes);
  return path;
}

const sign = (payload: Uint8Array): Promise<string> =>
  signAct("comity-manifest", payload, nordrack.signing, AT);

async function seal(
  files: Record<string, Uint8Array | string>,
  change: Partial<SealJob> = {},
): Promise<{ path: string } & SealedEvidence> {
  const out = fresh();
  const named = Object.entries(files).map(([name, bytes]) => ({ name, path: write(bytes) }));
  const job = { files: named, info: INFO, sign, recipients: [borvania.recipient], out, at: AT, ...change };
  return { path: out, ...(await sealEvidence(job)) };
}

function unseal(path: string, expected: OpenJob["expected"], change: Partial<OpenJob> = {}) {
  const keysOf = (sender: string): VerifyingKey[] => (sender === "nordrack" ? nordrack.verifying : []);
  return openEvidence({
    sealed: path,
    identities: [borvania.identity],
    out: fresh(),
    expected,
    keysOf,
    ...change,
  });
}

const expectedOf = (bytes: Uint8Array): OpenJob["expected"] => {
  const slices = slicesOf(bytes);
  return { digest: sealedDigest(slices), size: bytes.length, slices };
};
const slicesOf = (bytes: Uint8Array) =>
  Array.from({ length: Math.ceil(bytes.length / SLICE) }, (_, index) => {
    const slice = bytes.subarray(index * SLICE, (index + 1) * SLICE);
    return { digest: digestOf(slice), size: slice.length };
  });
const noise = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * i * 31 + (i >> 7)) & 255);

describe("sealed evidence", () => {
  test("files come back as they were, named and hashed, whatever their size", async () => {
    const files = {
      empty: new Uint8Array(0),
      "one byte": Uint8Array.of(7),
      "logs/auth.log": utf8("07:31 accepted password\n"),
      "logs/Müller 100 %.txt": utf8("x"),
      "chunk.bin": noise(65_536),
      "server.img": noise(3_500_000),
    };
    const sealed = await seal(files);
    const out = fresh();
    const opened = await unseal(sealed.path, sealed.sealed, { out });
    expect(opened.files.map(({ name, size, sha256 }) => ({ name, size, sha256 }))).toEqual(
      sealed.manifest.files,
    );
    expect(opened.manifest.digest).toBe(sealed.manifest.digest);
    expect(opened.manifest.says).toMatchObject(INFO);
    expect(opened.signedBy).toEqual(["nordrack-1"]);
    for (const { name, path, sha256: hash } of opened.files) {
      const bytes = new Uint8Array(readFileSync(join(out, path)));
      expect(bytes).toEqual(files[name as keyof typeof files]);
      expect(hash).toBe(toHex(sha256(bytes)));
    }
  });

  test("the sealed file is what its digests say, whole and in slices", async () => {
    const { path, sealed } = await seal({ "server.img": noise(SLICE + 100_000) });
    const bytes = readFileSync(path);
    expect(sealed.slices).toHaveLength(2);
    expect(sealed).toEqual(expectedOf(bytes));
  });

  test("the age library opens it, and inside is a container that unzip and sha256sum accept", async () => {
    const { path } = await seal({ "server.img": noise(200_000), "a b.txt": "text" });
    const decrypter = new Decrypter();
    decrypter.addIdentity(borvania.identity);
    const zip = write(await decrypter.decrypt(new Uint8Array(readFileSync(path))));
    expect(readFileSync(zip).subarray(30, 38).toString()).toBe("mimetype");
    if (!existsSync("/usr/bin/unzip")) return;
    const out = fresh();
    execFileSync("unzip", ["-q", zip, "-d", out]);
    const checks = ["manifest-sha256.txt", "tagmanifest-sha256.txt"];
    for (const manifest of checks) execFileSync("sha256sum", ["--check", "--quiet", manifest], { cwd: out });
  });

  test("a signature that is not asked for is not claimed", async () => {
    const { path, sealed } = await seal({ a: "a" });
    const job = { sealed: path, identities: [borvania.identity], out: fresh(), expected: sealed };
    expect((await openEvidence(job)).signedBy).toBeNull();
  });

  test("progress ends at the whole", async () => {
    const seen: number[] = [];
    const note = (done: number, total: number): void => void seen.push(done / total);
    const { path, sealed } = await seal(
      { a: noise(1000), b: noise(3_000_000) },
      { onProgress: ({ bytes, total }) => note(bytes, total) },
    );
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBe(1);
    await unseal(path, sealed, { onProgress: note });
    expect(seen.at(-1)).toBe(1);
  });

  test.each<[string, Partial<SealJob>, string]>([
    ["there is no file", { files: [] }, "seal/no-file"],
    ["a file is absent", { files: [{ name: "a", path: "/nowhere/at/all" }] }, "seal/not-a-file"],
    ["a file is a folder", { files: [{ name: "a", path: "/" }] }, "seal/not-a-file"],
    ["a name is a path out", { files: [{ name: "../a", path: "/" }] }, "bag/unsafe-name"],
    ["two names collide", { files: ["a", "A"].map((name) => ({ name, path: "/" })) }, "bag/unsafe-name"],
    ["a recipient is classical", { recipients: ["age1x"] }, "seal/recipient-classical"],
    ["the recipients are no States", { info: { ...INFO, recipients: [] } }, "manifest/malformed"],
  ])("nothing is sealed where %s", async (_, change, code) => {
    const out = fresh();
    await expect(seal({ a: "a" }, { ...change, out })).rejects.toMatchObject({ code });
    expect(readdirSync(folder).filter((name) => join(folder, name).startsWith(out))).toEqual([]);
  });

  test("nothing is sealed where signing fails", async () => {
    const out = fresh();
    const failing = seal({ a: "a" }, { out, sign: () => Promise.reject(new Error("the card was removed")) });
    await expect(failing).rejects.toThrow("removed");
    expect(existsSync(out)).toBe(false);
  });
});

const age = ["/usr/bin/age", "/usr/local/bin/age"].find((path) => existsSync(path));
test.skipIf(!age)(
  `the age command opens sealed evidence${age ? "" : " (skipped: no age command here)"}`,
  async () => {
    const identity = await generateX25519Identity();
    const recipients = [await identityToRecipient(identity)];
    const { path } = await seal({ "server.img": noise(200_000) }, { recipients, classical: true });
    const zip = fresh();
    execFileSync(age as string, ["-d", "-i", write(`${identity}\n`), "-o", zip, path]);
    expect(new Uint8Array(readFileSync(zip))).toEqual(await openBytes(readFileSync(path), [identity]));
  },
);

// ---- One fault each. A good package is taken apart, altered, put together and sealed again. ----

type Entries = Map<string, { bytes: Uint8Array; mode?: number; compress?: boolean }>;

async function entriesOf(zip: Uint8Array): Promise<Entries> {
  const entries: Entries = new Map();
  const file = await new Promise<ZipReader>((done, failed) =>
    fromBuffer(Buffer.from(zip), { lazyEntries: true }, (error, opened) =>
      error ? failed(error) : done(opened),
    ),
  );
  for await (const entry of file.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await file.openReadStreamPromise(entry)) parts.push(part as Buffer);
    entries.set(entry.fileName, { bytes: new Uint8Array(Buffer.concat(parts)) });
  }
  return entries;
}

async function zipOf(entries: Iterable<[string, { bytes: Uint8Array; mode?: number; compress?: boolean }]>) {
  const zip = new ZipFile();
  for (const [name, { bytes, mode = 0o100644, compress = false }] of entries)
    zip.addBuffer(Buffer.from(bytes), name, { mode, compress, mtime: new Date(AT) });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return new Uint8Array(Buffer.concat(parts));
}

const entry = (text: string, more: { mode?: number; compress?: boolean } = {}) => ({
  bytes: utf8(text),
  ...more,
});

/** Replaces every (or the first) occurrence of a text by another of the same length. */
function overwrite(bytes: Uint8Array, from: string, to: string, times = 99): Uint8Array {
  const out = Buffer.from(bytes);
  for (let at = out.indexOf(from); at >= 0 && times-- > 0; at = out.indexOf(from, at + 1)) out.write(to, at);
  return new Uint8Array(out);
}

const directoryOf = (zip: Uint8Array): number => Buffer.from(zip).readUInt32LE(zip.length - 22 + 16);

function insertBeforeDirectory(zip: Uint8Array, bytes: Uint8Array): Uint8Array {
  const at = directoryOf(zip);
  const out = Buffer.concat([zip.subarray(0, at), bytes, zip.subarray(at)]);
  out.writeUInt32LE(at + bytes.length, out.length - 22 + 16);
  return new Uint8Array(out);
}

function patch(zip: Uint8Array, at: number, by: (old: number) => number): Uint8Array {
  const out = zip.slice();
  out[at] = by(out[at] as number);
  return out;
}

/** Rewrites the signed manifest so that it vouches for something else. */
async function resign(entries: Entries, change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const bytes = entries.get("comity-manifest.json")?.bytes as Uint8Array;
  const manifest = parseCanonical(bytes, "manifest") as Record<string, unknown>;
  change(manifest);
  const changed = canonicalBytes(manifest);
  entries.set("comity-manifest.json", { bytes: changed });
  entries.set("comity-manifest.jws.json", { bytes: utf8(await sign(changed)) });
}

interface Fault {
  name: string;
  about: string;
  /** The code of the refusal; null where the package is good. */
  code: string | null;
  entries?(entries: Entries): void | Promise<void>;
  zip?(zip: Uint8Array): Uint8Array | Promise<Uint8Array>;
  sealed?(sealed: Uint8Array): Uint8Array;
  /** What the sender released, where it is not the file as it is. */
  released?(sealed: Uint8Array): OpenJob["expected"];
}

const MANIFEST = "comity-manifest.json";
const ACT = "comity-manifest.jws.json";

const FAULTS: Fault[] = [
  { name: "whole", about: "A good package.", code: null },
  {
    name: "sealed_other_digest",
    about: "Another file of the same size than the one that was released.",
    code: "seal/digest-differs",
    released: (sealed) => ({ ...expectedOf(sealed), digest: digestOf(new Uint8Array(0)) }),
  },
  {
    name: "sealed_cut_short",
    about: "The last byte did not arrive.",
    code: "seal/truncated",
    sealed: (sealed) => sealed.subarray(0, -1),
    released: (sealed) => ({ ...expectedOf(sealed), size: sealed.length + 1 }),
  },
  {
    name: "sealed_byte_altered",
    about: "The sender released a file that was altered after sealing.",
    code: "seal/broken",
    sealed: (sealed) => patch(sealed, sealed.length - 100, (old) => old ^ 1),
  },
  {
    name: "sealed_cut_at_chunk",
    about: "The sender released a file without its last chunk.",
    code: "seal/truncated",
    zip: (zip) => concat(zip, new Uint8Array(3 * 65_536)),
    sealed: (sealed) =>
      sealed.subarray(0, sealed.length - ((sealed.length - headLength(sealed)) % SEALED_CHUNK)),
  },
  {
    name: "sealed_header_altered",
    about: "The check of the header does not fit.",
    code: "seal/broken",
    sealed: (sealed) => patch(sealed, headLength(sealed) - 16 - 10, (old) => (old === 65 ? 66 : 65)),
  },
  {
    name: "sealed_nothing",
    about: "No sealed file at all.",
    code: "seal/malformed",
    sealed: () => utf8("hello"),
  },
  {
    name: "zip_none",
    about: "The plaintext is no ZIP.",
    code: "zip/malformed",
    zip: () => utf8("this is not a container, but it is long enough to be looked at"),
  },
  {
    name: "zip_bytes_after_end",
    about: "Bytes follow the end of the container.",
    code: "zip/malformed",
    zip: (zip) => concat(zip, utf8("more")),
  },
  {
    name: "zip_comment",
    about: "The container has a comment.",
    code: "zip/malformed",
    zip: (zip) =>
      concat(
        patch(zip, zip.length - 2, () => 4),
        utf8("more"),
      ),
  },
  {
    name: "zip_hidden_bytes",
    about: "Bytes stand between the last entry and the directory.",
    code: "zip/gap",
    zip: (zip) => insertBeforeDirectory(zip, utf8("hidden")),
  },
  {
    name: "zip_local_name_differs",
    about: "A local header names another file than the directory.",
    code: "zip/headers-differ",
    zip: (zip) => overwrite(zip, "data/server.img", "data/server.iMg", 1),
  },
  {
    name: "zip_local_size_differs",
    about: "A local header says another size than the directory.",
    code: "zip/headers-differ",
    zip: (zip) => patch(zip, 22, (old) => old ^ 1),
  },
  {
    name: "zip_deflated",
    about: "An entry is compressed.",
    code: "zip/compressed",
    entries: (e) => void e.set("data/server.img", { ...bytesOf(e, "data/server.img"), compress: true }),
  },
  {
    name: "zip_symlink",
    about: "An entry is a symbolic link.",
    code: "zip/not-a-file",
    entries: (e) => void e.set("data/link", entry("/etc/passwd", { mode: 0o120777 })),
  },
  {
    name: "zip_first_entry_other",
    about: "The type is not the first entry.",
    code: "zip/first-entry",
    entries(e) {
      const type = bytesOf(e, "mimetype");
      e.delete("mimetype");
      e.set("mimetype", type);
    },
  },
  {
    name: "zip_other_type",
    about: "The package says another type, and its sender signed that.",
    code: "zip/other-type",
    entries: async (e) => {
      e.set("mimetype", entry("application/vnd.etsi.asic-e+zip"));
      const digests: Record<string, string> = {};
      for (const algorithm of ["sha256", "sha512"]) {
        const name = `tagmanifest-${algorithm}.txt`;
        const lines = Buffer.from(bytesOf(e, name).bytes).toString();
        const hash = createHash(algorithm).update("application/vnd.etsi.asic-e+zip").digest("hex");
        const changed = utf8(lines.replace(/^\w+ {2}mimetype$/m, `${hash}  mimetype`));
        e.set(name, { bytes: changed });
        digests[name] = digestOf(changed);
      }
      await resign(e, (manifest) => (manifest["tags"] = digests));
    },
  },
  {
    name: "zip_encrypted_flag",
    about: "An entry says that it is encrypted.",
    code: "zip/flags",
    zip: (zip) =>
      patch(
        patch(zip, 6, (old) => old | 1),
        directoryOf(zip) + 8,
        (old) => old | 1,
      ),
  },
  {
    name: "zip_crc_differs",
    about: "An entry has another check sum than its bytes.",
    code: "zip/crc-differs",
    zip: (zip) =>
      patch(
        patch(zip, 14, (old) => old ^ 1),
        directoryOf(zip) + 16,
        (old) => old ^ 1,
      ),
  },
  {
    name: "name_twice",
    about: "Two entries have one name.",
    code: "bag/unsafe-name",
    entries: (e) => void e.set("data/server.imG", bytesOf(e, "data/server.img")),
    zip: (zip) => overwrite(zip, "data/server.imG", "data/server.img"),
  },
  {
    name: "name_case_twin",
    about: "Two names differ only by case.",
    code: "bag/unsafe-name",
    entries: (e) => void e.set("data/server.IMG", bytesOf(e, "data/server.img")),
  },
  {
    name: "name_absolute",
    about: "A name is an absolute path.",
    code: "bag/unsafe-name",
    entries: (e) => void e.set("data/_etc_cron", entry("x")),
    zip: (zip) => overwrite(zip, "data/_etc_cron", "/data/etc_cron"),
  },
  {
    name: "name_dot_dot",
    about: "A name leads out of the folder.",
    code: "bag/unsafe-name",
    entries: (e) => void e.set("data/xx/cron", entry("x")),
    zip: (zip) => overwrite(zip, "data/xx/cron", "data/../cron"),
  },
  {
    name: "name_backslash",
    about: "A name has a backslash.",
    code: "bag/unsafe-name",
    entries: (e) => void e.set("data/a_b", entry("x")),
    zip: (zip) => overwrite(zip, "data/a_b", "data/a\\b"),
  },
  {
    name: "name_reserved",
    about: "A name is a device on some systems.",
    code: "bag/unsafe-name",
    entries: (e) => void e.set("data/nul.txt", entry("x")),
  },
  {
    name: "name_not_utf8",
    about: "A name is not UTF-8.",
    code: "bag/unsafe-name",
    entries: (e) => void e.set("data/a_b", entry("x")),
    zip: (zip) =>
      Buffer.from(Buffer.from(zip).toString("latin1").replaceAll("data/a_b", "data/a\u00ffb"), "latin1"),
  },
  {
    name: "file_not_in_manifest",
    about: "A file of the payload is in no manifest.",
    code: "bag/file-extra",
    entries: (e) => void e.set("data/extra.txt", entry("stamped as if it belonged")),
  },
  {
    name: "tag_file_not_in_manifest",
    about: "A file beside the payload is in no manifest.",
    code: "bag/file-extra",
    entries: (e) => void e.set("note.txt", entry("read me")),
  },
  {
    name: "file_missing",
    about: "A file of the manifests is not there.",
    code: "bag/file-missing",
    entries: (e) => void e.delete("data/server.img"),
  },
  {
    name: "file_altered",
    about: "A file has other bytes, and the container a check sum to match.",
    code: "bag/hash-differs",
    entries: (e) => void e.set("data/server.img", entry("another image")),
  },
  {
    name: "bag_info_altered",
    about: "bag-info.txt has other bytes.",
    code: "bag/hash-differs",
    entries: (e) => void e.set("bag-info.txt", entry("Source-Organization: somebody else\n")),
  },
  {
    name: "bag_one_hash_function",
    about: "There is no SHA-512 manifest.",
    code: "bag/profile",
    entries: (e) => void e.delete("manifest-sha512.txt"),
  },
  {
    name: "bag_fetch",
    about: "The bag must be completed from elsewhere.",
    code: "bag/profile",
    entries: (e) => void e.set("fetch.txt", entry("https://example.org/x - data/x\n")),
  },
  {
    name: "manifest_missing",
    about: "There is no signed manifest.",
    code: "manifest/file-missing",
    entries: (e) => void e.delete(MANIFEST),
  },
  {
    name: "manifest_other_act",
    about: "The act is about another manifest.",
    code: "manifest/act-differs",
    entries(e) {
      const bytes = bytesOf(e, MANIFEST).bytes;
      e.set(MANIFEST, { bytes: overwrite(bytes, "BO-AL-2027-0001", "BO-AL-2027-0002") });
    },
  },
  {
    name: "manifest_signed_by_another",
    about: "The signature is not by the sender the manifest names.",
    code: "act/bad-signature",
    entries: (e) => void e.set(ACT, { bytes: breakSignature(bytesOf(e, ACT).bytes) }),
  },
  {
    name: "manifest_other_hash",
    about: "The signed manifest has another hash of a file than the bag.",
    code: "manifest/hash-differs",
    entries: (e) =>
      resign(e, (manifest) => {
        const [first] = manifest["files"] as Record<string, unknown>[];
        if (first) first["sha256"] = "0".repeat(64);
      }),
  },
  {
    name: "manifest_other_bag",
    about: "The signed manifest vouches for another tag manifest.",
    code: "manifest/hash-differs",
    entries: (e) =>
      resign(e, (manifest) => {
        (manifest["tags"] as Record<string, string>)["tagmanifest-sha256.txt"] = `sha256:${"0".repeat(64)}`;
      }),
  },
  {
    name: "manifest_unknown_field",
    about: "The signed manifest has a field that the form does not know.",
    code: "manifest/malformed",
    entries: (e) => resign(e, (manifest) => (manifest["note"] = "x")),
  },
];

function bytesOf(entries: Entries, name: string): { bytes: Uint8Array } {
  return { bytes: entries.get(name)?.bytes as Uint8Array };
}

function breakSignature(act: Uint8Array): Uint8Array {
  const jws = JSON.parse(Buffer.from(act).toString()) as { signatures: { signature: string }[] };
  for (const each of jws.signatures)
    each.signature = (each.signature.startsWith("A") ? "B" : "A") + each.signature.slice(1);
  return utf8(JSON.stringify(jws));
}

function headLength(sealed: Uint8Array): number {
  const macLine = Buffer.from(sealed).indexOf("\n---");
  return sealed.indexOf(0x0a, macLine + 1) + 1 + 16;
}

interface Made {
  sealed: Uint8Array;
  expected: OpenJob["expected"];
}

let good: Promise<Entries> | undefined;

async function goodEntries(): Promise<Entries> {
  const { path } = await seal({ "server.img": "an image", "auth.log": "a log" });
  return entriesOf(await openBytes(readFileSync(path), [borvania.identity]));
}

async function make(fault: Fault): Promise<Made> {
  good ??= goodEntries();
  const entries: Entries = new Map(await good);
  await fault.entries?.(entries);
  const zip = await zipOf(entries);
  const sealed = await sealBytes((await fault.zip?.(zip)) ?? zip, [borvania.recipient]);
  const altered = fault.sealed?.(sealed) ?? sealed;
  return { sealed: altered, expected: (fault.released ?? expectedOf)(altered) };
}

async function outcome(made: Made, change: Partial<OpenJob>): Promise<string | null> {
  const out = fresh();
  const found = await unseal(write(made.sealed), made.expected, { out, ...change }).then(
    () => null,
    (error: { code?: string }) => error.code ?? String(error),
  );
  // Nothing stands under the final name, nor beside it, unless everything held.
  const left = readdirSync(folder).filter((name) => join(folder, name).startsWith(`${out}.`));
  expect({ left, released: existsSync(out) }).toEqual({ left: [], released: found === null });
  return found;
}

describe("opening evidence", () => {
  test.each(FAULTS.map((fault) => [fault.name, fault] as const))("%s", async (_, fault) => {
    expect(await outcome(await make(fault), {})).toBe(fault.code);
  });

  test("not addressed to us", async () => {
    const made = await make(FAULTS[0] as Fault);
    const identities = [(await newSealingKey()).identity];
    expect(await outcome(made, { identities })).toBe("seal/not-addressed");
  });

  test("not meant for the State that opens it", async () => {
    const made = await make(FAULTS[0] as Fault);
    expect(await outcome(made, { reader: "BO" })).toBeNull();
    expect(await outcome(made, { reader: "CA" })).toBe("manifest/not-for-us");
  });

  test("signed by a sender nobody knows", async () => {
    expect(await outcome(await make(FAULTS[0] as Fault), { keysOf: () => [] })).toBe("act/key-missing");
  });

  test("what stands under the name is not touched", async () => {
    const { path, sealed } = await seal({ a: "a" });
    const out = fresh();
    symlinkSync("/tmp", out);
    await expect(unseal(path, sealed, { out })).rejects.toMatchObject({ code: "seal/out-exists" });
  });
});

// Vectors for others. `COMITY_WRITE_VECTORS=1` makes them anew.
const vectors = resolve(import.meta.dirname, "../../../spec/vectors/seal");

interface Index {
  about: string;
  /** A published test identity: never use it. */
  identity: string;
  keys: Record<string, VerifyingKey[]>;
  vectors: { file: string; about: string; code: string | null; expected: OpenJob["expected"] }[];
}

beforeAll(async () => {
  if (!process.env["COMITY_WRITE_VECTORS"]) return;
  mkdirSync(vectors, { recursive: true });
  const index: Index = {
    about: "Sealed packages with one fault each. `code` is null where the package is good.",
    identity: borvania.identity,
    keys: { nordrack: nordrack.verifying },
    vectors: [],
  };
  for (const fault of FAULTS) {
    const { sealed, expected } = await make(fault);
    writeFileSync(join(vectors, `${fault.name}.age`), sealed);
    index.vectors.push({ file: `${fault.name}.age`, about: fault.about, code: fault.code, expected });
  }
  writeFileSync(join(vectors, "index.json"), `${JSON.stringify(index, null, 1)}\n`);
}, 120_000);

describe("vectors", () => {
  test("there is one for each fault", () => {
    const names = readdirSync(vectors).filter((name) => name.endsWith(".age"));
    expect(names.sort()).toEqual(FAULTS.map((fault) => `${fault.name}.age`).sort());
  });

  test.each(FAULTS.map((fault) => fault.name))("%s", async (name) => {
    const index = JSON.parse(readFileSync(join(vectors, "index.json"), "utf8")) as Index;
    const vector = index.vectors.find((each) => each.file === `${name}.age`);
    const made = {
      sealed: readFileSync(join(vectors, `${name}.age`)),
      expected: vector?.expected as OpenJob["expected"],
    };
    const keysOf = (sender: string): VerifyingKey[] => index.keys[sender] ?? [];
    expect(await outcome(made, { identities: [index.identity], keysOf })).toBe(vector?.code);
  });
});
