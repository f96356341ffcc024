import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "./bytes.ts";
import { canonicalBytes, parseCanonical } from "./canonical.ts";

describe("canonical JSON", () => {
  test("whatever we write we read again", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const bytes = canonicalBytes(value);
        expect(canonicalBytes(parseCanonical(bytes, "test"))).toEqual(bytes);
      }),
    );
  });

  test.each([
    ["a key twice", '{"a":1,"a":2}'],
    ["keys in another order", '{"b":1,"a":2}'],
    ["white space", '{"a": 1}'],
    ["a number spelled another way", '{"a":1.0}'],
    ["a number no double holds", '{"a":1e400}'],
    ["an integer that does not survive", '{"a":12345678901234567890}'],
    ["a lone surrogate", '{"a":"\\ud800"}'],
    ["an escape that is not needed", '{"a":"\\u0041"}'],
  ])("%s is refused", (_name, text) => {
    expect(() => parseCanonical(utf8(text), "test")).toThrowError(
      expect.objectContaining({ code: "json/not-canonical" }),
    );
  });

  test("what is not JSON at all is refused without showing it", () => {
    try {
      parseCanonical(utf8("{SECRET"), "test");
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "json/invalid" });
      expect(JSON.stringify(error)).not.toContain("SECRET");
    }
  });
});
