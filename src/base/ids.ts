import { toHex } from "./bytes.ts";

/** A State by its two-letter code in the directory: `BO` for Borvania in the invented world, ISO 3166 codes in the real one. */
export type StateCode = string;

/** A node, the one installation a State's authority runs: `node.bo`. */
export type NodeId = string;

/** A stream is an ordered pair of nodes, written `node.bo>node.al`. */
export type StreamId = string;

/** The stream on which `from` speaks to `to`. */
export function streamId(from: NodeId, to: NodeId): StreamId {
  return `${from}>${to}`;
}

/** An identifier of our own making: a prefix and 16 bytes of the entropy handed in, so `draft-3f…`. */
export function newId(prefix: string, entropy: Uint8Array): string {
  return `${prefix}-${toHex(entropy.subarray(0, 16))}`;
}

/** A number as people quote it: `BO-AL-2027-0001`. Pair, year and a count that has no gaps. */
export function sharedReference(from: StateCode, to: StateCode, year: string, count: number): string {
  return `${from}-${to}-${year}-${String(count).padStart(4, "0")}`;
}
