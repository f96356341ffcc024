import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { JWK } from "jose";
import type { KeyFile } from "../../src/adapters/keyring/keyring.ts";
import { fromHex } from "../../src/base/bytes.ts";
import type { StateEntry } from "../../src/party/directory.ts";

/** The form of the files in spec/vectors/exchange (spec/exchange.md, section 14). */

export const FOLDER = resolve(import.meta.dirname, "../../spec/vectors/exchange");

/** Published keys of invented parties. They protect nothing and never will. */
export interface TestKeys {
  warning: string;
  now: string;
  /** The State lists of the invented world, unsigned. */
  states: StateEntry[];
  /** Private keys by party id. */
  parties: Record<string, KeyFile>;
  /** Private act keys of a party that its list has as withdrawn. */
  formerly: Record<string, KeyFile["act"]>;
  /** Private ES256 keys by officer id. */
  officers: Record<string, JWK>;
  witnesses: { name: string; seed: string; vkey: string }[];
}

export interface Envelope {
  format: string;
  act: string;
  trace: { seed: string; proof: string } | null;
}

/** An envelope as the receiver sees it once the seal is open, and what the receiver answers. */
export interface DoorVector {
  kind: "door";
  about: string;
  receiver: string;
  /** Party that signed the hop. */
  from: string;
  now: string;
  /** Vectors whose envelopes came before, in order. */
  before: string[];
  envelope: Envelope;
  /** To the face: the code of a problem. On the record: a signed receipt. */
  want: Want;
}

/** `status`, where it stands: of the case afterwards, at a provider's desk of the order. */
export type Want = { status?: string } & (
  | { answer: "problem"; code: string }
  | { answer: "receipt"; outcome: string; code: string | null }
);

/** A receipt in answer to the message of a door vector. */
export interface ReceiptVector {
  kind: "receipt";
  about: string;
  sender: string;
  now: string;
  /** The door vector whose message it must be for. */
  message: string;
  receipt: string;
  want: "taken" | "not-taken";
}

/** What a peer answers when a sender asks what it has of the sender's messages. */
export interface HeardVector {
  kind: "heard";
  about: string;
  /** Who asks `GET /peer/v1/heard/{asked}`, and whom. */
  asker: string;
  peer: string;
  now: string;
  /** Door vectors whose messages the asker knows that it sent, in order. */
  knows: string[];
  asked: number;
  /** What is inside the seal. */
  answer: { format: string; act: string; receipt: string };
  /** `halt`: the asker has forgotten what it said. */
  want: "halt" | "go-on";
}

/** An HTTP request with its hop signatures. */
export interface HopVector {
  kind: "hop";
  about: string;
  now: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  /** Body as text; null without one. */
  body: string | null;
  want: { party: string } | { code: string };
}

export type Vector = DoorVector | ReceiptVector | HeardVector | HopVector;

export function readKeys(): TestKeys {
  return JSON.parse(readFileSync(join(FOLDER, "keys.json"), "utf8")) as TestKeys;
}

/** All vectors in the folder by name. */
export function readVectors(): Record<string, Vector> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "keys.json");
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Vector]),
  );
}

export function seedOf(hex: string): Uint8Array {
  return fromHex(hex);
}
