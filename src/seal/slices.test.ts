import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, utf8 } from "../base/bytes.ts";
import { digestOf } from "../crypto/hash.ts";
import { type Slice, formatSlices, parseSlices, runningSlices, sealedDigest } from "./slices.ts";

const sliceOf = (bytes: Uint8Array): Slice => ({ digest: digestOf(bytes), size: bytes.length });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });

/** The slices of bytes that pass in pieces of some length. */
function running(whole: Uint8Array, piece: number, list: readonly Slice[] = []): Slice[] {
  const slices = runningSlices(list);
  for (let at = 0; at < whole.length; at += piece) slices.update(whole.subarray(at, at + piece));
  return slices.end();
}

describe("the list of slices", () => {
  test("is text whose SHA-256 is the digest of the file", () => {
    const slices = [utf8("one"), utf8("another")].map(sliceOf);
    const text = `${slices[0]?.digest} 3\n${slices[1]?.digest} 7\n`;
    expect(formatSlices(slices)).toBe(text);
    expect(sealedDigest(slices)).toBe(digestOf(utf8(text)));
  });

  test("comes back as it was written", () => {
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 5 }), (parts) => {
        const slices = parts.map(sliceOf);
        expect(parseSlices(formatSlices(slices))).toEqual(slices);
      }),
    );
  });

  const line = `${digestOf(utf8("x"))} 1\n`;
  test.each([
    ["nothing", ""],
    ["an empty line", "\n"],
    ["no newline at the end", line.trimEnd()],
    ["a line too many", `${line}\n`],
    ["a size with a zero before it", line.replace(" 1", " 01")],
    ["a slice of no bytes", line.replace(" 1", " 0")],
    ["two spaces", line.replace(" ", "  ")],
    ["a carriage return", line.replace("\n", "\r\n")],
    ["capital digits", line.replace(/[a-f]/g, (digit) => digit.toUpperCase())],
  ])("is refused with %s", (_, text) => {
    expect(() => parseSlices(text)).toThrow(expect.objectContaining({ code: "seal/slices-malformed" }));
  });
});

describe("slices of bytes that pass", () => {
  test("are those of the list, however the bytes come", () => {
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1 }), fc.integer({ min: 1, max: 99 }), (parts, piece) => {
        const slices = parts.map(sliceOf);
        expect(running(concat(...parts), piece, slices)).toEqual(slices);
      }),
    );
  });

  test("have another digest when one bit, the order, the end or the cut is another", () => {
    const several = fc.uniqueArray(bytes, { minLength: 2, maxLength: 5, selector: (part) => part.join() });
    fc.assert(
      fc.property(several, fc.nat(), (parts, draw) => {
        const slices = parts.map(sliceOf);
        const [whole, digest] = [concat(...parts), sealedDigest(slices)];
        const bit = draw % (whole.length * 8);
        const altered = whole.slice();
        altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
        for (const other of [
          running(altered, 7, slices),
          running(whole.subarray(0, -1), 7, slices),
          running(concat(whole, Uint8Array.of(0)), 7, slices),
          running(whole, 7),
          slices.toReversed(),
          slices.slice(1),
        ])
          expect(sealedDigest(other)).not.toBe(digest);
      }),
    );
  });
});
