import type { Invariant } from "./facts.ts";

/** What was clicked just before somebody left may be answered after. */
const GRACE = 3_600_000;

/**
 * I9, as far as the program goes today: each act needs an officer in office with its mandate, and each reading that was
 * allowed stays on the record. (Reading is not yet bound to assignments: see docs/reliability.md.)
 */
export function needToKnow(): Invariant {
  const readings = new Map<string, number>();
  const shown = new Map<string, number>();
  const wentBack = new Set<string>();
  const left = new Map<string, number>();
  return {
    id: "I9",
    says: "who has left the office acts no more, and every reading is on the record for ever",
    watch(fact, judge) {
      if (fact.what === "rows lost") wentBack.add(fact.party);
      if (fact.what === "shown") shown.set(fact.party, (shown.get(fact.party) ?? 0) + 1);
      if (fact.what === "officer left") left.set(fact.officer, fact.at);
      if (fact.what === "told" && fact.answer === "done") {
        const since = left.get(fact.officer);
        judge.check(
          since === undefined || fact.at < since + GRACE,
          () => `${fact.officer} had left and could still ${fact.verb}`,
        );
      }
      if (fact.what === "told" && fact.answer === "party/unknown-officer")
        judge.sometimes("an act refused because the officer had left");
      if (fact.what === "committed")
        for (const row of fact.rows)
          if (row.kind === "access") {
            const body = row.body as { officer: string; why: string; ref: string };
            judge.check(
              Boolean(body.officer && body.why && body.ref),
              () => `a reading without officer, case or purpose`,
            );
            readings.set(fact.party, (readings.get(fact.party) ?? 0) + 1);
          }
    },
    atEnd(judge, world) {
      for (const party of world.parties) {
        if (wentBack.has(party.party) || party.halted) continue;
        const seen = shown.get(party.party) ?? 0;
        judge.check(
          party.readings >= seen,
          () => `${party.party} showed cases ${seen} times, and ${party.readings} readings are on the record`,
        );
        judge.check(
          party.readings === (readings.get(party.party) ?? 0),
          () => `${party.party} recorded ${readings.get(party.party)} readings and shows ${party.readings}`,
        );
      }
    },
  };
}
