import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { newSealingKey } from "../sealing/header.ts";
import { openBytes, sealBytes } from "../sealing/messages.ts";
import { type KeyFile, identitiesOf, newKeyring, readKeyring, writeKeyring } from "./keyring.ts";

const AT = "2027-07-04T03:05:00.000Z";
const SUBJECT = { name: "seal", organisation: "Alderia", country: "AL" };
const make = () => newKeyring("node.al", SUBJECT, AT, true);

let keys: KeyFile;
beforeAll(async () => {
  keys = await make();
});

const folder = () => mkdtempSync(join(tmpdir(), "comity-keyring-"));

test("two key files of one day share no key id, and each id says its party and day", async () => {
  const again = await make();
  const kids = [keys, again].flatMap(({ act, hop }) => [...act, ...hop].map(({ kid }) => kid));
  expect(new Set(kids).size).toBe(8);
  for (const kid of kids) expect(kid).toMatch(/^node\.al\/2027-07-04-[0-9a-f]{8}\/[a-z0-9-]+$/);
});

describe("the file", () => {
  test("is read as it was written, by its owner only", () => {
    const place = folder();
    writeKeyring(place, keys);
    expect(readKeyring(place)).toEqual(keys);
    expect(statSync(join(place, "keyring.json")).mode & 0o777).toBe(0o600);
  });

  test.each<[string, (file: KeyFile) => object]>([
    ["a field that is unknown", (file) => ({ ...file, extra: 1 })],
    [
      "an earlier sealing key without identity",
      (file) => ({ ...file, age: { ...file.age, earlier: [{ recipient: "x" }] } }),
    ],
    ["another format", (file) => ({ ...file, format: "comity/keyring/v2" })],
  ])("%s is refused", (_, spoil) => {
    const place = folder();
    writeKeyring(place, keys);
    const path = join(place, "keyring.json");
    writeFileSync(path, JSON.stringify(spoil(JSON.parse(readFileSync(path, "utf8")) as KeyFile)));
    expect(() => readKeyring(place)).toThrow(expect.objectContaining({ code: "keyring/invalid" }));
  });

  test("is missing", () => {
    expect(() => readKeyring(folder())).toThrow(expect.objectContaining({ code: "keyring/missing" }));
  });
});

test("what was sealed to an earlier sealing key is still opened, with the file as it comes from disk", async () => {
  const place = folder();
  writeKeyring(place, { ...keys, age: { ...(await newSealingKey()), earlier: [keys.age] } });
  const changed = readKeyring(place);
  for (const recipient of [keys.age.recipient, changed.age.recipient]) {
    const sealed = await sealBytes(utf8("on its way"), [recipient]);
    expect(fromUtf8(await openBytes(sealed, identitiesOf(changed)))).toBe("on its way");
  }
  const fresh = await sealBytes(utf8("new"), [changed.age.recipient]);
  await expect(openBytes(fresh, identitiesOf(keys))).rejects.toMatchObject({ code: "seal/not-addressed" });
});
