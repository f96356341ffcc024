import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "../base/bytes.ts";
import { isProblem } from "../base/problem.ts";
import { proveConsistency, proveInclusion, rootFromTiles } from "./prove.ts";
import { sampleLeaves, sampleTiles } from "./sample.ts";
import {
  MAX_ENTRY,
  bundleStart,
  edgeOf,
  growTiles,
  hashesOfTile,
  newTiles,
  packEntries,
  parseTilePath,
  tilePath,
  tilesOf,
  unpackEntries,
} from "./tile.ts";
import { leafHash, rootOf, verifyConsistency, verifyInclusion } from "./tree.ts";

const shared = resolve(import.meta.dirname, "../../../shared/vectors/log/golang-mod/tlog.json");
const absent = !existsSync(shared);

describe("tile paths", () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, "tile/0/000"],
    [{ level: 0, index: 1234067, width: 256 }, "tile/0/x001/x234/067"],
    [{ level: 2, index: 999, width: 17 }, "tile/2/999.p/17"],
    [{ level: "entries" as const, index: 1000, width: 255 }, "tile/entries/x001/000.p/255"],
  ])("%o is %s", (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test("writing and reading are inverse", () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant("entries" as const));
    fc.assert(
      fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (l, index, width) => {
        expect(parseTilePath(tilePath({ level: l, index, width }))).toEqual({ level: l, index, width });
      }),
    );
  });

  test.each([
    "tile/64/000",
    "tile/00/000",
    "tile/0/0",
    "tile/0/1000",
    "tile/0/x000/001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/data/000",
    "tile/0/x9999/000",
    "tile/0/../000",
    "/tile/0/000",
    "tile/0/000/",
    "tile/0/x999/x999/x999/x999/x999/x999/999",
  ])("%s is no path", (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  const title = absent ? " (SKIPPED: ../shared/vectors/log is not beside this clone)" : "";
  test.skipIf(absent)(`the tile numbers of golang.org/x/mod are written the same${title}`, () => {
    const vectors = (
      JSON.parse(readFileSync(shared, "utf8")) as {
        tilePaths: {
          valid: { path: string; L: number; N: number; W: number; H: number }[];
          invalid: string[];
        };
      }
    ).tilePaths;
    for (const { path, L, N, W, H } of vectors.valid) {
      const ours = path.replace(`tile/${H}/`, "tile/").replace("/data/", "/entries/");
      expect(tilePath({ level: L < 0 ? "entries" : L, index: N, width: W === 2 ** H ? 256 : W })).toBe(ours);
    }
    for (const path of vectors.invalid)
      expect(parseTilePath(path.replace("tile/3/", "tile/"))).toBeUndefined();
  });
});

describe("which tiles a tree has", () => {
  test("the specification's example of 70,000 leaves", () => {
    const tiles = tilesOf(70_000).filter((tile) => tile.level !== "entries");
    const count = (level: number, full: boolean): number =>
      tiles.filter((tile) => tile.level === level && (tile.width === 256) === full).length;
    expect([0, 1, 2].map((level) => [count(level, true), count(level, false)])).toEqual([
      [273, 1],
      [1, 1],
      [0, 1],
    ]);
    expect(edgeOf(70_000).map((tile) => tile.width)).toEqual([112, 17, 1]);
  });

  test("256 leaves make a full tile and one hash above it", () => {
    expect(tilesOf(256).map(tilePath)).toEqual(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
  });

  test("a tree that does not grow needs no tiles; growth never repeats a full tile", () => {
    expect(newTiles(300, 300)).toEqual([]);
    expect(newTiles(256, 257).map(tilePath)).toEqual(["tile/entries/001.p/1", "tile/0/001.p/1"]);
    expect(newTiles(0, 0)).toEqual([]);
  });
});

describe("growing", () => {
  test("in any steps, the tiles end up the same and give the root of the leaves", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }),
        async (steps) => {
          const size = steps.reduce((sum, step) => sum + step, 0);
          const leaves = sampleLeaves(size);
          const store = new Map<string, Uint8Array>();
          let old = 0;
          for (const step of steps) {
            const fresh = growTiles(old, leaves.slice(bundleStart(old), old + step), store);
            for (const [path, bytes] of fresh) store.set(path, bytes);
            old += step;
          }
          for (const [path, bytes] of sampleTiles(leaves))
            expect(toHex(store.get(path) ?? new Uint8Array())).toBe(toHex(bytes));
          const read = async (path: string): Promise<Uint8Array | undefined> => store.get(path);
          expect(toHex(await rootFromTiles(read, size))).toBe(toHex(rootOf(leaves.map(leafHash))));
        },
      ),
      { numRuns: 15 },
    );
  });

  test("proofs from tiles verify, over three tile levels", async () => {
    const leaves = sampleLeaves(66_000);
    const tiles = sampleTiles(leaves);
    const read = async (path: string): Promise<Uint8Array | undefined> => tiles.get(path);
    const root = await rootFromTiles(read, leaves.length);
    for (const index of [0, 255, 256, 65_535, 65_536, 65_999]) {
      const proof = await proveInclusion(read, index, leaves.length);
      expect(verifyInclusion(leafHash(leaves[index] as Uint8Array), index, leaves.length, proof, root)).toBe(
        true,
      );
    }
    for (const old of [1, 255, 256, 257, 65_536, 65_999, 66_000]) {
      const before = rootOf(leaves.slice(0, old).map(leafHash));
      const proof = await proveConsistency(read, old, leaves.length);
      expect(verifyConsistency(old, before, leaves.length, root, proof)).toBe(true);
    }
  });

  test("a partial tile that was deleted is cut from the full one; a missing or short tile is named", async () => {
    const leaves = sampleLeaves(256);
    const tiles = sampleTiles(leaves);
    const read = async (path: string): Promise<Uint8Array | undefined> => tiles.get(path);
    expect(toHex(await rootFromTiles(read, 100))).toBe(toHex(rootOf(leaves.slice(0, 100).map(leafHash))));
    const fault = async (store: Map<string, Uint8Array>): Promise<unknown> =>
      rootFromTiles(async (path) => store.get(path), 256).catch((cause: unknown) => cause);
    const missing = await fault(new Map());
    expect(isProblem(missing, "log/tile-missing") && missing.where).toBe("tile/1/000.p/1");
    const short = await fault(new Map([["tile/1/000.p/1", new Uint8Array(31)]]));
    expect(isProblem(short, "log/tile-damaged") && short.where).toBe("tile/1/000.p/1");
  });
});

describe("entry bundles", () => {
  test("packing and unpacking are inverse", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (entries) => {
        expect(unpackEntries(packEntries(entries), "x").map(toHex)).toEqual(entries.map(toHex));
      }),
    );
  });

  test("entries of 65,535 bytes fit, longer ones are refused", () => {
    expect(unpackEntries(packEntries([new Uint8Array(MAX_ENTRY)]), "x")[0]?.length).toBe(MAX_ENTRY);
    expect(() => packEntries([new Uint8Array(MAX_ENTRY + 1)])).toThrow(RangeError);
  });

  test.each([
    ["cut in the length", [0]],
    ["cut in the entry", [0, 2, 1]],
  ])("%s is refused", (_, bytes) => {
    expect(() => unpackEntries(Uint8Array.from(bytes), "tile/entries/000")).toThrow(/ends inside entry 0/);
  });

  test("a tile is read as its hashes", () => {
    expect(hashesOfTile(new Uint8Array(96)).length).toBe(3);
  });
});
