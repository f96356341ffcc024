import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inflateSync } from "node:zlib";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { beforeAll, describe, expect, test } from "vitest";
import { concat, toHex, utf8 } from "../../base/bytes.ts";
import { isProblem } from "../../base/problem.ts";
import { sha256 } from "../../crypto/hash.ts";
import { headerSize } from "../../seal/header.ts";
import { openPayload } from "../../seal/stream.ts";
import { type SealingKey, newSealingKey, openHeader } from "./header.ts";
import { openBytes, sealBytes } from "./messages.ts";

const message = utf8("for the eyes of Borvania");
let borvania: SealingKey;
let cardova: SealingKey;
beforeAll(async () => {
  [borvania, cardova] = [await newSealingKey(), await newSealingKey()];
});

describe("sealing messages", () => {
  test("every recipient opens it, with our code and with the age library", async () => {
    const sealed = await sealBytes(message, [borvania.recipient, cardova.recipient]);
    for (const { identity } of [borvania, cardova]) {
      expect(await openBytes(sealed, [identity])).toEqual(message);
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      expect(await decrypter.decrypt(sealed)).toEqual(message);
    }
  });

  test("what the age library sealed opens", async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(borvania.recipient);
    expect(await openBytes(await encrypter.encrypt(message), [cardova.identity, borvania.identity])).toEqual(
      message,
    );
  });

  test("two sealings of one message share nothing", async () => {
    const [one, two] = [
      await sealBytes(message, [borvania.recipient]),
      await sealBytes(message, [borvania.recipient]),
    ];
    expect(one.subarray(-60)).not.toEqual(two.subarray(-60));
  });

  test.each<[string, (sealed: Uint8Array) => Uint8Array, string]>([
    ["the payload was altered", (s) => flip(s, s.length - 20), "seal/broken"],
    ["the payload nonce was altered", (s) => flip(s, headerSize(s)), "seal/broken"],
    ["the header's check was altered", (s) => anotherDigit(s, headerSize(s) - 10), "seal/broken"],
    ["its end is missing", (s) => s.subarray(0, s.length - 1), "seal/broken"],
    ["the payload is missing", (s) => s.subarray(0, headerSize(s)), "seal/truncated"],
    ["it is no sealed file", () => utf8("hello"), "seal/malformed"],
    ["it is another version", (s) => flip(s, 21), "seal/malformed"],
    ["it is empty", () => new Uint8Array(0), "seal/malformed"],
  ])("refused where %s", async (_, alter, code) => {
    const sealed = await sealBytes(message, [borvania.recipient]);
    await expect(openBytes(alter(sealed), [borvania.identity])).rejects.toMatchObject({ code });
  });

  test("not for us is not broken, and does not look at the payload", async () => {
    const sealed = await sealBytes(message, [borvania.recipient]);
    await expect(openBytes(flip(sealed, sealed.length - 1), [cardova.identity])).rejects.toMatchObject({
      code: "seal/not-addressed",
    });
  });

  test("post-quantum only, and never mixed with classical keys", async () => {
    const classical = await identityToRecipient(await generateX25519Identity());
    const altered = borvania.recipient.slice(0, -1) + (borvania.recipient.endsWith("q") ? "p" : "q");
    for (const [recipients, rules, code] of [
      [[classical], {}, "seal/recipient-classical"],
      [[borvania.recipient, classical], {}, "seal/recipient-classical"],
      [[borvania.recipient, classical], { classical: true }, "seal/recipient-classical"],
      [[altered], {}, "seal/recipient-malformed"],
      [[], {}, "seal/no-recipient"],
    ] as const)
      await expect(sealBytes(message, recipients, rules)).rejects.toMatchObject({ code });
  });
});

const age = ["/usr/bin/age", "/usr/local/bin/age"].find((path) => existsSync(path));
test.skipIf(!age)(
  `the age command opens what we seal, and we what it seals${age ? "" : " (skipped: no age command here)"}`,
  async () => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const sealed = await sealBytes(message, [recipient], { classical: true });
    const folder = mkdtempSync(join(tmpdir(), "comity-age-"));
    try {
      writeFileSync(join(folder, "key"), `${identity}\n`);
      const opened = execFileSync(age as string, ["-d", "-i", join(folder, "key")], { input: sealed });
      expect(new Uint8Array(opened)).toEqual(message);
      const theirs = execFileSync(age as string, ["-r", recipient], { input: message });
      expect(await openBytes(theirs, [identity])).toEqual(message);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

// Published vectors of the age format (C2SP CCTV), beside the repository where the developers have them.
const vectors = resolve(import.meta.dirname, "../../../../shared/vectors/evidence/cctv-age/testdata");
const present = existsSync(vectors);

interface Vector {
  name: string;
  expect: string;
  payload: string | undefined;
  identities: string[];
  passphrases: string[];
  file: Uint8Array;
}

function readVector(name: string): Vector | null {
  const bytes = readFileSync(join(vectors, name));
  const end = bytes.indexOf("\n\n");
  const lines = bytes
    .subarray(0, end)
    .toString("utf8")
    .split("\n")
    .map((line) => line.split(": "));
  const all = (key: string): string[] =>
    lines.filter((line) => line[0] === key).map((line) => line[1] as string);
  if (all("armored")[0] === "yes") return null;
  const rest = bytes.subarray(end + 2);
  return {
    name,
    expect: all("expect")[0] as string,
    payload: all("payload")[0],
    identities: all("identity"),
    passphrases: all("passphrase"),
    file: all("compressed")[0] === "zlib" ? inflateSync(rest) : rest,
  };
}

const CODES: Record<string, string[]> = {
  "no match": ["seal/not-addressed"],
  "HMAC failure": ["seal/broken"],
  // A header that ends before the payload's nonce counts as a header failure there, as a missing end here.
  "header failure": ["seal/malformed", "seal/broken", "seal/truncated"],
  "payload failure": ["seal/broken", "seal/truncated"],
};

describe.skipIf(!present)(
  `published age vectors${present ? "" : " (skipped: ../shared is not here)"}`,
  () => {
    const binary = present
      ? readdirSync(vectors)
          .map(readVector)
          .filter((each) => each !== null)
      : [];

    test("there are 87 binary ones", () => expect(binary).toHaveLength(87));

    test.each(binary.map((each) => [each.name, each] as const))("%s", async (_, vector) => {
      const released: Uint8Array[] = [];
      const outcome = await run(vector, released);
      if (vector.expect === "success") expect(outcome).toBe("success");
      else expect(CODES[vector.expect]).toContain(outcome);
      if (vector.payload) expect(toHex(sha256(concat(...released)))).toBe(vector.payload);
      if (!vector.payload) expect(released).toEqual([]);
    });
  },
);

async function run(vector: Vector, released: Uint8Array[]): Promise<string> {
  // Passphrases are never ours: for these vectors the age library finds the file key, and our payload code goes on.
  if (vector.passphrases.length > 0) return runWithPassphrase(vector, released);
  try {
    const size = headerSize(vector.file);
    const fileKey = await openHeader(vector.file.subarray(0, size), vector.identities);
    for (const piece of openPayload(fileKey, vector.file.subarray(size))) released.push(piece);
    return "success";
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
}

async function runWithPassphrase(vector: Vector, released: Uint8Array[]): Promise<string> {
  const decrypter = new Decrypter();
  for (const passphrase of vector.passphrases) decrypter.addPassphrase(passphrase);
  let fileKey: Uint8Array;
  try {
    fileKey = await decrypter.decryptHeader(vector.file.subarray(0, headerSize(vector.file)));
  } catch (error) {
    await expect(openBytes(vector.file, [borvania.identity])).rejects.toSatisfy((each) => isProblem(each));
    return /no identity/.test(String(error)) ? "seal/not-addressed" : "seal/broken";
  }
  for (const piece of openPayload(fileKey, vector.file.subarray(headerSize(vector.file))))
    released.push(piece);
  return "success";
}

/** Another digit of base64 in its place: still a header that can be read. */
function anotherDigit(sealed: Uint8Array, at: number): Uint8Array {
  const copy = sealed.slice();
  copy[at] = copy[at] === 0x41 ? 0x42 : 0x41;
  return copy;
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const altered = bytes.slice();
  altered[at] = (altered[at] as number) ^ 1;
  return altered;
}
