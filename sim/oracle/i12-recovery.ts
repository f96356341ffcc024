import type { Invariant } from "./facts.ts";

/** I12. A machine whose disk went back catches up or halts; and one that halted signs nothing. */
export function recovery(): Invariant {
  return {
    id: "I12",
    says: "a node restored from a backup of any age ends in the state of one that never failed, or halts; who has halted signs nothing",
    watch(fact, judge) {
      if (fact.what === "signed" || fact.what === "checkpoint")
        judge.check(!fact.halted, () => `${fact.party} put its key to something after it had halted`);
    },
    atEnd(judge, world) {
      for (const party of world.parties)
        judge.check(party.up || party.halted !== null, () => `${party.party} is neither up nor halted`);
    },
  };
}
