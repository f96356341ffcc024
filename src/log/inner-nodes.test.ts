import fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "../base/bytes.ts";
import { nodeInTile } from "./inner-nodes.ts";
import { hashesOfTile } from "./tile.ts";
import { perfectRoot } from "./tree.ts";

/** Without any memory. */
function plain(tile: Uint8Array, first: number, count: number): string {
  return toHex(perfectRoot(hashesOfTile(tile).slice(first, first + count)));
}

const START = Uint8Array.from({ length: 256 * 32 }, (_, i) => (i * 31 + (i >> 5)) & 255);

/** What happens to a tile between two questions: it is another array, it is changed in place, or another takes turns. */
const change = fc.record({
  kind: fc.constantFrom("same", "copied", "changed in place", "copied and changed", "of another log"),
  at: fc.nat(START.length - 1),
  level: fc.nat(7),
  index: fc.nat(255),
});

test("a node is that of the bytes as they are now, whatever was asked before", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), (changes) => {
      let tile = START.slice();
      for (const { kind, at, level, index } of changes) {
        if (kind.startsWith("copied")) tile = tile.slice();
        // All of them keep their first bytes, so that they share one memory.
        if (kind.includes("changed")) tile[Math.max(at, 6)] = (tile[Math.max(at, 6)] as number) ^ 1;
        if (kind === "of another log") tile = tile.map((byte, i) => (i < 6 ? byte : byte ^ 85));
        const count = 2 ** level;
        const first = Math.floor(index / count) * count;
        expect(toHex(nodeInTile(tile, first, count))).toBe(plain(tile, first, count));
      }
    }),
  );
});

test("what was handed out is not changed by what is asked later", () => {
  const tile = START.slice();
  const [node, wanted] = [nodeInTile(tile, 0, 128), plain(tile, 0, 128)];
  tile[4_000] = (tile[4_000] as number) ^ 1;
  expect(toHex(nodeInTile(tile, 0, 128))).not.toBe(wanted);
  expect(toHex(node)).toBe(wanted);
  node.fill(0);
  tile[4_000] = (tile[4_000] as number) ^ 1;
  expect(toHex(nodeInTile(tile, 0, 128))).toBe(wanted);
});

test("more tiles than are remembered come out right as well", () => {
  const tiles = Array.from({ length: 600 }, (_, i) =>
    START.slice(0, 128).map((byte, k) => (k < 2 ? (i >> (8 * k)) & 255 : byte)),
  );
  for (const tile of [...tiles, ...tiles]) expect(toHex(nodeInTile(tile, 0, 4))).toBe(plain(tile, 0, 4));
});
