import type { Invariant } from "./facts.ts";

/** Rows a disk may hold for each message its party signed or took in, and for each reading, and beside those. */
const PER_MESSAGE = 12;
const BESIDE = 2_000;

/** I11. What a hostile peer can make a node keep is bounded: by what was said and by who there is, not by how often. */
export function bounded(): Invariant {
  const said = new Map<string, number>();
  const clicks = { count: 0 };
  return {
    id: "I11",
    says: "rows grow with what was said, not with what was thrown at the door; refusals take one line per sender and code",
    watch(fact) {
      if (fact.what === "signed") said.set(fact.party, (said.get(fact.party) ?? 0) + 1);
      if (fact.what === "clicked") clicks.count++;
    },
    atEnd(judge, world) {
      for (const { party, rowCounts, readings } of world.parties) {
        const rows = [...rowCounts.values()].reduce((sum, count) => sum + count, 0);
        const most = PER_MESSAGE * (said.get(party) ?? 0) + readings + clicks.count + BESIDE;
        judge.check(rows <= most, () => `${party} keeps ${rows} rows where ${most} would do`);
        const refusals = rowCounts.get("refusal") ?? 0;
        judge.check(
          refusals <= world.parties.length * 40,
          () => `${party} keeps ${refusals} lines on refusals`,
        );
      }
    },
  };
}
