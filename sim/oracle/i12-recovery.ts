import { utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Fact, Invariant, Judge } from "./facts.ts";

/** I12. A machine whose disk went back catches up or halts; and one that halted signs nothing. */
export function recovery(): Invariant {
  const wentBack = new Set<string>();
  const edited = new Set<string>();
  const senders = new Map<string, string>();
  const lostAt = new Map<string, number>();
  const bootedAt = new Map<string, number>();
  const inside = new Map<string, string>();
  const signedAt = new Map<string, { number: string; at: number }>();
  /** For each number of a stream, when it first had a receipt, and for what. */
  const firstTaken = new Map<string, { digest: string; at: number }>();

  /** Who went back asks before it speaks: a number that its peer has already given a receipt for is not given again. */
  function watchNumbers(fact: Fact, judge: Judge): void {
    if (fact.what === "booted") bootedAt.set(fact.party, fact.at);
    if (fact.what === "sealed" && fact.holds) inside.set(digestOf(fact.sealed), fact.holds.digest);
    if (fact.what === "signed" && fact.type !== "comity-custody") {
      const { stream, seq, digest } = fact.payload as Record<string, string>;
      const number = `${stream}/${seq}`;
      const own = digestOf(utf8(fact.text));
      if (fact.type === "comity-message" && !signedAt.has(own)) signedAt.set(own, { number, at: fact.at });
      if (fact.type === "comity-receipt" && !firstTaken.has(number))
        firstTaken.set(number, { digest: digest as string, at: fact.at });
    }
    if (fact.what !== "answered" || !fact.body.includes('"stream/conflict"') || edited.has(fact.from)) return;
    const digest = inside.get(digestOf(fact.sealed)) ?? "";
    const said = signedAt.get(digest);
    const first = said && firstTaken.get(said.number);
    const since = lostAt.get(fact.from);
    if (!said || !first || first.digest === digest || since === undefined || said.at < since) return;
    judge.check(
      first.at > (bootedAt.get(fact.from) ?? 0),
      () => `${fact.from} gave the number ${said.number} again without asking ${fact.party} first`,
    );
  }

  const taken = new Map<string, Set<string>>();
  return {
    id: "I12",
    says: "a node restored from a backup of any age ends in the state of one that never failed, or halts; who has halted signs nothing",
    watch(fact, judge) {
      if (fact.what === "rows lost") {
        wentBack.add(fact.party);
        lostAt.set(fact.party, fact.at);
      }
      watchNumbers(fact, judge);
      if (fact.what === "edited") edited.add(fact.party);
      if (fact.what === "signed" && fact.type === "comity-message")
        senders.set(digestOf(utf8(fact.text)), fact.party);
      if (fact.what === "signed" && fact.type === "comity-receipt")
        taken.set(fact.party, (taken.get(fact.party) ?? new Set()).add(fact.payload["digest"] as string));
      if (fact.what === "signed" || fact.what === "checkpoint")
        judge.check(!fact.halted, () => `${fact.party} put its key to something after it had halted`);
    },
    atEnd(judge, world) {
      const whole = (party: string) =>
        !edited.has(party) && world.parties.some((each) => each.party === party && each.up && !each.halted);
      for (const { party, halted, holds } of world.parties) {
        judge.check(
          halted === null || wentBack.has(party) || edited.has(party),
          () => `${party} halted (${halted}) although its disk never went back`,
        );
        if (halted) continue;
        for (const digest of taken.get(party) ?? []) {
          const sender = senders.get(digest) ?? "";
          if (whole(sender) && !wentBack.has(sender))
            judge.check(
              holds.has(digest),
              () => `${party} gave ${sender} a receipt for what it no longer has: ${digest}`,
            );
        }
      }
      for (const party of world.parties)
        judge.check(
          party.up || party.halted !== null || edited.has(party.party),
          () => `${party.party} is neither up nor halted`,
        );
    },
  };
}
