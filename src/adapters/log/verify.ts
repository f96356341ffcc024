import { concat, equalBytes, fromUtf8, toBase64 } from "../../base/bytes.ts";
import { type Problem, isProblem } from "../../base/problem.ts";
import { type SignedCheckpoint, openCheckpoint } from "../../log/checkpoint.ts";
import { type NoteKey, noteOfBytes, parseVkey } from "../../log/note.ts";
import { type Policy, keysOf, parsePolicy } from "../../log/policy.ts";
import { type Check, quorumOfCheckpoint } from "../../log/receipt.ts";
import {
  TILE_WIDTH,
  type Tile,
  hashesOfTile,
  hashesOnLevel,
  parseTilePath,
  tileAt,
  tileBytes,
  tilePath,
  unpackEntries,
} from "../../log/tile.ts";
import { hashOfRange, emptyRoot, leafHash, perfectRoot } from "../../log/tree.ts";
import { type LogSource, openSource } from "./source.ts";

/** Whom to trust, and how to look. */
export interface VerifyLogOptions {
  /** The log's verifier key, from a place other than the log itself. */
  vkey: string;
  /** The witnesses and the quorum, from a place other than the log; without it the log's own `policy` file is used. */
  policyText?: string;
  /** Policy names of witnesses run by the log's own State, which never count. */
  own?: readonly string[];
  /**
   * Lets signatures pass that are by no key of the policy (C2SP says to ignore them). By default a full check reports
   * them, because it would otherwise pass over a damaged cosignature.
   */
  allowUnknownSignatures?: boolean;
  /** Called after each tile of leaves. */
  onProgress?: (progress: { entries: number; of: number }) => void;
  timeoutMs?: number;
}

/** One thing that is wrong, and exactly where: a path, and where it applies `hash 17` or `entry 17`. */
export interface LogFailure {
  code: string;
  where: string;
  what: string;
}

/** What a full check of a log found. */
export interface LogReport {
  ok: boolean;
  origin: string;
  size: number;
  /** Root hash in base64, as signed. */
  root: string;
  /** Witnesses that count and have cosigned, by their names in the policy. */
  cosigners: string[];
  checks: Check[];
  failures: LogFailure[];
  /** What is worth knowing and no fault. */
  notes: string[];
  counted: { entries: number; tiles: number };
}

interface Walk {
  source: LogSource;
  checkpoint: SignedCheckpoint;
  /** Superseded and other partial tiles that are there, by level and index. */
  others: Map<string, Tile[]>;
  failures: LogFailure[];
  notes: string[];
  /** Paths of all tiles and bundles that were read. */
  tiles: Set<string>;
}

/**
 * Checks a whole log: the signature of its checkpoint, its witnesses, every entry against its leaf hash, every hash of
 * every tile against the tiles below, and the root against the checkpoint. In a folder, also every older partial tile.
 * A fault of the log is reported, not thrown. Throws Problem `log/vkey-…` and `log/policy-malformed` for what the
 * caller handed in, `log/source-unreachable` where the source cannot be read.
 */
export async function verifyLog(place: string, options: VerifyLogOptions): Promise<LogReport> {
  const vkey = parseVkey(options.vkey);
  const given = options.policyText === undefined ? undefined : parsePolicy(options.policyText);
  const source = openSource(place, options.timeoutMs);
  const failures: LogFailure[] = [];
  const notes: string[] = [];
  const policy = await choosePolicy(source, vkey, given, options, failures, notes);
  const checkpoint = await readCheckpoint(source, vkey, policy, failures);
  if (!checkpoint) return report(undefined, policy, options, failures, notes, 0);
  checkUnknownSignatures(checkpoint, policy, options, failures, notes);
  const walk: Walk = {
    source,
    checkpoint,
    others: await otherTiles(source, checkpoint.size, notes),
    failures,
    notes,
    tiles: new Set(),
  };
  const rows = await walkLeaves(walk, options.onProgress);
  await walkUp(walk, rows);
  return report(checkpoint, policy, options, failures, notes, walk.tiles.size);
}

async function choosePolicy(
  source: LogSource,
  vkey: NoteKey,
  given: Policy | undefined,
  options: VerifyLogOptions,
  failures: LogFailure[],
  notes: string[],
): Promise<Policy | undefined> {
  const bytes = await source.read("policy");
  if (!bytes) {
    if (!given) notes.push("No policy was given and the log has none: witnesses were not checked.");
    return given;
  }
  try {
    const text = fromUtf8(bytes);
    const own = parsePolicy(text);
    if (options.policyText !== undefined && options.policyText !== text)
      failures.push(
        fault("log/policy-differs", "policy", "The log's policy file is not the policy that was given."),
      );
    else if (
      !own.logs.some((each) => each.key.name === vkey.name && equalBytes(each.key.publicKey, vkey.publicKey))
    )
      failures.push(
        fault(
          "log/policy-differs",
          "policy",
          "The log's policy file names another log key than the one given.",
        ),
      );
    if (!given)
      notes.push(
        "The witnesses are those that the log itself names: give a policy from elsewhere to rely on them.",
      );
    return given ?? own;
  } catch (cause) {
    failures.push(
      fault(codeOf(cause, "log/policy-malformed"), "policy", "The log's policy file cannot be read."),
    );
    return given;
  }
}

async function readCheckpoint(
  source: LogSource,
  vkey: NoteKey,
  policy: Policy | undefined,
  failures: LogFailure[],
): Promise<SignedCheckpoint | undefined> {
  const bytes = await source.read("checkpoint");
  if (!bytes) {
    failures.push(fault("log/no-checkpoint", "checkpoint", "There is no checkpoint."));
    return undefined;
  }
  try {
    const witnesses = policy ? keysOf({ ...policy, logs: [] }) : [];
    return openCheckpoint(noteOfBytes(bytes), [vkey, ...witnesses]);
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    failures.push(fault(cause.code, "checkpoint", namedSigner(cause)));
    return undefined;
  }
}

function namedSigner(cause: Problem): string {
  return cause.code === "log/bad-signature" ? `${cause.message} Signer: ${cause.where}.` : cause.message;
}

function checkUnknownSignatures(
  { note }: SignedCheckpoint,
  policy: Policy | undefined,
  { allowUnknownSignatures }: VerifyLogOptions,
  failures: LogFailure[],
  notes: string[],
): void {
  for (const { name } of note.unknown) {
    const what = `A signature of ${name} is by no known key and was not checked.`;
    if (policy && !allowUnknownSignatures) failures.push(fault("log/unknown-signature", "checkpoint", what));
    else notes.push(what);
  }
}

/** Checks bundles and leaf tiles, and returns the hashes of level 1 and, last, the leaf hashes of the partial tile. */
async function walkLeaves(walk: Walk, onProgress: VerifyLogOptions["onProgress"]): Promise<LeafRows> {
  const { size } = walk.checkpoint;
  const rows: LeafRows = { roots: [], last: [] };
  const parents = hashesOnLevel(1, size);
  let parent: Uint8Array[] = [];
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    if (index % TILE_WIDTH === 0 && index < parents)
      parent = await storedHashes(walk, tileAt(1, index / TILE_WIDTH, size) as Tile);
    const tile = tileAt(0, index, size) as Tile;
    const entries = await hashedEntries(walk, { ...tile, level: "entries" });
    const stored = await storedHashes(walk, tile);
    if (tile.width === TILE_WIDTH) {
      const hashes = settle(walk, tile, entries, stored, (some) => {
        const above = parent[index % TILE_WIDTH];
        return above !== undefined && equalBytes(perfectRoot(some), above);
      });
      rows.roots.push(hashes.length === TILE_WIDTH ? perfectRoot(hashes) : new Uint8Array(32));
    } else {
      rows.last = settle(walk, tile, entries, stored, (some) =>
        equalBytes(rootOfRows(rows.roots, some, size), walk.checkpoint.root),
      );
    }
    onProgress?.({ entries: index * TILE_WIDTH + tile.width, of: size });
  }
  return rows;
}

interface LeafRows {
  /** Roots of the full leaf tiles: the hashes of tile level 1. */
  roots: Uint8Array[];
  /** Leaf hashes of the partial leaf tile. */
  last: Uint8Array[];
}

/**
 * Compares the hashes of entries with those of their tile. Where they differ, the side that leads to the hash above is
 * right and the other is named; where neither does, both are.
 */
function settle(
  walk: Walk,
  tile: Tile,
  entries: readonly Uint8Array[],
  stored: readonly Uint8Array[],
  leadsUp: (hashes: readonly Uint8Array[]) => boolean,
): Uint8Array[] {
  const differing = Array.from({ length: tile.width }, (_, i) => i).filter(
    (i) => entries[i] && stored[i] && !equalBytes(entries[i], stored[i]),
  );
  const complete = (hashes: readonly Uint8Array[]): boolean => hashes.length === tile.width;
  const entriesRight = complete(entries) && (differing.length === 0 || leadsUp(entries));
  const storedRight = complete(stored) && !entriesRight && leadsUp(stored);
  for (const i of differing) {
    if (!entriesRight)
      walk.failures.push(
        fault(
          "log/entry-differs",
          `${pathOf(tile, "entries")} entry ${i}`,
          "The entry does not hash to its leaf hash.",
        ),
      );
    if (!storedRight)
      walk.failures.push(
        fault("log/hash-differs", `${pathOf(tile)} hash ${i}`, "The leaf hash is not the hash of its entry."),
      );
  }
  return [...(storedRight || !complete(entries) ? stored : entries)];
}

/** Checks every tile above the leaves against the row below, and the root against the checkpoint. */
async function walkUp(walk: Walk, { roots, last }: LeafRows): Promise<void> {
  const { size, root } = walk.checkpoint;
  let row = roots;
  for (let level = 1; row.length > 0; level++) {
    const above: Uint8Array[] = [];
    for (let index = 0; index * TILE_WIDTH < row.length; index++) {
      const tile = tileAt(level, index, size) as Tile;
      const wanted = row.slice(index * TILE_WIDTH, index * TILE_WIDTH + tile.width);
      const stored = await storedHashes(walk, tile);
      for (const [i, hash] of stored.entries()) {
        if (!equalBytes(hash, wanted[i] as Uint8Array))
          walk.failures.push(
            fault(
              "log/hash-differs",
              `${pathOf(tile)} hash ${i}`,
              "The hash is not the root of the tile below.",
            ),
          );
      }
      await checkOthers(walk, tile, concat(...wanted));
      if (tile.width === TILE_WIDTH) above.push(perfectRoot(wanted));
    }
    row = above;
  }
  if (!equalBytes(rootOfRows(roots, last, size), root))
    walk.failures.push(
      fault("log/root-differs", "checkpoint", "The entries do not lead to the root that was signed."),
    );
}

/** Root of a tree from its full leaf tiles' roots and the leaf hashes after them. */
function rootOfRows(roots: readonly Uint8Array[], last: readonly Uint8Array[], size: number): Uint8Array {
  if (size === 0) return emptyRoot();
  if (roots.length * TILE_WIDTH + last.length !== size) return new Uint8Array(0);
  return hashOfRange({ from: 0, to: size }, ({ level, index }) => {
    const [hashes, height] = level >= 8 ? [roots, level - 8] : [last, level];
    const first = index * 2 ** height - (level >= 8 ? 0 : roots.length * TILE_WIDTH);
    return perfectRoot(hashes.slice(first, first + 2 ** height));
  });
}

/** The leaf hashes of a bundle's entries; none where it is missing or damaged, which is reported. */
async function hashedEntries(walk: Walk, bundle: Tile): Promise<Uint8Array[]> {
  const found = await readTile(walk, bundle);
  if (!found) return [];
  try {
    const entries = unpackEntries(found.bytes, found.path);
    if (found.path === tilePath(bundle) ? entries.length === bundle.width : entries.length > bundle.width) {
      const wanted = entries.slice(0, bundle.width);
      await checkOthers(walk, bundle, found.bytes);
      return wanted.map(leafHash);
    }
    walk.failures.push(
      fault(
        "log/bundle-malformed",
        found.path,
        `The bundle has ${entries.length} entries instead of ${bundle.width}.`,
      ),
    );
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    walk.failures.push(fault(cause.code, found.path, cause.message));
  }
  return [];
}

/** The hashes of a stored tile; none where it is missing or has the wrong length, which is reported. */
async function storedHashes(walk: Walk, tile: Tile): Promise<Uint8Array[]> {
  const found = await readTile(walk, tile);
  if (!found) return [];
  const whole = parseTilePath(found.path) as Tile;
  if (found.bytes.length !== tileBytes(whole.width)) {
    walk.failures.push(
      fault(
        "log/tile-damaged",
        found.path,
        `The tile has ${found.bytes.length} bytes instead of ${tileBytes(whole.width)}.`,
      ),
    );
    return [];
  }
  const bytes = found.bytes.subarray(0, tileBytes(tile.width));
  if (tile.level === 0) await checkOthers(walk, tile, bytes);
  return hashesOfTile(bytes);
}

/** A tile as it stands or, where a partial one was deleted, the full one. */
async function readTile(walk: Walk, tile: Tile): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  for (const width of new Set([tile.width, TILE_WIDTH])) {
    const path = tilePath({ ...tile, width });
    const bytes = await walk.source.read(path);
    if (bytes) {
      walk.tiles.add(path);
      return { path, bytes };
    }
  }
  walk.failures.push(fault("log/tile-missing", tilePath(tile), "The tile is missing."));
  return undefined;
}

/** Older partial tiles that still lie beside one we read must be its beginning. */
async function checkOthers(walk: Walk, tile: Tile, bytes: Uint8Array): Promise<void> {
  const key = `${tile.level}/${tile.index}`;
  for (const other of walk.others.get(key) ?? []) {
    if (other.width >= tile.width) continue;
    const path = tilePath(other);
    const older = (await walk.source.read(path)) ?? new Uint8Array(0);
    const length = tile.level === "entries" ? older.length : tileBytes(other.width);
    const count = tile.level === "entries" ? countEntries(older, path) : older.length / 32;
    if (count !== other.width || !equalBytes(older, bytes.subarray(0, length)))
      walk.failures.push(
        fault("log/older-tile-differs", path, "An older partial tile is not the beginning of the newer one."),
      );
    walk.tiles.add(path);
  }
  walk.others.delete(key);
}

function countEntries(bundle: Uint8Array, path: string): number {
  try {
    return unpackEntries(bundle, path).length;
  } catch {
    return -1;
  }
}

async function otherTiles(source: LogSource, size: number, notes: string[]): Promise<Map<string, Tile[]>> {
  const out = new Map<string, Tile[]>();
  for (const path of (await source.list?.()) ?? []) {
    const tile = parseTilePath(path);
    if (!tile) {
      if (path !== "checkpoint" && path !== "policy" && !path.startsWith("staging/"))
        notes.push(`${path} is no part of a log and was not looked at.`);
      continue;
    }
    const current = tileAt(tile.level, tile.index, size);
    if (!current || (tile.width > current.width && tile.width !== TILE_WIDTH))
      notes.push(`${path} is ahead of the checkpoint and was not checked.`);
    const key = `${tile.level}/${tile.index}`;
    out.set(key, [...(out.get(key) ?? []), tile]);
  }
  return out;
}

function report(
  checkpoint: SignedCheckpoint | undefined,
  policy: Policy | undefined,
  options: VerifyLogOptions,
  failures: LogFailure[],
  notes: string[],
  tiles: number,
): LogReport {
  const quorum = checkpoint && policy ? quorumOfCheckpoint(checkpoint, policy, options.own) : undefined;
  if (quorum && !quorum.met)
    failures.push(
      fault(
        "log/no-quorum",
        "checkpoint",
        `${quorum.have.length} of at least ${quorum.need} witnesses have cosigned.`,
      ),
    );
  const bad = (...codes: string[]): number => failures.filter((each) => codes.includes(each.code)).length;
  const inTree = failures.filter((each) => each.where.startsWith("tile/")).length + bad("log/root-differs");
  const size = checkpoint?.size ?? 0;
  const checks: Check[] = [
    check(
      "checkpoint",
      checkpoint !== undefined && bad("log/unknown-signature") === 0,
      checkpoint ? `signed by ${checkpoint.origin}` : "not signed by the log",
    ),
    ...(quorum
      ? [check("witnesses", quorum.met, `${quorum.have.join(", ") || "none"}; ${quorum.need} needed`)]
      : []),
    check("policy", bad("log/policy-differs", "log/policy-malformed") === 0, policy ? "read" : "none"),
    check(
      "tree",
      checkpoint !== undefined && inTree === 0,
      `${size} entries and ${tiles} tiles hashed, ${inTree} faults`,
    ),
  ];
  return {
    ok: failures.length === 0,
    origin: checkpoint?.origin ?? "",
    size,
    root: checkpoint ? toBase64(checkpoint.root) : "",
    cosigners: quorum?.have ?? [],
    checks,
    failures,
    notes,
    counted: { entries: size, tiles },
  };
}

function check(name: string, ok: boolean, why: string): Check {
  return { name, ok, why };
}

function fault(code: string, where: string, what: string): LogFailure {
  return { code, where, what };
}

function pathOf(tile: Tile, level: Tile["level"] = tile.level): string {
  return tilePath({ ...tile, level });
}

function codeOf(cause: unknown, otherwise: string): string {
  return isProblem(cause) ? cause.code : otherwise;
}
