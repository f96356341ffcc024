import { openBytes, sealBytes } from "../../src/adapters/sealing/messages.ts";
import { concat, fromUtf8, toHex, utf8 } from "../../src/base/bytes.ts";
import { Problem } from "../../src/base/problem.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { malformed } from "../../src/seal/header.ts";
import { outside } from "../kernel/outside.ts";
import type { Level } from "./level.ts";

/** Sealing and opening, as the ports of a node want them. */
export interface Sealer {
  /** Throws Problem `seal/no-recipient` or `seal/recipient-malformed`. */
  seal(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array>;
  /** Throws Problem `seal/malformed`, `seal/not-addressed` or `seal/broken`. */
  open(sealed: Uint8Array, identities: readonly string[]): Promise<Uint8Array>;
}

/** The sealing of a level: the real one is age, as nodes use it. */
export function sealerOf(level: Level): Sealer {
  return level === "fake" ? FAKE : REAL;
}

/** The real one leaves the thread: it is counted, so that virtual time waits for it. */
const REAL: Sealer = {
  seal: (bytes, recipients) => outside(() => sealBytes(bytes, recipients)),
  open: (sealed, identities) => outside(() => openBytes(sealed, identities)),
};

/**
 * At the level `fake`: one line that names the digest and the recipients, then the bytes under a pad. It hides what is
 * said from whoever searches for it, shows every change, and opens for the named only. Anybody who read this file could
 * break it, which nobody in the simulated world has.
 */
const FAKE: Sealer = {
  seal: async (bytes, recipients) => fakeSeal(bytes, recipients),
  open: async (sealed, identities) => fakeOpen(sealed, identities),
};

const HEADER = /^comity-sim-seal ([0-9a-f]{64})((?: age1pq1sim[0-9a-f]{40})+)$/;
const RECIPIENT = /^age1pq1sim[0-9a-f]{40}$/;
const NEWLINE = 0x0a;
/** A header is one line; where none ends within so many bytes, this is no sealed file. */
const MAX_HEADER = 4096;

/** The recipient that belongs to a fake identity. */
export function fakeRecipientOf(identity: string): string {
  return `age1pq1sim${toHex(sha256(utf8(identity))).slice(0, 40)}`;
}

function fakeSeal(bytes: Uint8Array, recipients: readonly string[]): Uint8Array {
  if (recipients.length === 0)
    throw new Problem(
      "seal/no-recipient",
      "Nobody could open what is sealed to nobody.",
      "recipients",
      "Name at least one recipient.",
    );
  const other = recipients.find((each) => !RECIPIENT.test(each));
  if (other !== undefined)
    throw new Problem(
      "seal/recipient-malformed",
      "This is not a recipient of the simulated world.",
      other.slice(0, 16),
      "Take the recipient from the State's list.",
    );
  const names = ` ${recipients.join(" ")}`;
  const digest = digestOver(names, bytes);
  return concat(utf8(`comity-sim-seal ${toHex(digest)}${names}\n`), scrambled(bytes, toHex(digest)));
}

function fakeOpen(sealed: Uint8Array, identities: readonly string[]): Uint8Array {
  const end = sealed.subarray(0, MAX_HEADER).indexOf(NEWLINE);
  const [, digest = "", names = ""] = HEADER.exec(headerText(sealed.subarray(0, Math.max(end, 0)))) ?? [];
  if (digest === "") throw malformed();
  const named = new Set(names.slice(1).split(" "));
  if (!identities.some((identity) => named.has(fakeRecipientOf(identity))))
    throw new Problem(
      "seal/not-addressed",
      "This is sealed to somebody else.",
      "header",
      "Give it to the party it is sealed to, or ask the sender to seal it to a key in your list.",
    );
  const bytes = scrambled(sealed.subarray(end + 1), digest);
  if (toHex(digestOver(names, bytes)) !== digest)
    throw new Problem(
      "seal/broken",
      "The sealed file has been altered.",
      "chunk 1",
      "Fetch the sealed file again and compare its digest.",
    );
  return bytes;
}

function headerText(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw malformed();
  }
}

function digestOver(names: string, bytes: Uint8Array): Uint8Array {
  return sha256(concat(utf8(names), bytes));
}

/** The bytes under a pad of 64 bytes that follows from the digest; the same again takes it off. */
function scrambled(bytes: Uint8Array, digest: string): Uint8Array {
  const pad = concat(sha256(utf8(`pad/1/${digest}`)), sha256(utf8(`pad/2/${digest}`)));
  const out = bytes.slice();
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) ^ (pad[i & 63] as number);
  return out;
}
