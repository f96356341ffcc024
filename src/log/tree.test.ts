import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, fromBase64, toBase64, toHex, utf8 } from "../base/bytes.ts";
import { sha256 } from "../crypto/hash.ts";
import {
  consistencyRanges,
  emptyRoot,
  hashOfRange,
  inclusionRanges,
  leafHash,
  nodeHash,
  perfectRoot,
  rootOf,
  subtreesOf,
  verifyConsistency,
  verifyInclusion,
} from "./tree.ts";

const shared = resolve(import.meta.dirname, "../../../shared/vectors/log");
const absent = !existsSync(shared);
const MAX = 300;
const hashes = Array.from({ length: MAX }, (_, i) => leafHash(utf8(`leaf ${i}`)));

function mth(from: number, to: number): Uint8Array {
  // RFC 6962, section 2.1, word for word: slow, and so independent of the code under test.
  if (to === from) return emptyRoot();
  if (to - from === 1) return hashes[from] as Uint8Array;
  let split = 1;
  while (split * 2 < to - from) split *= 2;
  return nodeHash(mth(from, from + split), mth(from + split, to));
}

const prove = (ranges: { from: number; to: number }[]): Uint8Array[] =>
  ranges.map(({ from, to }) => mth(from, to));
const flip = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe("tree", () => {
  test("an inner node is the hash of 0x01 and both sides, whatever their lengths", () => {
    const side = fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 70 }));
    fc.assert(
      fc.property(side, side, (left, right) => {
        const before = toHex(left) + toHex(right);
        expect(toHex(nodeHash(left, right))).toBe(toHex(sha256(concat(Uint8Array.of(1), left, right))));
        expect(toHex(left) + toHex(right)).toBe(before);
      }),
    );
  });

  test("the root is the definition's, at every size", () => {
    for (let size = 0; size <= 70; size++)
      expect(toHex(rootOf(hashes.slice(0, size)))).toBe(toHex(mth(0, size)));
  });

  test("ranges are cut into complete subtrees that tile them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (size) => {
        let at = 0;
        for (const { level, index } of subtreesOf({ from: 0, to: size })) {
          expect(index * 2 ** level).toBe(at);
          at += 2 ** level;
        }
        expect(at).toBe(size);
      }),
    );
    const read = ({ level, index }: { level: number; index: number }): Uint8Array =>
      perfectRoot(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level));
    expect(toHex(hashOfRange({ from: 128, to: 201 }, read))).toBe(toHex(mth(128, 201)));
  });

  test("every inclusion proof verifies, and with one bit changed it does not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX }), fc.nat(), fc.nat(), (size, pick, bit) => {
        const index = pick % size;
        const [leaf, root, proof] = [
          hashes[index] as Uint8Array,
          mth(0, size),
          prove(inclusionRanges(index, size)),
        ];
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
        expect(verifyInclusion(flip(leaf, bit % 256), index, size, proof, root)).toBe(false);
        expect(verifyInclusion(leaf, index, size, proof, flip(root, bit % 256))).toBe(false);
        expect(verifyInclusion(leaf, index + 1, size, proof, root)).toBe(false);
        const changed = proof.map((hash, i) => (i === bit % proof.length ? flip(hash, bit % 256) : hash));
        if (proof.length > 0) expect(verifyInclusion(leaf, index, size, changed, root)).toBe(false);
        expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
      }),
    );
  });

  test("every consistency proof verifies, and with one bit changed it does not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX }), fc.nat(), fc.nat(), (size, pick, bit) => {
        const old = pick % (size + 1);
        const [before, after, proof] = [mth(0, old), mth(0, size), prove(consistencyRanges(old, size))];
        expect(verifyConsistency(old, before, size, after, proof)).toBe(true);
        if (old === 0) return;
        expect(verifyConsistency(old, flip(before, bit % 256), size, after, proof)).toBe(false);
        expect(verifyConsistency(old, before, size, flip(after, bit % 256), proof)).toBe(false);
        const changed = proof.map((hash, i) => (i === bit % proof.length ? flip(hash, bit % 256) : hash));
        if (proof.length > 0) expect(verifyConsistency(old, before, size, after, changed)).toBe(false);
        expect(verifyConsistency(old, before, size, after, [...proof, after])).toBe(false);
      }),
    );
  });

  test("indexes beyond 32 bits work", () => {
    const size = 2 ** 40 + 3;
    expect(inclusionRanges(2 ** 40 + 2, size)).toEqual([
      { from: 2 ** 40, to: 2 ** 40 + 2 },
      { from: 0, to: 2 ** 40 },
    ]);
    const [leaf, pair, big] = [hashes[0], hashes[1], hashes[2]] as [Uint8Array, Uint8Array, Uint8Array];
    const root = nodeHash(big, nodeHash(pair, leaf));
    expect(verifyInclusion(leaf, 2 ** 40 + 2, size, [pair, big], root)).toBe(true);
    expect(verifyInclusion(leaf, 2, 3, [pair, big], root)).toBe(false);
  });
});

interface Vector {
  desc: string;
  wantErr: boolean;
  proof: string[] | null;
  leafIdx: number;
  treeSize: number;
  leafHash: string;
  root: string;
  size1: number;
  size2: number;
  root1: string;
  root2: string;
}

function vectorsIn(folder: string): { path: string; vector: Vector }[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return vectorsIn(path);
    return [{ path: path.slice(shared.length), vector: JSON.parse(readFileSync(path, "utf8")) as Vector }];
  });
}

const NOTICE = absent ? " (SKIPPED: ../shared/vectors/log is not beside this clone)" : "";

describe(`vectors by transparency-dev/merkle${NOTICE}`, () => {
  test.skipIf(absent)("inclusion, accept and reject", () => {
    const cases = vectorsIn(join(shared, "td-merkle/testdata/inclusion"));
    expect(cases.length).toBeGreaterThan(90);
    for (const { path, vector } of cases) {
      const proof = (vector.proof ?? []).map(fromBase64);
      const holds = verifyInclusion(
        fromBase64(vector.leafHash),
        vector.leafIdx,
        vector.treeSize,
        proof,
        fromBase64(vector.root),
      );
      // An empty string for a hash is a value of the wrong length, which no caller of ours can form.
      expect(holds && vector.leafHash !== "", path).toBe(!vector.wantErr);
    }
  });

  test.skipIf(absent)("consistency, accept and reject", () => {
    const cases = vectorsIn(join(shared, "td-merkle/testdata/consistency"));
    expect(cases.length).toBeGreaterThan(90);
    const differing = cases.filter(({ vector }) => {
      const proof = (vector.proof ?? []).map(fromBase64);
      const roots = [fromBase64(vector.root1), fromBase64(vector.root2)] as const;
      return verifyConsistency(vector.size1, roots[0], vector.size2, roots[1], proof) === vector.wantErr;
    });
    // The C2SP witness protocol says that the empty tree begins every tree; upstream calls asking useless.
    expect(differing.map(({ path }) => path.split("/").at(-1))).toEqual([
      "size1-is-zero-and-size2-is-not-zero.json",
    ]);
  });
});

describe(`vectors by golang.org/x/mod${NOTICE}`, () => {
  test.skipIf(absent)("roots of the trees of 0 to 100 leaves", () => {
    const file = JSON.parse(readFileSync(join(shared, "golang-mod/tlog.json"), "utf8")) as {
      emptyTreeRootHex: string;
      derived: { roots: string[] };
    };
    expect(toHex(emptyRoot())).toBe(file.emptyTreeRootHex);
    expect(file.derived.roots.length).toBe(101);
    for (const [size, root] of file.derived.roots.entries())
      expect(toBase64(rootOf(hashes.slice(0, size)))).toBe(root);
  });
});
