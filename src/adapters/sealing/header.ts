import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { Problem, isProblem } from "../../base/problem.ts";
import { headerSize, malformed } from "../../seal/header.ts";
import { FILE_KEY } from "../../seal/stream.ts";

/** The header of an age file, by its author's library: who can open it. The payload is `seal/stream.ts`. */

/** How to choose recipients. */
export interface RecipientRules {
  /** Allows X25519 recipients, for a State that has no post-quantum key: an explicit, recorded choice, never mixed. */
  classical?: boolean;
}

/** A sealing key: `identity` is secret, `recipient` goes into the directory. */
export interface SealingKey {
  identity: string;
  recipient: string;
}

/** A new post-quantum hybrid sealing key (age `mlkem768x25519`). */
export async function newSealingKey(): Promise<SealingKey> {
  const identity = await generateHybridIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * A fresh file key and the header that gives it to the recipients. Throws Problem `seal/no-recipient`,
 * `seal/recipient-malformed`, and `seal/recipient-classical` for any mixture or unasked-for X25519.
 */
export async function newHeader(
  recipients: readonly string[],
  rules: RecipientRules = {},
): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  demandOneKind(recipients, rules);
  let fileKey: Uint8Array | undefined;
  const encrypter = new Encrypter();
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = key.slice();
      return [];
    },
  });
  const empty = await encrypter.encrypt(new Uint8Array(0));
  if (!fileKey) throw new TypeError("the age library gave no file key");
  return { header: empty.slice(0, headerSize(empty)), fileKey };
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new Problem(
      "seal/recipient-malformed",
      "This is not an age recipient.",
      recipient.slice(0, 16),
      "Take the recipient from the State's signed list.",
    );
  }
}

function demandOneKind(recipients: readonly string[], rules: RecipientRules): void {
  if (recipients.length === 0)
    throw new Problem(
      "seal/no-recipient",
      "Nobody could open what is sealed to nobody.",
      "recipients",
      "Name at least one recipient.",
    );
  const wanted = rules.classical ? /^age1[02-9ac-hj-np-z]{58}$/ : /^age1pq1[02-9ac-hj-np-z]+$/;
  const other = recipients.find((each) => !wanted.test(each));
  if (other !== undefined)
    throw new Problem(
      "seal/recipient-classical",
      rules.classical
        ? "Only X25519 recipients may be in a classical file."
        : "This recipient is not a post-quantum hybrid key.",
      other.slice(0, 16),
      "Ask the State for an age1pq recipient; the two kinds are never mixed in one file.",
    );
}

/**
 * The file key of a header, if one of the identities can have it. Throws Problem `seal/malformed` where this is no
 * age header, `seal/not-addressed` where none of the identities is among its recipients, `seal/broken` where one is
 * and the header has been altered. Passphrase files are never ours.
 */
export async function openHeader(header: Uint8Array, identities: readonly string[]): Promise<Uint8Array> {
  const seen = { parsed: false, exhausted: false };
  const decrypter = new Decrypter();
  decrypter.addIdentity({ unwrapFileKey: () => ((seen.parsed = true), null) });
  for (const identity of identities) decrypter.addIdentity(identity);
  decrypter.addIdentity({ unwrapFileKey: () => ((seen.exhausted = true), null) });
  try {
    const fileKey = await decrypter.decryptHeader(header);
    if (fileKey.length === FILE_KEY) return fileKey;
  } catch (error) {
    if (isProblem(error)) throw error;
    if (!seen.parsed) throw malformed();
    if (seen.exhausted) throw notAddressed();
  }
  throw new Problem(
    "seal/broken",
    "The header of the sealed file has been altered.",
    "header",
    "Fetch the sealed file again and compare its digest.",
  );
}

function notAddressed(): Problem {
  return new Problem(
    "seal/not-addressed",
    "This is sealed to somebody else.",
    "header",
    "Give it to the party it is sealed to, or ask the sender to seal it to a key in your list.",
  );
}
