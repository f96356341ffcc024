import { digestOf } from "../../src/crypto/hash.ts";
import type { Invariant } from "./facts.ts";

/** By the clock of whoever takes it in a key may still be in force for as long as clocks may be off, and answers take. */
const CLOCKS = 600_000;

/** I10. Nothing is accepted under a key that its receiver knew to be withdrawn. */
export function keysOnlyRise(): Invariant {
  /** Keys under each sealed envelope; when a party last changed its keys; what each was told of the others' keys. */
  const under = new Map<string, string[]>();
  const changed = new Map<string, number>();
  const known = new Map<string, readonly string[]>();
  return {
    id: "I10",
    says: "no message is taken in whose keys the receiver's own directory had withdrawn",
    watch(fact, judge) {
      if (fact.what === "sealed") under.set(digestOf(fact.sealed), fact.kids);
      if (fact.what === "keys") changed.set(fact.party, fact.at);
      if (fact.what === "list learned")
        for (const [party, kids] of fact.keys) known.set(`${fact.party}/${party}`, kids);
      if (fact.what !== "answered" || fact.status !== 200) return;
      const kids = under.get(digestOf(fact.sealed));
      const valid = known.get(`${fact.party}/${fact.from}`);
      if (!kids || kids.length === 0 || !valid) return;
      if (fact.at < (changed.get(fact.from) ?? 0) + CLOCKS) return;
      judge.check(
        kids.every((kid) => valid.includes(kid)),
        () => `${fact.party} took in a message of ${fact.from} under ${kids.join(", ")}`,
      );
    },
  };
}
