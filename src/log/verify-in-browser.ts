import { equalBytes } from "../base/bytes.ts";
import { Problem, isProblem } from "../base/problem.ts";
import { type SignedCheckpoint, openCheckpoint } from "./checkpoint.ts";
import { openLeaf } from "./leaf.ts";
import { type Policy, keysOf, parsePolicy } from "./policy.ts";
import { type TlogProof, parseProof } from "./proof.ts";
import { type Check, quorumOfCheckpoint } from "./receipt.ts";
import { leafHash, verifyConsistency, verifyInclusion } from "./tree.ts";

/** What a page has fetched; nothing of it is trusted but the policy, which the visitor chose. */
export interface PublicRecord {
  policyText: string;
  /** The log's current checkpoint, as served at /checkpoint. */
  checkpointText: string;
  /** A receipt and the leaf it is for. */
  proofText: string;
  leaf: Uint8Array;
  /** From the receipt's tree to the current one; not needed where both have one size. */
  consistency?: readonly Uint8Array[];
  /** For a party to the event: what the leaf should open to. */
  opening?: { seed: Uint8Array; event: Uint8Array };
  /** Policy names of witnesses run by the log's own State. */
  own?: readonly string[];
}

/**
 * Checks a log's checkpoint and one receipt, and says of each step whether it holds and why. It never throws for bad
 * input: a step that fails says so, and steps that rest on it are left out. `ok` needs every check to hold.
 */
export function verifyInBrowser(record: PublicRecord): { ok: boolean; checks: Check[] } {
  const checks: Check[] = [];
  const step = <T>(name: string, run: () => readonly [T, string]): T | undefined => {
    try {
      const [value, why] = run();
      checks.push({ name, ok: true, why });
      return value;
    } catch (cause) {
      if (!isProblem(cause)) throw cause;
      checks.push({ name, ok: false, why: `${cause.message} (${cause.code})` });
      return undefined;
    }
  };
  const policy = step("policy", () => readPolicy(record.policyText));
  if (policy) {
    const current = step("checkpoint", () => readCheckpoint(record.checkpointText, policy));
    if (current) step("witnesses", () => countWitnesses(current, policy, record.own));
    const proof = step("receipt", () => readProof(record.proofText));
    const then = proof && step("receipt checkpoint", () => readCheckpoint(proof.checkpoint, policy));
    if (then) step("receipt witnesses", () => countWitnesses(then, policy, record.own));
    if (proof && then) step("inclusion", () => checkInclusion(proof, then, record.leaf));
    if (then && current) step("one history", () => checkHistory(then, current, record.consistency));
    const { opening } = record;
    if (opening) step("commitment", () => checkOpening(opening, record.leaf));
  }
  return { ok: checks.every((check) => check.ok), checks };
}

function readPolicy(text: string): readonly [Policy, string] {
  const policy = parsePolicy(text);
  return [policy, `${policy.logs.length} logs and ${policy.witnesses.length} witnesses are known`];
}

function readCheckpoint(text: string, policy: Policy): readonly [SignedCheckpoint, string] {
  const checkpoint = openCheckpoint(text, keysOf(policy));
  return [checkpoint, `${checkpoint.origin} signed a tree of ${checkpoint.size} leaves`];
}

function countWitnesses(
  checkpoint: SignedCheckpoint,
  policy: Policy,
  own: readonly string[] | undefined,
): readonly [true, string] {
  const { met, have, need } = quorumOfCheckpoint(checkpoint, policy, own);
  if (!met)
    throw new Problem(
      "log/no-quorum",
      `Only ${have.length} of at least ${need} witnesses have cosigned.`,
      checkpoint.origin,
      "Wait for the witnesses and look again.",
    );
  return [true, `cosigned by ${have.join(", ") || "nobody, as the policy allows"}; ${need} needed`];
}

function readProof(text: string): readonly [TlogProof, string] {
  const proof = parseProof(text);
  return [proof, `the receipt is for leaf ${proof.index}`];
}

function checkInclusion(proof: TlogProof, then: SignedCheckpoint, leaf: Uint8Array): readonly [true, string] {
  if (!verifyInclusion(leafHash(leaf), proof.index, then.size, proof.hashes, then.root))
    throw new Problem(
      "log/not-included",
      "The proof does not lead from this leaf to the signed root.",
      then.origin,
      "Ask for the receipt of exactly this leaf.",
    );
  return [true, `leaf ${proof.index} is in the tree of ${then.size} leaves`];
}

function checkHistory(
  then: SignedCheckpoint,
  current: SignedCheckpoint,
  proof: readonly Uint8Array[] = [],
): readonly [true, string] {
  const fits =
    then.origin === current.origin &&
    verifyConsistency(then.size, then.root, current.size, current.root, proof);
  if (!fits)
    throw new Problem(
      "log/inconsistent",
      "The current checkpoint was not shown to continue the receipt's.",
      current.origin,
      "Fetch the consistency proof again; if it does not hold, keep both checkpoints: they are evidence.",
    );
  const same = equalBytes(then.root, current.root);
  return [true, same ? "the receipt is from the current tree" : "the current tree continues the receipt's"];
}

function checkOpening(
  { seed, event }: { seed: Uint8Array; event: Uint8Array },
  leaf: Uint8Array,
): readonly [true, string] {
  openLeaf(seed, event, leaf);
  return [true, "the leaf opens to this event"];
}
