import { utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
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
  /** Messages that were signed, and parties whose disk went back or whose operator edits what they say. */
  const said = new Map<string, { from: string; to: string; name: string }>();
  const unsound = new Set<string>();
  const edited = new Set<string>();
  return {
    id: "I1",
    says: "every request an officer was told is filed is final at both ends; nothing is sent for ever",
    watch(fact, judge) {
      if (fact.what === "told" && fact.verb === "approve-request" && fact.answer === "done" && fact.ref)
        filed.set(fact.ref, fact.party);
      if (fact.what === "rows lost" || fact.what === "edited") unsound.add(fact.party);
      if (fact.what === "edited") edited.add(fact.party);
      if (fact.what === "quiet time" && unsound.size === 0)
        judge.check(
          fact.at - fact.lastMessage > 86_400_000,
          () => "something is still being sent a month after all was mended",
        );
      if (fact.what === "signed" && fact.type === "comity-message") {
        const { to, stream, seq, kind } = fact.payload as Record<string, string>;
        said.set(digestOf(utf8(fact.text)), {
          from: fact.party,
          to: to as string,
          name: `${stream}/${seq} "${kind}"`,
        });
      }
      if (fact.what === "rows lost") for (const ref of fact.refs) excused.add(ref);
    },
    atEnd(judge, world) {
      const byNode = new Map(world.parties.map((each) => [each.party, each]));
      const isWounded = ({ halted, party }: EndParty) => Boolean(halted) || edited.has(party);
      const wounded = new Set(world.parties.filter(isWounded).map((each) => each.state));
      for (const [ref, from] of filed) {
        const requested = `node.${ref.slice(3, 5).toLowerCase()}`;
        if (excused.has(ref) || wounded.has(ref.slice(0, 2)) || wounded.has(ref.slice(3, 5))) continue;
        const here = caseAt(byNode.get(from), ref);
        const there = caseAt(byNode.get(requested), ref);
        judge.check(
          here !== undefined && fits(here, there),
          () => `${ref}: ${standing(here)} at ${from}, ${standing(there)} at ${requested}`,
        );
      }
      for (const [digest, { from, to, name }] of said) {
        const [sender, receiver] = [byNode.get(from), byNode.get(to)];
        if (
          !sender ||
          !receiver ||
          [sender, receiver].some((each) => isWounded(each) || unsound.has(each.party))
        )
          continue;
        judge.check(receiver.holds.has(digest), () => `${name} was signed and never taken in`);
      }
      const isSound = (party: EndParty | undefined) =>
        party !== undefined && !isWounded(party) && !unsound.has(party.party);
      for (const party of world.parties)
        for (const { key, to } of isSound(party) ? party.open : [])
          judge.check(!isSound(byNode.get(to)), () => `${key} still waits for its receipt`);
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

function fits(here: ShownCase, there: ShownCase | undefined): boolean {
  // Refused on the record at the door (an officer not listed there yet): it waits, visibly, for its author.
  if (!there) return here.status === "deficient" && here.owner === "author";
  if (here.status === "received" && here.item?.state !== "opened") return false;
  return (TOGETHER[here.status] ?? []).includes(there.status);
}
