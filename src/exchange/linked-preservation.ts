import { type Case, advance } from "../request/case.ts";
import type { RequestContent } from "../request/content.ts";
import type { Context } from "./context.ts";
import { read, write } from "./rows.ts";
import type { Wants } from "./store-port.ts";

/** Art 42(8): once the request for assistance is made, preserved data stay preserved until it is decided. */

/** What keeping takes, on either side of the request that builds on a preservation. */
export function wantsToKeep(content: RequestContent): Partial<Wants> {
  const linked = content.preservationReference;
  return linked ? { locks: [`case:${linked}`], rows: [["case", linked]] } : {};
}

/** Both sides note that the preservation a request builds on does not end with its own clock or case. */
export function keepLinkedPreservation(context: Context, current: Case): void {
  const linkedRef = current.content.preservationReference;
  if (!linkedRef || current.content.measure === "preservation") return;
  const linked = read(context.tx, "case", linkedRef);
  if (!linked || linked.peer !== current.peer || !linked.preservation || continues(linked)) return;
  if (linked.preservation.state !== "confirmed" && linked.preservation.state !== "ordered") return;
  const kept = advance(linked, {
    at: context.now,
    what: "preservation.continues",
    by: context.config.self,
    facts: { reference: current.ref },
  });
  write(context.tx, "case", linkedRef, "cases", kept, { status: kept.status });
}

/** Whether a request for assistance keeps the data of this case preserved until it is decided. */
export function continues(current: { timeline: readonly { what: string }[] }): boolean {
  return current.timeline.some((entry) => entry.what === "preservation.continues");
}
