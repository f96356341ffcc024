import { toBase64 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { type SignedCheckpoint, openCheckpoint } from "./checkpoint.ts";
import { openLeaf } from "./leaf.ts";
import { COSIGNER_KEY } from "./note.ts";
import { type Policy, type Quorum, keysOf, quorumOf } from "./policy.ts";
import { type TlogProof, parseProof } from "./proof.ts";
import { leafHash, verifyInclusion } from "./tree.ts";

/** Cosignatures may be this far ahead of our clock, in seconds, before they count as being from the future. */
export const CLOCK_TOLERANCE = 300;

/** What a receipt is checked against. */
export interface ReceiptQuestion {
  /** The tlog-proof as text. */
  proofText: string;
  /** The leaf it should prove. */
  leaf: Uint8Array;
  /** Which logs and witnesses are known, and what suffices. */
  policy: Policy;
  /** Milliseconds since 1970. */
  now: number;
  /** Oldest cosignature that counts, in seconds; Infinity when age does not matter (an audit, a court). */
  maxAgeSeconds: number;
  /** The one log the leaf must be in; without it, any log of the policy will do. */
  origin?: string;
  /** Names in the policy of witnesses run by the log's own State, which never count. */
  own?: readonly string[];
  /** Where given, the leaf must open to this event. */
  opening?: { seed: Uint8Array; event: Uint8Array };
}

/** One check that held, and what it found. */
export interface Check {
  name: string;
  ok: boolean;
  why: string;
}

/** A receipt that holds. */
export interface VerifiedReceipt {
  origin: string;
  index: number;
  size: number;
  root: Uint8Array;
  /** Policy names of the witnesses that count and have freshly cosigned. */
  cosigners: string[];
  checks: Check[];
}

/**
 * "No trace, no cooperation": whether a leaf is in a witnessed public log. Checks in this order, and throws at the
 * first that fails: Problem `log/proof-malformed`; `log/unknown-origin`, `log/bad-signature`, `log/no-signature`,
 * `log/note-malformed`, `log/checkpoint-malformed`; `log/no-quorum`; `log/from-future` and `log/stale`, where the
 * quorum is met only with cosignatures that are too new or too old; `log/not-included`; `log/leaf-unknown` and
 * `log/commitment-mismatch`.
 */
export function verifyReceipt(question: ReceiptQuestion): VerifiedReceipt {
  const proof = parseProof(question.proofText);
  const checkpoint = openCheckpoint(proof.checkpoint, keysOf(question.policy));
  checkOrigin(checkpoint, question.origin);
  const quorum = checkQuorum(checkpoint, question);
  const fresh = checkFreshness(checkpoint, question);
  checkInclusion(proof, checkpoint, question.leaf);
  const { opening } = question;
  if (opening) openLeaf(opening.seed, opening.event, question.leaf);
  const { origin, size, root } = checkpoint;
  return {
    origin,
    index: proof.index,
    size,
    root,
    cosigners: fresh.have,
    checks: [
      { name: "log signature", ok: true, why: `${origin} signed the tree of ${size} leaves` },
      { name: "witnesses", ok: true, why: `${quorum.have.join(", ")} cosigned; ${quorum.need} needed` },
      { name: "freshness", ok: true, why: `cosignatures of ${fresh.have.join(", ")} are recent enough` },
      { name: "inclusion", ok: true, why: `leaf ${proof.index} is under root ${toBase64(root)}` },
      ...(opening ? [{ name: "commitment", ok: true, why: "the leaf opens to this event" }] : []),
    ],
  };
}

/** How far the valid cosignatures of a checkpoint go; `counts` may leave some out by their time in seconds. */
export function quorumOfCheckpoint(
  checkpoint: SignedCheckpoint,
  policy: Policy,
  own: readonly string[] = [],
  counts: (time: number) => boolean = () => true,
): Quorum {
  const cosigned = checkpoint.note.verified.filter(
    ({ key, time }) => key.type === COSIGNER_KEY && time !== undefined && counts(time),
  );
  return quorumOf(
    policy,
    cosigned.map((each) => each.key),
    own,
  );
}

function checkOrigin(checkpoint: SignedCheckpoint, origin: string | undefined): void {
  if (origin !== undefined && checkpoint.origin !== origin)
    throw new Problem(
      "log/unknown-origin",
      "The receipt is from another log than the sender's.",
      checkpoint.origin,
      `Ask for a receipt from ${origin}.`,
    );
}

function checkQuorum(checkpoint: SignedCheckpoint, { policy, own }: ReceiptQuestion): Quorum {
  const quorum = quorumOfCheckpoint(checkpoint, policy, own);
  if (quorum.met) return quorum;
  throw new Problem(
    "log/no-quorum",
    `${quorum.have.length} of at least ${quorum.need} witnesses have cosigned the checkpoint.`,
    checkpoint.origin,
    "The sender must wait for its witnesses and send the receipt again.",
  );
}

function checkFreshness(checkpoint: SignedCheckpoint, question: ReceiptQuestion): Quorum {
  const { policy, own, now, maxAgeSeconds } = question;
  const seconds = now / 1000;
  const notFuture = (time: number): boolean => time <= seconds + CLOCK_TOLERANCE;
  if (!quorumOfCheckpoint(checkpoint, policy, own, notFuture).met)
    throw new Problem(
      "log/from-future",
      "The quorum rests on cosignatures that lie ahead of this clock.",
      checkpoint.origin,
      "Compare this clock and the witnesses' clocks with a time service.",
    );
  const fresh = quorumOfCheckpoint(
    checkpoint,
    policy,
    own,
    (time) => notFuture(time) && time >= seconds - maxAgeSeconds,
  );
  if (fresh.met) return fresh;
  throw new Problem(
    "log/stale",
    `The quorum rests on cosignatures older than ${maxAgeSeconds} seconds.`,
    checkpoint.origin,
    "The sender must take a receipt from a newer checkpoint.",
  );
}

function checkInclusion(proof: TlogProof, checkpoint: SignedCheckpoint, leaf: Uint8Array): void {
  if (verifyInclusion(leafHash(leaf), proof.index, checkpoint.size, proof.hashes, checkpoint.root)) return;
  throw new Problem(
    "log/not-included",
    "The proof does not lead from this leaf to the root that was signed.",
    `${checkpoint.origin} leaf ${proof.index}`,
    "Ask the sender for the receipt of exactly this leaf.",
  );
}
