import type { Instant } from "../base/time.ts";
import type { ActType } from "../crypto/acts.ts";
import type { BlobStore } from "./blob-port.ts";
import type { OfficerVerifier } from "./officer-act.ts";
import type { LogPorts } from "./publish-log.ts";
import type { Store } from "./store-port.ts";

/**
 * Everything a node needs from outside. Each port has an implementation in `adapters/` and a twin in memory; nothing
 * else reaches the outside from shelves 1 to 4.
 */
export interface Ports {
  store: Store;
  /** This node's own clock. */
  now(): Instant;
  /** Fresh random bytes. */
  entropy(length: number): Uint8Array;
  /** Signs as this party, with all its act keys. */
  sign(type: ActType, payload: Uint8Array, at: Instant): Promise<string>;
  /** Seals bytes to recipients, and opens what is sealed to this party. */
  seal(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<Uint8Array>;
  officers: OfficerVerifier;
  wire: Wire;
  blobs: BlobStore;
  /** The public log; null at a provider's desk. */
  log: LogPorts | null;
  /** Called at named points of the shell. A simulator may throw here; in production it does nothing. */
  point?(name: CrashPoint): void;
}

/** Named points at which a crash is interesting. */
export type CrashPoint =
  | "before-commit"
  | "after-commit-before-reply"
  | "after-send-before-note"
  | "after-publish-before-note";

/** How other parties are reached: by party id only; addresses come from the directory. */
export interface Wire {
  /** Delivers a sealed envelope. Rejects when nothing can be said about whether it arrived. */
  deliver(to: string, sealed: Uint8Array): Promise<{ status: number; body: Uint8Array }>;
  /** Fetches one slice of released evidence, whose digest the caller checks. */
  slice(from: string, ref: string, digest: string): Promise<AsyncIterable<Uint8Array>>;
  /** Asks another party for message `seq` that it sent to us, sealed. A wire without it cannot catch up. */
  message?(from: string, seq: number): Promise<{ status: number; body: Uint8Array }>;
  /** Asks another party what it has of ours under `seq` or next above. A wire without it cannot catch up. */
  heard?(to: string, seq: number): Promise<{ status: number; body: Uint8Array }>;
}
