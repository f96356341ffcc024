import type { Instant } from "../../base/time.ts";
import type { Officer } from "../../party/directory.ts";
import type { Case } from "../../request/case.ts";
import { mayStep } from "../../request/steps.ts";

/** What a person may do with a case now: by mandate, by the table of allowed steps, and by the rule of four eyes. */

export type StepName =
  | "open"
  | "decide"
  | "deficient"
  | "authorise"
  | "release"
  | "open-evidence"
  | "withdraw"
  | "close";

export interface PossibleStep {
  step: StepName;
  href: string;
  /** A reason why it cannot be done yet; null where it can. */
  barred: "hold-runs" | "decided-by-you" | null;
  /** The step that carries the case on; others stand back. */
  main: boolean;
}

export function stepsFor(current: Case, officer: Officer, now: Instant): PossibleStep[] {
  return current.side === "requested"
    ? requestedSteps(current, officer, now)
    : requestingSteps(current, officer);
}

const page = (current: Case, name: string) => `/desk/cases/${encodeURIComponent(current.ref)}/${name}`;
const review = (current: Case, verb: string) =>
  `/desk/review?verb=${verb}&subject=${encodeURIComponent(current.ref)}`;

function requestedSteps(current: Case, officer: Officer, now: Instant): PossibleStep[] {
  const has = (mandate: Officer["mandates"][number]) => officer.mandates.includes(mandate);
  const steps: PossibleStep[] = [];
  const add = (step: StepName, href: string, main: boolean, barred: PossibleStep["barred"] = null) =>
    void steps.push({ step, href, main, barred });
  const opened = current.status === "under-review" && current.examiner !== null;
  if (has("examine") && mayStep(current, "open") && !opened) add("open", review(current, "open-case"), true);
  if (has("decide") && mayStep(current, "decide")) add("decide", page(current, "decision"), true);
  if (has("examine") && mayStep(current, "deficient")) add("deficient", page(current, "deficient"), false);
  if (has("authorise") && mayStep(current, "authorise") && current.content.measure !== "preservation")
    add("authorise", page(current, "authorise"), true);
  if (has("release") && mayStep(current, "release"))
    add("release", page(current, "release"), true, releaseBar(current, officer, now));
  if (has("examine") && mayStep(current, "close"))
    add("close", review(current, "close-case"), current.owner === "nobody");
  return steps;
}

function releaseBar(current: Case, officer: Officer, now: Instant): PossibleStep["barred"] {
  if (current.decision?.officer === officer.id) return "decided-by-you";
  return current.item?.holdUntil && now < current.item.holdUntil ? "hold-runs" : null;
}

function requestingSteps(current: Case, officer: Officer): PossibleStep[] {
  const steps: PossibleStep[] = [];
  const has = (mandate: Officer["mandates"][number]) => officer.mandates.includes(mandate);
  if (has("receive") && current.item?.state === "received")
    steps.push({ step: "open-evidence", href: page(current, "custody"), main: true, barred: null });
  if (has("approve") && mayStep(current, "withdraw"))
    steps.push({ step: "withdraw", href: page(current, "withdraw"), main: false, barred: null });
  if (has("examine") && mayStep(current, "close"))
    steps.push({ step: "close", href: review(current, "close-case"), main: false, barred: null });
  return steps;
}
