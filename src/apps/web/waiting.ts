import { type Instant, dayOf, daysBetween, toMillis } from "../../base/time.ts";
import type { Draft } from "../../exchange/rows.ts";
import type { Mandate, Officer } from "../../party/directory.ts";
import type { Case, Clock, Owner } from "../../request/case.ts";

/** Who must act, and how near the nearest clock is: computed from rows, the same on every page. */

const MANDATE_OF: Partial<Record<Owner, Mandate>> = {
  approver: "approve",
  examiner: "examine",
  decider: "decide",
  "authorising-authority": "authorise",
  releaser: "release",
  receiver: "receive",
};

/** Whether a case waits for this officer: by who must act next, the mandate, and the rule of four eyes. */
export function waitsFor(current: Case, officer: Officer): boolean {
  const { owner } = current;
  if (owner === "author") return current.side === "requesting" && current.author.officer === officer.id;
  if (owner === "receiver") return current.side === "requesting" && officer.mandates.includes("receive");
  if (owner === "releaser" && current.decision?.officer === officer.id) return false;
  const mandate = MANDATE_OF[owner];
  const requestedSide: Owner[] = ["examiner", "decider", "authorising-authority", "releaser"];
  if (requestedSide.includes(owner) && current.side !== "requested") return false;
  return mandate !== undefined && officer.mandates.includes(mandate);
}

/** Whether a draft waits for this officer: to approve somebody else's, or to correct one that came back. */
export function draftWaitsFor(draft: Draft, officer: Officer): boolean {
  if (draft.state === "submitted")
    return draft.officer !== officer.id && officer.mandates.includes("approve");
  return draft.state === "editing" && draft.officer === officer.id && draft.returned.length > 0;
}

export interface Urgency {
  name: string;
  ends: string;
  level: "over" | "urgent" | "soon" | "calm";
  /** Whole days and hours that are left; negative when it is over. */
  days: number;
  hours: number;
}

/** Days before the end at which a clock is called soon, and urgent. */
const SOON = 10;
const URGENT = 3;

/** How near one clock is. */
export function urgencyOf(clock: Pick<Clock, "id" | "ends">, now: Instant): Urgency {
  const day = clock.ends.length === 10;
  const end = day ? `${clock.ends}T00:00:00.000Z` : clock.ends;
  const hours = Math.ceil((toMillis(end) - toMillis(now)) / 3_600_000);
  const days = daysBetween(dayOf(now), end.slice(0, 10));
  const level = hours <= 0 ? "over" : days <= URGENT ? "urgent" : days <= SOON ? "soon" : "calm";
  return { name: clock.id, ends: clock.ends, level, days, hours };
}

/** The running clock that ends first; null when none runs. A remedy window that is over holds nothing up any more. */
export function nearestClock(current: Case, now: Instant): Urgency | null {
  const running = current.clocks
    .filter((clock) => clock.stopped === null)
    .map((clock) => urgencyOf(clock, now))
    .filter((each) => each.name !== "hold" || each.level !== "over");
  return running.toSorted((a, b) => a.hours - b.hours)[0] ?? null;
}
