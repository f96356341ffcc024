import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../src/base/bytes.ts";
import { fakeRecipientOf, sealerOf } from "./seal.ts";

const { seal, open } = sealerOf("fake");
const [mine, yours] = ["AGE-SECRET-KEY-SIM-1", "AGE-SECRET-KEY-SIM-2"];
const [me, you] = [fakeRecipientOf(mine), fakeRecipientOf(yours)];

describe("the fake seal", () => {
  test("what is sealed opens for each recipient, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const sealed = await seal(bytes, [me, you]);
        expect(await open(sealed, ["AGE-SECRET-KEY-SIM-3", yours])).toEqual(bytes);
        expect(await open(sealed, [mine])).toEqual(bytes);
      }),
    );
  });

  test("no word of what is sealed can be found in the bytes", async () => {
    const word = "taint-5d1f";
    const sealed = await seal(utf8(`${word} `.repeat(50)), [me]);
    expect(Buffer.from(sealed).includes(word)).toBe(false);
    expect(Buffer.from(sealed).includes(word.slice(0, 6))).toBe(false);
  });

  test("no bit can be changed unseen", async () => {
    const sealed = await seal(utf8("a message of some length"), [me]);
    const codes = new Set<string>();
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = sealed.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      const code: string = await open(altered, [mine]).then(
        () => "opened",
        (error: { code: string }) => error.code,
      );
      codes.add(code);
    }
    expect([...codes].sort()).toEqual(["seal/broken", "seal/malformed", "seal/not-addressed"]);
  });

  test("no end can be cut off or added unseen", async () => {
    const sealed = await seal(utf8("a message"), [me]);
    for (const other of [sealed.subarray(0, -1), Uint8Array.of(...sealed, 0)])
      await expect(open(other, [mine])).rejects.toMatchObject({ code: "seal/broken" });
  });

  test("it seals to recipients of the simulated world only", async () => {
    await expect(seal(utf8("x"), ["age1pq1abc"])).rejects.toMatchObject({ code: "seal/recipient-malformed" });
    await expect(seal(utf8("x"), [])).rejects.toMatchObject({ code: "seal/no-recipient" });
  });
});
