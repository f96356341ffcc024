import { toBase64, utf8 } from "../base/bytes.ts";
import { sha256 } from "../crypto/hash.ts";
import { formatCheckpoint } from "./checkpoint.ts";
import {
  COSIGNER_KEY,
  LOG_KEY,
  type NoteKey,
  cosignNote,
  formatVkey,
  joinNote,
  keyOfSeed,
  signNote,
} from "./note.ts";
import { makeReceipt, rootFromTiles } from "./prove.ts";
import { growTiles } from "./tile.ts";

/**
 * A log and witnesses in memory, with keys anybody can compute: for tests and for the vectors in spec/vectors/log.
 * Never use these keys for anything else.
 */

/** A published test key: its seed is the SHA-256 of "comity test key" and its name. */
export interface SampleKey {
  name: string;
  seed: Uint8Array;
  key: NoteKey;
  vkey: string;
}

/** The test key of a log or a witness. */
export function sampleKey(name: string, kind: "log" | "witness"): SampleKey {
  const seed = sha256(utf8(`comity test key ${name}`));
  const key = keyOfSeed(name, kind === "log" ? LOG_KEY : COSIGNER_KEY, seed);
  return { name, seed, key, vkey: formatVkey(key) };
}

/** Origin of the sample log, and names of its witnesses in the policy. */
export const SAMPLE_LOG = sampleKey("log.borvania.example", "log");
export const SAMPLE_WITNESSES = ["w1", "w2", "w3"].map((name) => ({
  policyName: name,
  ...sampleKey(`${name}.example/witness`, "witness"),
}));

/** The policy of the sample log: two of three witnesses. */
export function samplePolicy(need = 2): string {
  return [
    `log ${SAMPLE_LOG.vkey}`,
    ...SAMPLE_WITNESSES.map((each) => `witness ${each.policyName} ${each.vkey}`),
    `group witnesses ${need} w1 w2 w3`,
    "quorum witnesses",
    "",
  ].join("\n");
}

/** Sample leaves of 33 bytes, all different. */
export function sampleLeaves(count: number, from = 0): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => Uint8Array.of(1, ...sha256(utf8(`leaf ${from + i}`))));
}

/** Where the sample log's tiles lie. */
export type SampleTiles = Map<string, Uint8Array>;

/** All tiles of a log with these leaves, written as a log would that published only this size. */
export function sampleTiles(leaves: readonly Uint8Array[]): SampleTiles {
  return new Map(growTiles(0, leaves, new Map()));
}

/** The note text of the sample log's checkpoint over these tiles. */
export async function sampleCheckpoint(tiles: SampleTiles, size: number): Promise<string> {
  const root = await rootFromTiles(async (path) => tiles.get(path), size);
  return formatCheckpoint({ origin: SAMPLE_LOG.name, size, root });
}

/** A checkpoint text signed by the sample log and cosigned by witnesses at a time in seconds. */
export function sampleNote(text: string, witnesses: readonly string[], seconds: number): string {
  const cosigners = SAMPLE_WITNESSES.filter((each) => witnesses.includes(each.policyName));
  return joinNote(text, [
    signNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed),
    ...cosigners.map((each) => cosignNote(text, each.name, each.seed, seconds)),
  ]);
}

/** The receipt of a leaf of the sample log, cosigned by witnesses at a time in seconds. */
export async function sampleReceipt(
  leaves: readonly Uint8Array[],
  index: number,
  witnesses: readonly string[],
  seconds: number,
): Promise<string> {
  const tiles = sampleTiles(leaves);
  const note = sampleNote(await sampleCheckpoint(tiles, leaves.length), witnesses, seconds);
  return makeReceipt(async (path) => tiles.get(path), note, index);
}

/** Hashes as proof lines. */
export function proofLines(hashes: readonly Uint8Array[]): string[] {
  return hashes.map(toBase64);
}
