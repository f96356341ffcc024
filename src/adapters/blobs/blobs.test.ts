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

  test("the whole appears only under its digest", async () => {
    const out = join(folder, "whole");
    await expect(store.assemble(slices.toReversed(), out, digestOf(whole))).rejects.toMatchObject({
      code: "blob/digest-differs",
    });
    await store.assemble(slices, out, digestOf(whole));
    if ("assembled" in store)
      expect((store as ReturnType<typeof memoryBlobs>).assembled.get(out)).toEqual(whole);
    else expect(new Uint8Array(await readFile(out))).toEqual(whole);
  });

  test("what was removed is missing", async () => {
    await store.remove(digestOf(first));
    await store.remove(digestOf(first));
    await expect(store.open(digestOf(first))).rejects.toMatchObject({ code: "blob/missing" });
    await expect(store.assemble(slices, join(folder, "hole"), digestOf(whole))).rejects.toMatchObject({
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

describe("the digest of slices joined", () => {
  const parts = Array.from({ length: 5 }, (_, index) => utf8(`slice ${index} `.repeat(index + 1)));
  const digests = parts.map((bytes) => ({ digest: digestOf(bytes) }));
  const right = digestOf(concat(...parts));
  const stored = async (name: string): Promise<BlobStore> => fileBlobs(join(folder, `run ${name}`));
  const put = (store: BlobStore, index: number) =>
    store.put(parts[index] as Uint8Array, digestOf(parts[index] as Uint8Array));

  test.each<[string, (store: BlobStore) => Promise<unknown>]>([
    [
      "in their order",
      async (store) => {
        for (const index of [0, 1, 2, 3, 4]) await put(store, index);
      },
    ],
    ["all at once", (store) => Promise.all([0, 1, 2, 3, 4].map((index) => put(store, index)))],
    ["in another order", (store) => Promise.all([1, 0, 4, 3, 2].map((index) => put(store, index)))],
    ["with one put twice", (store) => Promise.all([0, 1, 1, 2, 3, 4].map((index) => put(store, index)))],
    [
      "after a slice of another file",
      async (store) => {
        await store.put(first, digestOf(first));
        for (const index of [0, 1, 2, 3, 4]) await put(store, index);
      },
    ],
    [
      "after a slice that was refused and came again",
      async (store) => {
        await put(store, 0);
        await store.put(first, digests[1]?.digest ?? "").catch(() => {});
        for (const index of [1, 2, 3, 4]) await put(store, index);
      },
    ],
  ])("is right where they were put %s", async (name, fill) => {
    const store = await stored(name);
    await fill(store);
    expect(await store.digestOf(digests)).toBe(right);
    // And once more, when nothing is remembered.
    expect(await store.digestOf(digests)).toBe(right);
  });

  test("is of the slices that were asked for, not of those that were put", async () => {
    const store = await stored("asked");
    for (const index of [0, 1, 2, 3, 4]) await put(store, index);
    expect(await store.digestOf([...digests].reverse())).toBe(digestOf(concat(...[...parts].reverse())));
    expect(await store.digestOf(digests.slice(0, 2))).toBe(digestOf(concat(...parts.slice(0, 2))));
  });

  test("needs every slice", async () => {
    const store = await stored("missing");
    for (const index of [0, 1, 2, 3]) await put(store, index);
    await expect(store.digestOf(digests)).rejects.toMatchObject({ code: "blob/missing" });
  });
});
