import { concat, equalBytes } from "../base/bytes.ts";
import { sha256 } from "../crypto/hash.ts";

/**
 * The Merkle tree of RFC 6962, section 2.1, over SHA-256. Sizes and indexes are safe integers (below 2^53); arithmetic
 * is division, not bit operators, because those stop at 32 bits.
 */

/** A subtree of exactly 2^level leaves: the `index`-th from the left. Its hash never changes once it is complete. */
export interface Subtree {
  level: number;
  index: number;
}

/** Leaves from `from` up to and without `to`. */
export interface LeafRange {
  from: number;
  to: number;
}

/** Gives the hash of a complete subtree. */
export type SubtreeHash = (subtree: Subtree) => Uint8Array;

/** Hash of a leaf: SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), leaf));
}

/** Where two hashes are put together: an inner node is hashed so often that a new array for each would be felt. */
const NODE = Uint8Array.of(1, ...new Uint8Array(64));

/** Hash of an inner node: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  // A proof of a stranger may hold what is no hash: it leads to a root that nobody signed.
  if (left.length !== 32 || right.length !== 32) return sha256(concat(Uint8Array.of(1), left, right));
  NODE.set(left, 1);
  NODE.set(right, 33);
  return sha256(NODE);
}

/** Root of the tree without leaves: the hash of nothing. */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0));
}

/** Root of the tree over these leaf hashes, in order. */
export function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot();
  return hashOfRange({ from: 0, to: hashes.length }, ({ level, index }) =>
    perfectRoot(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level)),
  );
}

/** Root over a power of two of hashes, pairing level by level. */
export function perfectRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < row.length; i += 2)
      above.push(nodeHash(row[i] as Uint8Array, row[i + 1] as Uint8Array));
    row = above;
  }
  return row[0] as Uint8Array;
}

/**
 * The complete subtrees that make up a range, from left to right. The range must be one that occurs in a tree: its
 * start is a multiple of the largest power of two in its length.
 */
export function subtreesOf(range: LeafRange): Subtree[] {
  const out: Subtree[] = [];
  let { from } = range;
  while (from < range.to) {
    let level = 0;
    while (from % 2 ** (level + 1) === 0 && from + 2 ** (level + 1) <= range.to) level++;
    out.push({ level, index: from / 2 ** level });
    from += 2 ** level;
  }
  return out;
}

/** Merkle tree hash of a non-empty range, folding its complete subtrees from the right. */
export function hashOfRange(range: LeafRange, read: SubtreeHash): Uint8Array {
  return subtreesOf(range)
    .map(read)
    .reduceRight((right, left) => nodeHash(left, right));
}

/** The ranges whose hashes prove that leaf `index` is in the tree of `size` (RFC 6962, 2.1.1), leaf's sibling first. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const path = (from: number, to: number): LeafRange[] => {
    if (to - from === 1) return [];
    const split = from + powerBelow(to - from);
    return index < split
      ? [...path(from, split), { from: split, to }]
      : [...path(split, to), { from, to: split }];
  };
  return path(0, size);
}

/** The ranges whose hashes prove that the tree of `old` leaves is a prefix of the tree of `size` (RFC 6962, 2.1.2). */
export function consistencyRanges(old: number, size: number): LeafRange[] {
  const path = (from: number, to: number, whole: boolean): LeafRange[] => {
    if (old === to) return whole ? [] : [{ from, to }];
    const split = from + powerBelow(to - from);
    return old <= split
      ? [...path(from, split, whole), { from: split, to }]
      : [...path(split, to, false), { from, to: split }];
  };
  return old === 0 ? [] : path(0, size, true);
}

/** Whether a leaf hash is at `index` in the tree of `size` and `root` (RFC 9162, section 2.1.3.2). */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at > 0) [at, last] = [at / 2, half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equalBytes(hash, root);
}

/**
 * Whether the tree of `size` and `root` begins with the tree of `old` and `oldRoot` (RFC 9162, section 2.1.4.2). The
 * empty tree begins every tree and needs an empty proof (C2SP tlog-witness); a tree begins itself likewise.
 */
export function verifyConsistency(
  old: number,
  oldRoot: Uint8Array,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(old) || !isCount(size) || old > size) return false;
  if (old === 0 && !equalBytes(oldRoot, emptyRoot())) return false;
  if (old === 0 && size > 0) return proof.length === 0;
  if (old === size) return proof.length === 0 && equalBytes(oldRoot, root);
  return climb(old, size, isPowerOfTwo(old) ? [oldRoot, ...proof] : proof, oldRoot, root);
}

function climb(
  old: number,
  size: number,
  hashes: readonly Uint8Array[],
  oldRoot: Uint8Array,
  root: Uint8Array,
): boolean {
  let [at, last] = [old - 1, size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const [first, ...rest] = hashes;
  if (!first) return false;
  let [before, after] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = nodeHash(hash, before);
      after = nodeHash(hash, after);
      while (at % 2 === 0 && at > 0) [at, last] = [at / 2, half(last)];
    } else {
      after = nodeHash(after, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equalBytes(before, oldRoot) && equalBytes(after, root);
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function isPowerOfTwo(n: number): boolean {
  return powerBelow(n) * 2 === n || n === 1;
}

/** The largest power of two below n, for n of at least 2. */
function powerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
