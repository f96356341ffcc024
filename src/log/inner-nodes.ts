import { nodeHash } from "./tree.ts";

/**
 * Inner nodes of hash tiles, remembered. A log is read again and again at its right edge, and nearly all of it is what
 * it was the time before; hashing it anew is most of what publishing costs. A node is remembered for the bytes it
 * stands over, not for a place or an array: every question compares all of them, so a tile that was changed on disk or
 * in memory is hashed as it is now. Nothing but speed depends on what is kept here.
 */

/** Leaves of the largest subtree: the hashes of one tile. */
const WIDTH = 256;
/** Bytes of a hash. */
const SIZE = 32;
/** Tiles remembered, 16 KiB each: two for each log of a federation of all States. */
const KEPT = 512;

/** A binary heap: node 1 is the root, nodes `2n` and `2n + 1` are below node `n`, the tile's hashes begin at 256. */
interface Heap {
  hashes: Uint8Array;
  /** 1 where a node is known. */
  known: Uint8Array;
}

/** Least recently used first. */
const heaps = new Map<number, Heap>();

/** Hash over `count` hashes of a tile from `first` on; `count` is a power of two up to 128, `first` a multiple of it. */
export function nodeInTile(tile: Uint8Array, first: number, count: number): Uint8Array {
  const heap = heapFor(tile);
  for (let i = first; i < first + count; i++) take(heap, i, tile);
  return hashAt(heap, (WIDTH + first) / count).slice();
}

/** A tile keeps its first hash while it grows, and hardly two tiles share one; if they do, they take turns. */
function heapFor(tile: Uint8Array): Heap {
  let key = 0;
  for (let i = 0; i < 6; i++) key = key * 256 + (tile[i] as number);
  const heap = heaps.get(key) ?? {
    hashes: new Uint8Array(2 * WIDTH * SIZE),
    known: new Uint8Array(2 * WIDTH),
  };
  heaps.delete(key);
  heaps.set(key, heap);
  if (heaps.size > KEPT) heaps.delete(heaps.keys().next().value as number);
  return heap;
}

/** Takes over hash `index` of the tile; where it is new or another, what was above it is forgotten. */
function take({ hashes, known }: Heap, index: number, tile: Uint8Array): void {
  const [to, from] = [(WIDTH + index) * SIZE, index * SIZE];
  let same = known[WIDTH + index] === 1;
  for (let k = 0; same && k < SIZE; k++) same = hashes[to + k] === tile[from + k];
  if (same) return;
  hashes.set(tile.subarray(from, from + SIZE), to);
  for (let node = (WIDTH + index) >> 1; node > 0; node >>= 1) known[node] = 0;
  known[WIDTH + index] = 1;
}

function hashAt(heap: Heap, node: number): Uint8Array {
  const { hashes, known } = heap;
  if (!known[node]) {
    hashes.set(nodeHash(hashAt(heap, 2 * node), hashAt(heap, 2 * node + 1)), node * SIZE);
    known[node] = 1;
  }
  return hashes.subarray(node * SIZE, (node + 1) * SIZE);
}
