import { concat, equalBytes, utf8 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { hkdf, sha256 } from "../crypto/hash.ts";

/**
 * A leaf of a State's log: a commitment to one event, which shows nothing of it. The first byte is the form:
 *
 *     0x01  33 bytes    salted commitment
 *     0x02  1,185 bytes reserved: commitment with category and running sums
 *     0x80 and above    reserved: leaves in clear (openings, statements, changes of policy or key)
 *
 * A form has one size, so all leaves of a form look alike. Readers count forms they do not know but cannot open them.
 */

/** First byte of a salted commitment. */
export const COMMITMENT_LEAF = 0x01;
/** Bytes of a salted commitment. */
export const COMMITMENT_LEAF_SIZE = 33;
/** Bytes of a seed. One seed belongs to one event: a second use would show that two leaves are the same event. */
export const SEED_SIZE = 32;

/** The leaf that commits to an event. `seed` is 32 fresh random bytes; whoever has it and the event can open the leaf. */
export function makeLeaf(seed: Uint8Array, event: Uint8Array): Uint8Array {
  if (seed.length !== SEED_SIZE) throw new RangeError("a leaf's seed has 32 bytes");
  const salt = hkdf(seed, "comity/log/v1/salt");
  const commitment = sha256(concat(utf8("comity/log/v1/event"), salt, sha256(event)));
  return concat(Uint8Array.of(COMMITMENT_LEAF), commitment);
}

/**
 * Checks that a leaf commits to exactly this event. Throws Problem `log/leaf-unknown` for a form we cannot open and
 * `log/commitment-mismatch` where seed or event are others.
 */
export function openLeaf(seed: Uint8Array, event: Uint8Array, leaf: Uint8Array): void {
  if (leaf[0] !== COMMITMENT_LEAF || leaf.length !== COMMITMENT_LEAF_SIZE)
    throw new Problem(
      "log/leaf-unknown",
      "The leaf has a form that this version cannot open.",
      "leaf",
      "Use a version that knows the form, or ask the sender for a leaf of form 0x01.",
    );
  if (seed.length !== SEED_SIZE || !equalBytes(makeLeaf(seed, event), leaf))
    throw new Problem(
      "log/commitment-mismatch",
      "The logged leaf does not open to this event.",
      "leaf",
      "Ask the sender for the event and the seed it logged; refuse until they fit.",
    );
}
