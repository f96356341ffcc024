import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, fromHex } from "../base/bytes.ts";
import {
  CHUNK,
  PAYLOAD_NONCE,
  SEALED_CHUNK,
  chunkNonce,
  chunkRange,
  chunksOf,
  openChunk,
  openWholePayload,
  payloadKey,
  payloadSize,
  sealChunkInto,
  sealPayload,
} from "./stream.ts";

const fileKey = new Uint8Array(16).fill(7);
const nonce = new Uint8Array(16).fill(9);
const plain = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) & 255);

describe("the payload of a sealed file", () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])("%i bytes come back", (size) => {
    const payload = sealPayload(fileKey, nonce, plain(size));
    expect(payload.length).toBe(PAYLOAD_NONCE + payloadSize(size));
    expect(chunksOf(payload.length - PAYLOAD_NONCE).plainSize).toBe(size);
    expect(openWholePayload(fileKey, payload)).toEqual(plain(size));
  });

  const three = sealPayload(fileKey, nonce, plain(2 * CHUNK + 100));
  const head = three.subarray(0, PAYLOAD_NONCE);
  const [a, b, c] = [0, 1, 2].map((i) =>
    three.subarray(PAYLOAD_NONCE + i * SEALED_CHUNK, PAYLOAD_NONCE + (i + 1) * SEALED_CHUNK),
  ) as [Uint8Array, Uint8Array, Uint8Array];

  test.each([
    ["two chunks change places", [b, a, c], "seal/broken"],
    ["the last chunk is missing", [a, b], "seal/truncated"],
    ["a middle chunk is missing", [a, c], "seal/broken"],
    ["a chunk stands twice", [a, a, b, c], "seal/broken"],
    ["bytes follow the last chunk", [a, b, c, Uint8Array.of(0)], "seal/broken"],
    ["no chunk follows the nonce", [], "seal/truncated"],
  ])("refused where %s", (_, chunks, code) => {
    expect(() => openWholePayload(fileKey, concat(head, ...chunks))).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("refused where the last chunk is empty though others stand before it", () => {
    const key = payloadKey(fileKey, nonce);
    const empty = new Uint8Array(16);
    sealChunkInto(key, 1, true, new Uint8Array(0), empty);
    expect(() => openChunk(key, 1, true, empty)).toThrow(expect.objectContaining({ code: "seal/broken" }));
    expect(() => chunksOf(SEALED_CHUNK + 16)).toThrow(expect.objectContaining({ code: "seal/truncated" }));
  });

  test("refused with any bit turned", () => {
    const payload = sealPayload(fileKey, nonce, plain(300));
    fc.assert(
      fc.property(fc.nat(payload.length * 8 - 1), (bit) => {
        const altered = payload.slice();
        altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(() => openWholePayload(fileKey, altered)).toThrow(
          expect.objectContaining({ code: "seal/broken" }),
        );
      }),
    );
  });

  test("the nonce counts chunks, big endian, and marks the last", () => {
    expect(chunkNonce(0, false)).toEqual(new Uint8Array(12));
    expect(chunkNonce(0x010203040506, true)).toEqual(fromHex("000000000001020304050601"));
  });

  test.each([
    [0, 1, { first: 0, past: 1 }],
    [0, 0, { first: 0, past: 1 }],
    [65_535, 65_537, { first: 0, past: 2 }],
    [65_536, 131_072, { first: 1, past: 2 }],
  ])("plaintext from %i to %i lies in its chunks", (start, end, range) => {
    expect(chunkRange(start, end)).toEqual(range);
  });
});
