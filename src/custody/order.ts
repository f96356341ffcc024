import type { By, CustodyStep, StepName } from "./step.ts";

/**
 * Which step may follow which, and who holds the item. Only what nobody could honestly record is forbidden; a missing
 * record of arrival is no fault of order but a gap, which is shown.
 */

/** What may be recorded after a step; `null` stands before the first. */
const AFTER: Record<StepName | "nothing", readonly StepName[]> = {
  nothing: ["collected", "sealed"],
  collected: ["sealed"],
  sealed: ["held", "released", "transferred", "received", "opened"],
  received: ["held", "released", "transferred", "opened", "recalled"],
  held: ["held", "released", "transferred", "received", "recalled", "opened"],
  released: ["received", "held", "transferred", "opened", "recalled"],
  transferred: ["received", "held", "released", "transferred", "opened", "recalled"],
  opened: ["opened", "received", "held", "released", "transferred", "recalled"],
  // Recalled on the record: what was on its way may still arrive, and must be held.
  recalled: ["received", "held"],
};

/** Whether `next` may be recorded after `before`. */
export function mayFollow(before: StepName | null, next: StepName): boolean {
  return AFTER[before ?? "nothing"].includes(next);
}

/** One name for whoever acts: the provider where there is one, else the State. */
export function partyOf(by: By): string {
  return by.provider ?? by.state ?? "";
}

/**
 * Whether the item changed hands before this step without a record of its arrival. A recall is by the party that
 * released, who no longer holds the item, and moves nothing.
 */
export function isGap(holder: string | null, step: CustodyStep): boolean {
  if (holder === null || step.step === "received" || step.step === "recalled") return false;
  return partyOf(step.by) !== holder;
}

/** Who holds the item after a step. */
export function holderAfter(holder: string | null, step: CustodyStep): string | null {
  return step.step === "recalled" && holder !== null ? holder : partyOf(step.by);
}
