import type { Invariant } from "./facts.ts";

const WORD = "COMITYTAINT";

/** The word as it stands, and as it looks inside base64 at each of the three positions it can begin at. */
const LOOKS = [
  WORD,
  ...[0, 1, 2].map((shift) => {
    const text = Buffer.from(" ".repeat(shift) + WORD).toString("base64");
    return text.slice(shift === 0 ? 0 : 4, Math.floor(((shift + WORD.length) * 4) / 3) - 4);
  }),
];

/** Kinds of rows that never hold what a request says, at anybody. */
const BARE = new Set([
  "leaf",
  "log",
  "published",
  "count",
  "timer",
  "fetch",
  "stream",
  "thread",
  "refusal",
  "access",
]);

/** I6. What a request says is seen by its two Parties and, as far as an order needs it, by the provider; by nobody else. */
export function confidential(): Invariant {
  return {
    id: "I6",
    says: "no word of a request on the line, in a log, in an error, or in the rows of a third party",
    watch(fact, judge) {
      if (fact.what === "overheard")
        judge.check(
          !shows(fact.bytes),
          () => `the words of a request passed in the open from ${fact.from} to ${fact.to}`,
        );
      if (fact.what === "checkpoint")
        judge.check(!fact.text.includes(WORD), () => `words of a request in a checkpoint`);
      if (fact.what !== "committed") return;
      for (const row of fact.rows) {
        if (BARE.has(row.kind))
          judge.check(
            !JSON.stringify(row.body).includes(WORD),
            () => `words of a request in a row of kind ${row.kind}`,
          );
        else if (row.kind === "order" || row.kind === "case")
          judge.check(
            mayHold(fact.party, row.kind, row.key),
            () => `${fact.party} holds ${row.kind} ${row.key}`,
          );
      }
    },
  };
}

function shows(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return LOOKS.some((look) => buffer.includes(look));
}

/** A case lies with its two Parties only; an order with a provider. */
function mayHold(party: string, kind: string, key: string): boolean {
  if (kind === "order") return !party.startsWith("node.");
  const state = party.slice("node.".length).toUpperCase();
  return party.startsWith("node.") && (key.slice(0, 2) === state || key.slice(3, 5) === state);
}
