import { utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Fact, Invariant } from "./facts.ts";

/** I8. Nobody accepts what its sender did not sign for them: not tampered, not misdirected, not invented. */
export function authentic(): Invariant {
  const signed = new Map<string, { from: string; to: string; at: number }>();
  return {
    id: "I8",
    says: "every message that was taken in was signed by the party of its stream, for exactly this receiver",
    watch(fact, judge) {
      if (fact.what === "signed" && fact.type === "comity-message") noteSaid(signed, fact);
      if (fact.what !== "signed" || fact.type !== "comity-receipt") return;
      const said = signed.get(fact.payload["digest"] as string);
      if (said && fact.at - said.at > 86_400_000) judge.sometimes("a retry older than a day");
      judge.check(
        said !== undefined && said.to === fact.party && fact.payload["stream"] === `${said.from}>${said.to}`,
        () =>
          `${fact.party} took in ${String(fact.payload["stream"])}/${String(fact.payload["seq"])}, which nobody signed for it`,
      );
    },
  };
}

/** A message counts from when it was first signed: keys may be changed while it is on its way. */
function noteSaid(
  signed: Map<string, { from: string; to: string; at: number }>,
  fact: Extract<Fact, { what: "signed" }>,
): void {
  const digest = digestOf(utf8(fact.text));
  if (!signed.has(digest))
    signed.set(digest, { from: fact.party, to: fact.payload["to"] as string, at: fact.at });
}
