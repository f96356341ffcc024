import type { Row } from "../../src/exchange/store-port.ts";
import type { ActType } from "../../src/crypto/acts.ts";

/**
 * What can be seen of the simulated world from outside: who put which key to what, what a person was told, what passed
 * over the line, what witnesses saw, what a provider did, what a disk promised. The oracle judges from these alone.
 */
export type Fact =
  /** A person put their key to a document. */
  | {
      what: "clicked";
      at: number;
      officer: string;
      verb: string;
      subject: string;
      says: Record<string, unknown>;
      actDigest: string;
    }
  /** What a person was told: done, or the code of a problem. */
  | {
      what: "told";
      at: number;
      party: string;
      officer: string;
      verb: string;
      subject: string;
      answer: string;
      ref: string | null;
    }
  /** A party put its own keys to bytes: it cannot be taken back. */
  | {
      what: "signed";
      at: number;
      party: string;
      type: ActType;
      payload: Record<string, unknown>;
      text: string;
      act: string;
      kids: string[];
      local: string;
      halted: boolean;
    }
  /** A log put its key to a checkpoint while its disk held so many leaves. */
  | { what: "checkpoint"; at: number; party: string; origin: string; text: string; halted: boolean }
  /** A witness put its key to a tree, shown to have grown from one of `old` leaves. */
  | {
      what: "witnessed";
      at: number;
      witness: string;
      origin: string;
      old: number;
      size: number;
      root: Uint8Array;
    }
  /** A disk promised that these rows will be there. */
  | { what: "committed"; at: number; party: string; rows: readonly Row[]; local: string }
  /** Bytes on the line. */
  | { what: "overheard"; at: number; from: string; to: string; bytes: Uint8Array }
  /** A party answered bytes that came from another, with its receipt or a problem. */
  | {
      what: "answered";
      at: number;
      party: string;
      from: string;
      sealed: Uint8Array;
      status: number;
      body: string;
    }
  /** Sealed bytes as their sender made them: which keys stand under the message inside. */
  | {
      what: "sealed";
      at: number;
      party: string;
      sealed: Uint8Array;
      kids: string[];
      /** Who can open it. */
      readers: string[];
      /** The message inside: digest of its payload, and its two ends; null where it holds none. */
      holds: { digest: string; from: string; to: string } | null;
    }
  /** Somebody at a provider did what an order asks. */
  | { what: "executed"; at: number; provider: string; order: string; ref: string; measure: string }
  /** An operator of this party changed a message by hand before it was signed; what its receiver must do about it. */
  | {
      what: "edited";
      at: number;
      party: string;
      digest: string;
      why: string;
      must: "get no receipt" | "be refused" | "be no neighbour";
    }
  /** A case was shown to a person, who had said why. */
  | { what: "shown"; at: number; party: string; officer: string; ref: string }
  /** Somebody tried what they may not, and how it was answered. */
  | {
      what: "tried";
      at: number;
      party: string;
      officer: string;
      verb: string;
      subject: string;
      answer: string;
      why: string;
    }
  /** A process began or ended. */
  | { what: "booted" | "died"; at: number; party: string }
  /** A disk went back in time, or the right one came again; `refs` are the cases whose promised rows went with it. */
  | { what: "rows lost" | "right disk"; at: number; party: string; refs: ReadonlySet<string> }
  /** An officer has left the office; the officer's own node knows it. */
  | { what: "officer left"; at: number; party: string; officer: string }
  /** The keys a party has had since now; the ones before are withdrawn. */
  | { what: "keys"; at: number; party: string; kids: string[] }
  /** Long after the faults have ended: when a message last went on the line. */
  | { what: "quiet time"; at: number; lastMessage: number }
  /** A machine has learned of a State's newest list; which keys it has in force, by party. */
  | {
      what: "list learned";
      at: number;
      party: string;
      state: string;
      keys: ReadonlyMap<string, readonly string[]>;
    };

/** Something that must not be. */
export interface Violation {
  invariant: string;
  at: number;
  what: string;
}

/** One rule, watched from outside. Each stands alone and can be tested alone. */
export interface Invariant {
  /** `I1` to `I12`. */
  id: string;
  /** In one sentence. */
  says: string;
  watch?(fact: Fact, judge: Judge): void;
  /** After the heal phase. */
  atEnd?(judge: Judge, world: EndState): void | Promise<void>;
}

/** How an invariant speaks. */
export interface Judge {
  /** Counts one check, and notes a violation where it does not hold. */
  check(holds: boolean, what: () => string): void;
  /** Counts that something that must sometimes happen did. */
  sometimes(what: Sometimes): void;
}

/** What each run as a whole must have met, or it has tested less than it says. */
export const SOMETIMES = [
  "a commit in doubt",
  "a withdrawal before its request",
  "a retry older than a day",
  "a witness gap",
  "a timer due while its node was down",
  "a key rotated with mail in flight",
  "a duplicate answered with the same receipt",
  "a node that halted because its disk went back",
  "a message taken in by catching up",
  "evidence opened at the other side",
  "a request withdrawn while an order was out",
  "an act refused because the officer had left",
] as const;
export type Sometimes = (typeof SOMETIMES)[number];

/** What can be looked at from outside when all is over. */
export interface EndState {
  at: number;
  parties: readonly EndParty[];
  witnesses: readonly {
    name: string;
    states: ReadonlyMap<string, { size: number; root: Uint8Array }>;
  }[];
  /** True time of the last message on the line. */
  lastMessage: number;
}

/** A party as officers and visitors see it at the end. */
export interface EndParty {
  party: string;
  kind: "node" | "provider";
  state: string;
  up: boolean;
  halted: string | null;
  local: string;
  /** The desk: every case it shows. */
  cases: readonly ShownCase[];
  /** The public log. */
  origin: string | null;
  vkey: string | null;
  published: string | undefined;
  tiles: ReadonlyMap<string, Uint8Array>;
  /** Messages that still wait for the receipt of their receiver. */
  open: readonly { key: string; to: string }[];
  /** Digests of the messages it holds. */
  holds: ReadonlySet<string>;
  /** How many rows of each kind its disk holds. */
  rowCounts: ReadonlyMap<string, number>;
  /** Readings of cases on the record. */
  readings: number;
}

export interface ShownCase {
  ref: string;
  side: "requesting" | "requested";
  status: string;
  owner: string;
  measure: string;
  preservation: string | null;
  item: { id: string; state: string; custody: readonly string[] } | null;
  timeline: readonly { at: string; what: string }[];
}
