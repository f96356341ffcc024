import { utf8 } from "../base/bytes.ts";
import { parseCanonical } from "../base/canonical.ts";
import { Problem, isProblem } from "../base/problem.ts";
import { type Instant, toMillis } from "../base/time.ts";
import { type VerifyingKey, peekPayload, verifyAct } from "../crypto/acts.ts";
import { type Digest, digestOf } from "../crypto/hash.ts";
import { holderAfter, isGap, mayFollow, partyOf } from "./order.ts";
import { type By, type CustodyStep, type StepFields, readStep, stepBytes } from "./step.ts";

/**
 * A chain of custody: signed acts, each holding the digest of the exact text of the one before. Whoever has the chain
 * and the States' lists can check it alone, offline, years later.
 */

/** One thing that was checked, and whether it held. */
export interface Check {
  /** Stable, for example `custody/order`. */
  id: string;
  ok: boolean;
  what: string;
  /** Which step, file or State. */
  where: string;
}

/** What a chain says, and how far it can be believed: only if every check of the report is ok. */
export interface VerifiedChain {
  steps: CustodyStep[];
  /** Digest of the last act's text, to which the next step would link; null for an empty chain. */
  head: Digest | null;
  /** Who holds the item; null for an empty chain. */
  holder: string | null;
  report: Check[];
}

/** Whose keys a step must be signed with, from the directory. An empty list where the party is not known. */
export type KeysOf = (by: By, at: Instant) => readonly VerifyingKey[];

/** The signature may carry another time than the step by so much, in milliseconds: two readings of one clock. */
const TIME_SLACK = 300_000;

/** How far a chain's last step may lie ahead of our clock, in milliseconds: two clocks differ, but not by more. */
const CLOCK_SLACK = 3_600_000;

/**
 * When the next step of a chain is made, by a clock that shows `now`: then, or at the time of the last step where that
 * is later, because a chain whose time goes back fails `custody/time` for ever. Throws Problem `custody/malformed`, and
 * `custody/from-future` where the last step lies more than an hour ahead. spec/custody.md, "A step".
 */
export function nextStepTime(chain: readonly string[], now: Instant): Instant {
  const last = lastStep(chain);
  if (!last || last.at <= now) return now;
  if (toMillis(last.at) - toMillis(now) <= CLOCK_SLACK) return last.at;
  throw new Problem(
    "custody/from-future",
    "The last step of the chain is dated more than an hour ahead of this clock.",
    `step ${chain.length}`,
    "Compare this clock, and that of whoever signed the step, with a time service; then try again.",
  );
}

/**
 * The bytes to sign as the next step of a chain. Throws Problem `custody/malformed`, `custody/wrong-order` where the step
 * cannot follow the last one, and `custody/time-back` where it is dated before it (see `nextStepTime`). Signatures are
 * not verified here: a party verifies before it goes on.
 */
export function nextStepPayload(chain: readonly string[], fields: StepFields): Uint8Array {
  const last = lastStep(chain);
  const where = `step ${chain.length + 1}`;
  if (!mayFollow(last?.step ?? null, fields.step))
    throw new Problem(
      "custody/wrong-order",
      `"${fields.step}" cannot follow ${last ? `"${last.step}"` : "nothing"}.`,
      where,
      "Record first what happened before.",
    );
  if (last && fields.at < last.at)
    throw new Problem(
      "custody/time-back",
      "The step is dated before the one that it follows.",
      where,
      "Date it at the time of the last step, where that is later than this clock.",
    );
  const prev = last ? linkTo(chain.at(-1) as string) : null;
  return stepBytes({ ...fields, format: "comity/custody/v1", seq: chain.length + 1, prev });
}

function lastStep(chain: readonly string[]): CustodyStep | null {
  const last = chain.at(-1);
  return last === undefined ? null : parseStep(peekPayload(last, "custody"), `step ${chain.length}`);
}

/** The digest with which the next act names this one. */
export function linkTo(act: string): Digest {
  return digestOf(utf8(act));
}

/**
 * Checks a whole chain and says what held and what did not; it never throws for what it finds. The checks:
 * `custody/signature`, `custody/form`, `custody/sequence`, `custody/previous`, `custody/same-item`, `custody/order`,
 * `custody/time`, `custody/sealed-digest`, `custody/gap`; each names the first step that fails it, or "chain".
 */
export async function verifyChain(acts: readonly string[], keysOf: KeysOf): Promise<VerifiedChain> {
  const faults = new Map<string, Check>();
  const fail = (id: string, what: string, where: string): void => {
    if (!faults.has(id)) faults.set(id, { id, ok: false, what, where });
  };
  const steps: CustodyStep[] = [];
  let holder: string | null = null;
  if (acts.length === 0) fail("custody/form", "The chain has no step.", "chain");
  for (const [index, act] of acts.entries()) {
    const where = `step ${index + 1}`;
    const step = await readSigned(act, where, keysOf, fail);
    if (!step) continue;
    checkLink(step, index, acts[index - 1], where, fail);
    checkAgainst(step, steps, where, fail);
    if (isGap(holder, step)) fail("custody/gap", gapText(holder, step), where);
    holder = holderAfter(holder, step);
    steps.push(step);
  }
  const head = acts.length ? linkTo(acts.at(-1) as string) : null;
  return {
    steps,
    head,
    holder,
    report: CHECKS.map(({ id, what }) => faults.get(id) ?? { id, ok: true, what, where: "chain" }),
  };
}

type Fail = (id: string, what: string, where: string) => void;

const CHECKS = [
  { id: "custody/signature", what: "Every step is signed by the party it names." },
  { id: "custody/form", what: "Every step has its exact form." },
  { id: "custody/sequence", what: "The steps are numbered without a hole." },
  { id: "custody/previous", what: "Every step holds the digest of the one before." },
  { id: "custody/same-item", what: "All steps are about one item in one case." },
  { id: "custody/order", what: "The steps can follow each other." },
  { id: "custody/time", what: "Time does not go back." },
  { id: "custody/sealed-digest", what: "The sealed file and its manifest are the same at every station." },
  { id: "custody/gap", what: "Every hand-over has a record of arrival." },
] as const;

async function readSigned(
  act: string,
  where: string,
  keysOf: KeysOf,
  fail: Fail,
): Promise<CustodyStep | null> {
  try {
    // The claimed signer is read first, only to find the key that must prove the claim.
    const claimed = parseStep(peekPayload(act, where), where);
    const { signedAt } = await verifyAct(act, "comity-custody", keysOf(claimed.by, claimed.at), where);
    if (Math.abs(toMillis(signedAt) - toMillis(claimed.at)) > TIME_SLACK)
      fail("custody/time", "The signature was made at another time than the step says.", where);
    return claimed;
  } catch (error) {
    if (!isProblem(error)) throw error;
    const id =
      error.code.startsWith("act/") && error.code !== "act/malformed" ? "custody/signature" : "custody/form";
    fail(id, error.message, where);
    return null;
  }
}

function parseStep(payload: Uint8Array, where: string): CustodyStep {
  return readStep(parseCanonical(payload, where), where);
}

function checkLink(
  step: CustodyStep,
  index: number,
  before: string | undefined,
  where: string,
  fail: Fail,
): void {
  if (step.seq !== index + 1)
    fail("custody/sequence", `The step has number ${step.seq}, not ${index + 1}.`, where);
  if (step.prev !== (before === undefined ? null : linkTo(before)))
    fail("custody/previous", "The step follows another one than stands before it.", where);
}

function checkAgainst(step: CustodyStep, steps: readonly CustodyStep[], where: string, fail: Fail): void {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first && (step.item !== first.item || step.ref !== first.ref))
    fail("custody/same-item", "The step is about another item or case.", where);
  if (!mayFollow(last?.step ?? null, step.step))
    fail("custody/order", `"${step.step}" cannot follow ${last ? `"${last.step}"` : "nothing"}.`, where);
  if (last && step.at < last.at) fail("custody/time", "The step is earlier than the one before.", where);
  const sealed = steps.find((each) => each.sealed !== null);
  if (sealed && !sameSeal(sealed, step))
    fail("custody/sealed-digest", "The sealed file or its manifest is another one than before.", where);
}

function sameSeal(a: CustodyStep, b: CustodyStep): boolean {
  return (
    a.sealed?.digest === b.sealed?.digest && a.sealed?.size === b.sealed?.size && a.manifest === b.manifest
  );
}

function gapText(holder: string | null, step: CustodyStep): string {
  return `${partyOf(step.by)} "${step.step}" the item, but nothing records that it arrived there from ${holder}.`;
}
