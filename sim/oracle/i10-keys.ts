import { digestOf } from "../../src/crypto/hash.ts";
import type { Invariant } from "./facts.ts";

/** I10. Nothing is accepted under a key that its receiver knew to be withdrawn. */
export function keysOnlyRise(): Invariant {
  /** Keys under each sealed envelope, and the newest keys of each party as each State was told. */
  const under = new Map<string, string[]>();
  const newest = new Map<string, string[]>();
  const rotatedTo = new Map<string, Map<string, string[]>>();
  return {
    id: "I10",
    says: "no message is taken in whose keys the receiver's own directory had withdrawn",
    watch(fact, judge) {
      if (fact.what === "sealed") under.set(digestOf(fact.sealed), fact.kids);
      if (fact.what === "keys") newest.set(fact.party, fact.kids);
      if (fact.what === "list learned") {
        const known = rotatedTo.get(fact.party) ?? new Map<string, string[]>();
        for (const party of fact.speaks) known.set(party, newest.get(party) ?? []);
        rotatedTo.set(fact.party, known);
      }
      if (fact.what !== "answered" || fact.status !== 200) return;
      const kids = under.get(digestOf(fact.sealed));
      const valid = rotatedTo.get(fact.party)?.get(fact.from);
      if (!kids || kids.length === 0 || !valid || valid.length === 0) return;
      judge.check(
        kids.every((kid) => valid.includes(kid)),
        () => `${fact.party} took in a message of ${fact.from} under ${kids.join(", ")}`,
      );
    },
  };
}
