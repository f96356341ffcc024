import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "../base/bytes.ts";
import { digestOf, sha256 } from "./hash.ts";

test("sha256 is the library's, in an array of its own; digestOf writes the same", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      const hash = sha256(data);
      const wanted = createHash("sha256").update(data).digest("hex");
      expect(toHex(hash)).toBe(wanted);
      expect(digestOf(data)).toBe(`sha256:${wanted}`);
      expect([hash.constructor, hash.buffer.byteLength]).toEqual([Uint8Array, 32]);
    }),
  );
});
