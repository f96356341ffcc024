import { concat } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { nodeInTile } from "./inner-nodes.ts";
import { type Subtree, leafHash, perfectRoot } from "./tree.ts";

/**
 * Tiles of C2SP tlog-tiles: the tree cut into rows of 256 hashes, and the entries cut into bundles alongside the
 * lowest row. Everything but the checkpoint is immutable, so a file server is a whole read path.
 */

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
/** Tree levels between two tile levels. */
const TILE_HEIGHT = 8;
/** Bytes of a hash. */
const HASH_SIZE = 32;
/** Longest entry a bundle can hold, in bytes: its length is a uint16. */
export const MAX_ENTRY = 65_535;

/** One tile (level 0 to 63) or one bundle (level `entries`), and how wide it is: 256 when full. */
export interface Tile {
  level: number | "entries";
  index: number;
  width: number;
}

/** Path of a tile below the log's prefix: `tile/0/x001/x234/067.p/8`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) as string[];
  const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${name}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile a path names, or undefined where it names none. */
export function parseTilePath(path: string): Tile | undefined {
  const match = PATH.exec(path);
  if (!match) return undefined;
  const [, level, name, partial] = match as unknown as [string, string, string, string | undefined];
  const tile: Tile = {
    level: level === "entries" ? level : Number(level),
    index: Number(name.replaceAll(/[x/]/g, "")),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const fits = level === "entries" || Number(level) <= 63;
  // Writing it again must give the same path: this refuses leading zero groups, a width of 256 and unsafe integers.
  return fits && Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : undefined;
}

/** Hashes on tile level `level` of a tree of `size`: complete subtrees of 256^level leaves. */
export function hashesOnLevel(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The tile `index` on a level as a tree of `size` has it; undefined when it is not there (empty tiles do not exist). */
export function tileAt(level: number | "entries", index: number, size: number): Tile | undefined {
  const width = Math.min(
    hashesOnLevel(level === "entries" ? 0 : level, size) - index * TILE_WIDTH,
    TILE_WIDTH,
  );
  return width > 0 ? { level, index, width } : undefined;
}

/** Every tile that a tree grown from `old` to `size` needs and the tree of `old` did not have; bundles included. */
export function newTiles(old: number, size: number): Tile[] {
  const out: Tile[] = [];
  const add = (level: number | "entries", row: number): void => {
    const have = hashesOnLevel(row, old);
    if (hashesOnLevel(row, size) === have) return;
    for (let index = Math.floor(have / TILE_WIDTH); ; index++) {
      const tile = tileAt(level, index, size);
      if (!tile) return;
      out.push(tile);
    }
  };
  if (size > old) add("entries", 0);
  for (let level = 0; hashesOnLevel(level, size) > 0; level++) add(level, level);
  return out;
}

/** Every tile of the tree of `size`, bundles first, then from the leaves up. */
export function tilesOf(size: number): Tile[] {
  return newTiles(0, size);
}

/** The tile that lets a reader compute the hash of a complete subtree of the tree of `size`. */
export function tileOfSubtree(subtree: Subtree, size: number): Tile {
  const level = Math.floor(subtree.level / TILE_HEIGHT);
  const first = subtree.index * 2 ** (subtree.level % TILE_HEIGHT);
  const tile = tileAt(level, Math.floor(first / TILE_WIDTH), size);
  if (!tile) throw new RangeError("this subtree is not in the tree");
  return tile;
}

/** The hash of a complete subtree, from the bytes of the tile that `tileOfSubtree` names. */
export function hashInTile(subtree: Subtree, tile: Uint8Array): Uint8Array {
  const count = 2 ** (subtree.level % TILE_HEIGHT);
  const first = (subtree.index * count) % TILE_WIDTH;
  return nodeInTile(tile, first, count);
}

/** The hashes a tile holds. */
export function hashesOfTile(tile: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let at = 0; at + HASH_SIZE <= tile.length; at += HASH_SIZE)
    out.push(tile.subarray(at, at + HASH_SIZE));
  return out;
}

/** Bytes a hash tile of this width has. */
export function tileBytes(width: number): number {
  return width * HASH_SIZE;
}

/** An entry bundle: each entry behind its length as a big-endian uint16. Throws RangeError above 65,535 bytes. */
export function packEntries(entries: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY) throw new RangeError("a log entry has at most 65,535 bytes");
      return [Uint8Array.of(entry.length >> 8, entry.length & 255), entry];
    }),
  );
}

/** The entries of a bundle. Throws Problem `log/bundle-malformed`; `where` names the bundle. */
export function unpackEntries(bundle: Uint8Array, where: string): Uint8Array[] {
  const out: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const length = (bundle[at] as number) * 256 + (bundle[at + 1] ?? Number.NaN);
    const end = at + 2 + length;
    if (!(end <= bundle.length)) {
      throw new Problem(
        "log/bundle-malformed",
        `The bundle ends inside entry ${out.length}.`,
        where,
        "Fetch the bundle again; if it stays so, the log is damaged.",
      );
    }
    out.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return out;
}

/** What a log writes when it grows: the new tiles by path, full width each. */
export type NewTiles = ReadonlyMap<string, Uint8Array>;

/**
 * The tiles a log of `old` leaves must write to have `old + leaves` leaves. `edge` holds, by path, the partial hash
 * tiles of the old tree (see `edgeOf`); `entries` are all leaves from the start of the last partial bundle on.
 */
export function growTiles(old: number, entries: readonly Uint8Array[], edge: NewTiles): NewTiles {
  const start = bundleStart(old);
  const size = start + entries.length;
  const out = new Map<string, Uint8Array>();
  for (const tile of newTiles(old, size)) {
    out.set(tilePath(tile), tileContent(tile, old, start, entries, edge, out));
  }
  return out;
}

/** Index of the first leaf in the last partial bundle of a tree of `size`. */
export function bundleStart(size: number): number {
  return Math.floor(size / TILE_WIDTH) * TILE_WIDTH;
}

/** The partial hash tiles at the right edge of a tree, one a level at most. */
export function edgeOf(size: number): Tile[] {
  return tilesOfEdge(size).filter((tile) => tile.width < TILE_WIDTH);
}

function tilesOfEdge(size: number): Tile[] {
  const out: Tile[] = [];
  for (let level = 0; hashesOnLevel(level, size) > 0; level++) {
    const tile = tileAt(level, Math.floor(hashesOnLevel(level, size) / TILE_WIDTH), size);
    if (tile) out.push(tile);
  }
  return out;
}

function tileContent(
  tile: Tile,
  old: number,
  start: number,
  entries: readonly Uint8Array[],
  edge: NewTiles,
  below: NewTiles,
): Uint8Array {
  const first = tile.index * TILE_WIDTH;
  if (tile.level === "entries") return packEntries(entries.slice(first - start, first - start + tile.width));
  const { level } = tile;
  const before = tileAt(level, tile.index, old);
  const kept = before ? edge.get(tilePath(before)) : new Uint8Array(0);
  if (!kept || kept.length !== tileBytes(before?.width ?? 0)) throw new RangeError("an edge tile is missing");
  const fresh: Uint8Array[] = [];
  for (let index = first + (before?.width ?? 0); index < first + tile.width; index++) {
    fresh.push(
      level === 0 ? leafHash(entries[index - start] as Uint8Array) : rootOfTile(level - 1, index, below),
    );
  }
  return concat(kept, ...fresh);
}

function rootOfTile(level: number, index: number, tiles: NewTiles): Uint8Array {
  const tile = tiles.get(tilePath({ level, index, width: TILE_WIDTH }));
  if (!tile) throw new RangeError("a full tile below is missing");
  return perfectRoot(hashesOfTile(tile));
}
