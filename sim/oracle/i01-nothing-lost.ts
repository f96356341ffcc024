import type { EndParty, Invariant, ShownCase } from "./facts.ts";

/**
 * How the two sides of a request may stand when all is over: final, or visibly waiting for a named person. Left what
 * the requesting Party's desk shows, right what the requested Party's desk shows.
 */
const TOGETHER: Record<string, readonly string[]> = {
  withdrawn: ["withdrawn", "declined", "deficient", "nothing-held", "released", "received", "held"],
  deficient: ["deficient"],
  declined: ["declined"],
  granted: ["granted"],
  "nothing-held": ["nothing-held"],
  received: ["received"],
};

/** I1. What an officer was told is filed ends at both sides, and the line falls silent. */
export function nothingLost(): Invariant {
  const filed = new Map<string, string>();
  const excused = new Set<string>();
  return {
    id: "I1",
    says: "every request an officer was told is filed is final at both ends; nothing is sent for ever",
    watch(fact) {
      if (fact.what === "told" && fact.verb === "approve-request" && fact.answer === "done" && fact.ref)
        filed.set(fact.ref, fact.party);
      if (fact.what === "rows lost") for (const ref of fact.refs) excused.add(ref);
    },
    atEnd(judge, world) {
      const byNode = new Map(world.parties.map((each) => [each.party, each]));
      const wounded = new Set(world.parties.filter((each) => each.halted).map((each) => each.state));
      for (const [ref, from] of filed) {
        const requested = `node.${ref.slice(3, 5).toLowerCase()}`;
        if (excused.has(ref) || wounded.has(ref.slice(0, 2)) || wounded.has(ref.slice(3, 5))) continue;
        const here = caseAt(byNode.get(from), ref);
        const there = caseAt(byNode.get(requested), ref);
        judge.check(
          here !== undefined && there !== undefined && fits(here, there),
          () => `${ref}: ${standing(here)} at ${from}, ${standing(there)} at ${requested}`,
        );
      }
      const quiet = world.at - world.lastMessage > 86_400_000;
      if (wounded.size === 0 && excused.size === 0)
        judge.check(quiet, () => "something is still being sent a day before the end");
    },
  };
}

function caseAt(party: EndParty | undefined, ref: string): ShownCase | undefined {
  return party?.cases.find((each) => each.ref === ref);
}

function standing(shown: ShownCase | undefined): string {
  return shown ? `"${shown.status}" (${shown.owner})` : "unknown";
}

function fits(here: ShownCase, there: ShownCase): boolean {
  if (here.status === "received" && here.item?.state !== "opened") return false;
  return (TOGETHER[here.status] ?? []).includes(there.status);
}
