import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  concat,
  endsInZeroBits,
  equalBytes,
  fromBase64,
  fromBase64Url,
  fromHex,
  fromLooseBase64,
  isBase64Url,
  toBase64,
  toBase64Url,
  toHex,
} from "./bytes.ts";

const small = fc.uint8Array({ maxLength: 70 });
/** Around the ends of the chunks in which large arrays are spelled. */
const large = fc
  .integer({ min: 1_020, max: 3_080 })
  .map((n) => Uint8Array.from({ length: n }, (_, i) => i * 7));
const bytes = fc.oneof(small, large);
/** Texts that are base64, nearly base64, and not at all. */
const texts = fc.oneof(
  small.map(toBase64),
  small.map(toBase64Url),
  fc.string({
    unit: fc.constantFrom("A", "B", "Q", "8", "+", "/", "-", "_", "=", " ", "\n", "é", "€", "\0"),
  }),
  fc
    .tuple(small.map(toBase64), fc.nat(), fc.constantFrom("", " ", "=", "B", "_", "\t"))
    .map(([text, at, put]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + put + text.slice(cut + 1);
    }),
);

function outcome(read: () => Uint8Array): string {
  try {
    return toHex(read());
  } catch (cause) {
    return cause instanceof RangeError ? cause.message : String(cause);
  }
}

/** The bytes if the text is the one spelling of them, by the platform's encoder; else which refusal it deserves. */
function wanted(text: string, encoding: "base64" | "base64url"): string {
  const read = Buffer.from(text, encoding);
  if (read.toString(encoding) === text) return read.toString("hex");
  if (encoding === "base64url" && !/^[A-Za-z0-9_-]*$/.test(text)) return "not base64url without padding";
  const wellFormed =
    encoding === "base64"
      ? /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
      : text.length % 4 !== 1;
  return wellFormed ? "base64 is not canonical" : "not base64 with padding";
}

describe("base64", () => {
  test("is spelled as the platform spells it", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toBase64(value)).toBe(Buffer.from(value).toString("base64"));
        expect(toBase64Url(value)).toBe(Buffer.from(value).toString("base64url"));
      }),
    );
  });

  test("only the one spelling of some bytes is read; everything else is refused", () => {
    fc.assert(
      fc.property(fc.oneof(texts, large.map(toBase64)), (text) => {
        expect(outcome(() => fromBase64(text))).toBe(wanted(text, "base64"));
        expect(outcome(() => fromBase64Url(text))).toBe(wanted(text, "base64url"));
      }),
      { numRuns: 500 },
    );
  });

  test("what is base64url can be told without reading it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const spelled = Buffer.from(text, "base64url").toString("base64url") === text;
        expect(isBase64Url(text)).toBe(spelled);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["padding missing", "QQ", "not base64 with padding"],
    ["half of the padding missing", "QQ=", "not base64 with padding"],
    ["too much padding", "QUJD====", "not base64 with padding"],
    ["only padding", "====", "not base64 with padding"],
    ["padding in the middle", "QQ==QUJD", "not base64 with padding"],
    ["white space around", " QQ=", "not base64 with padding"],
    ["white space instead of letters", "QUI ", "not base64 with padding"],
    ["four spaces between", "QUJD    QUJD", "not base64 with padding"],
    ["a line break at the end", "QUJD\n", "not base64 with padding"],
    ["the other alphabet", "-_-_", "not base64 with padding"],
    ["one bit left over", "QR==", "base64 is not canonical"],
    ["one bit left over before one sign of padding", "QUJ=", "base64 is not canonical"],
  ])("%s: %j", (_, text, why) => {
    expect(outcome(() => fromBase64(text))).toBe(why);
  });

  test("loosely, bits left over are taken, and nothing else", () => {
    expect(toHex(fromLooseBase64("QR=="))).toBe("41");
    fc.assert(
      fc.property(texts, (text) => {
        const strict = outcome(() => fromBase64(text));
        const loose = outcome(() => fromLooseBase64(text));
        expect(loose).toBe(
          strict === "base64 is not canonical" ? Buffer.from(text, "base64").toString("hex") : strict,
        );
        if (loose !== "not base64 with padding") expect(endsInZeroBits(text)).toBe(strict === loose);
      }),
    );
  });
});

describe("bytes", () => {
  test("hexadecimal there and back", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toHex(value)).toBe(Buffer.from(value).toString("hex"));
        expect(fromHex(toHex(value))).toEqual(value);
      }),
    );
  });

  test("two arrays are equal if they are spelled alike", () => {
    fc.assert(
      fc.property(small, small, fc.nat(), (a, b, at) => {
        expect(equalBytes(a, b)).toBe(toHex(a) === toHex(b));
        expect(equalBytes(a, a.slice())).toBe(true);
        const other = a.map((byte, i) => (i === at % a.length ? byte ^ 1 : byte));
        expect(equalBytes(a, other)).toBe(a.length === 0);
      }),
    );
  });

  test("parts are put together in order", () => {
    fc.assert(
      fc.property(fc.array(small), (parts) => {
        expect(toHex(concat(...parts))).toBe(parts.map(toHex).join(""));
      }),
    );
  });
});
