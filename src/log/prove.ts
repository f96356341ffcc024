import { Problem } from "../base/problem.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { parseNote } from "./note.ts";
import { formatProof } from "./proof.ts";
import { TILE_WIDTH, type Tile, hashInTile, tileBytes, tileOfSubtree, tilePath } from "./tile.ts";
import {
  type LeafRange,
  consistencyRanges,
  emptyRoot,
  hashOfRange,
  inclusionRanges,
  subtreesOf,
} from "./tree.ts";

/** Reads a tile by its path; undefined where there is none. */
export type ReadTile = (path: string) => Promise<Uint8Array | undefined>;

/**
 * Root of the tree of `size` as its stored tiles have it: the right edge only, O(log size) reads.
 * Throws Problem `log/tile-missing` or `log/tile-damaged`, as all functions here do.
 */
export async function rootFromTiles(read: ReadTile, size: number): Promise<Uint8Array> {
  if (size === 0) return emptyRoot();
  const [root] = await hashRanges(read, [{ from: 0, to: size }], size);
  return root as Uint8Array;
}

/** Proof that leaf `index` is in the tree of `size`, from its tiles. */
export async function proveInclusion(read: ReadTile, index: number, size: number): Promise<Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new RangeError("the leaf is not in the tree");
  return hashRanges(read, inclusionRanges(index, size), size);
}

/** Proof that the tree of `old` leaves is the beginning of the tree of `size`, from the tiles of the larger one. */
export async function proveConsistency(read: ReadTile, old: number, size: number): Promise<Uint8Array[]> {
  if (!(old >= 0 && old <= size)) throw new RangeError("the older tree is larger than the newer");
  return hashRanges(read, consistencyRanges(old, size), size);
}

/** The receipt of leaf `index`: an inclusion proof in this checkpoint, as text (C2SP tlog-proof). */
export async function makeReceipt(read: ReadTile, checkpoint: string, index: number): Promise<string> {
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  return formatProof({ index, hashes: await proveInclusion(read, index, size), checkpoint });
}

async function hashRanges(read: ReadTile, ranges: LeafRange[], size: number): Promise<Uint8Array[]> {
  const tiles = new Map<string, Uint8Array>();
  for (const subtree of ranges.flatMap(subtreesOf)) {
    const tile = tileOfSubtree(subtree, size);
    const path = tilePath(tile);
    if (!tiles.has(path)) tiles.set(path, await readHashTile(read, tile));
  }
  return ranges.map((range) =>
    hashOfRange(range, (subtree) =>
      hashInTile(subtree, tiles.get(tilePath(tileOfSubtree(subtree, size))) as Uint8Array),
    ),
  );
}

/** A hash tile of exactly its width. A partial tile that is gone is cut from the full one (C2SP tlog-tiles). */
export async function readHashTile(read: ReadTile, tile: Tile): Promise<Uint8Array> {
  const path = tilePath(tile);
  const own = await read(path);
  const bytes =
    own ?? (await read(tilePath({ ...tile, width: TILE_WIDTH })))?.subarray(0, tileBytes(tile.width));
  if (!bytes)
    throw new Problem("log/tile-missing", "A tile of the log is missing.", path, "Restore it from a copy.");
  if (bytes.length !== tileBytes(tile.width))
    throw new Problem("log/tile-damaged", "A tile has the wrong length.", path, "Restore it from a copy.");
  return bytes;
}
