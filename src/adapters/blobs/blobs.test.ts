import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { concat, utf8 } from "../../base/bytes.ts";
import { digestOf } from "../../crypto/hash.ts";
import type { BlobStore } from "../../exchange/blob-port.ts";
import { fileBlobs } from "./file-blobs.ts";
import { memoryBlobs } from "./memory-blobs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "comity-blobs-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const first = utf8("the first slice");
const second = utf8("the second slice");
const whole = concat(first, second);
const slices = [first, second].map((bytes) => ({ digest: digestOf(bytes), size: bytes.length }));

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 4) yield bytes.subarray(at, at + 4);
}

async function* cutOff(): AsyncGenerator<Uint8Array> {
  yield first.subarray(0, 5);
  throw new Error("the connection was lost");
}

async function read(store: BlobStore, digest: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of await store.open(digest)) parts.push(new Uint8Array(part));
  return concat(...parts);
}

describe.each([
  ["in a folder", () => fileBlobs(join(folder, "store"))],
  ["in memory", async () => memoryBlobs()],
])("blobs %s", (_, make) => {
  let store: BlobStore;
  beforeAll(async () => {
    store = await make();
  });

  test("bytes are refused under another digest, and nothing is kept", async () => {
    await expect(store.put(second, digestOf(first))).rejects.toMatchObject({ code: "blob/digest-differs" });
    expect(await store.has(digestOf(first))).toBe(false);
    expect(await store.size(digestOf(first))).toBeNull();
  });

  test("bytes that stop coming leave nothing behind", async () => {
    await expect(store.put(cutOff(), digestOf(first))).rejects.toThrow("lost");
    expect(await store.has(digestOf(first))).toBe(false);
  });

  test("bytes come back as they were put, once or twice, whole or in pieces", async () => {
    await store.put(first, digestOf(first));
    await store.put(first, digestOf(first));
    await store.put(inPieces(second), digestOf(second));
    expect(await read(store, digestOf(first))).toEqual(first);
    expect(await store.size(digestOf(second))).toBe(second.length);
  });

  test("a digest that is no digest never becomes a path", async () => {
    await expect(store.has("sha256:../../etc/passwd")).rejects.toMatchObject({
      code: "blob/digest-malformed",
    });
  });

  test("slices are joined in their order", async () => {
    const out = join(folder, "whole");
    await store.assemble(slices, out);
    if ("assembled" in store)
      expect((store as ReturnType<typeof memoryBlobs>).assembled.get(out)).toEqual(whole);
    else expect(new Uint8Array(await readFile(out))).toEqual(whole);
  });

  test("what was removed is missing", async () => {
    await store.remove(digestOf(first));
    await store.remove(digestOf(first));
    await expect(store.open(digestOf(first))).rejects.toMatchObject({ code: "blob/missing" });
    await expect(store.assemble(slices, join(folder, "hole"))).rejects.toMatchObject({
      code: "blob/missing",
    });
  });
});

test("half a file left by a crash is gone after the next start", async () => {
  const store = join(folder, "crashed");
  await fileBlobs(store);
  await writeFile(join(store, "incoming", "half"), "half");
  await fileBlobs(store);
  expect(await readdir(join(store, "incoming"))).toEqual([]);
});

test("a slice that rotted on the disk makes no whole", async () => {
  const place = join(folder, "rotten");
  const store = await fileBlobs(place);
  for (const bytes of [first, second]) await store.put(bytes, digestOf(bytes));
  const hex = digestOf(second).slice("sha256:".length);
  await writeFile(join(place, hex.slice(0, 2), hex), utf8("the second slicf"));
  await expect(store.assemble(slices, join(place, "out"))).rejects.toMatchObject({
    code: "blob/digest-differs",
    where: digestOf(second),
  });
  expect((await readdir(place)).filter((name) => name.startsWith("out"))).toEqual([]);
});
