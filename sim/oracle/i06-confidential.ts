import { utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
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
  const sealed = new Set<string>();
  return {
    id: "I6",
    says: "no word of a request on the line, in a log, in an error, or in the rows of a third party",
    watch(fact, judge) {
      if (fact.what === "overheard")
        judge.check(
          !shows(fact.bytes),
          () => `the words of a request passed in the open from ${fact.from} to ${fact.to}`,
        );
      if (fact.what === "sealed") {
        noteSealed(sealed, fact.sealed);
        const others = fact.holds
          ? [fact.holds.from, fact.holds.to].filter((each) => each !== fact.party)
          : [];
        judge.check(
          fact.readers.every((reader) => others.includes(reader)),
          () => `${fact.party} sealed a message for ${others.join(", ")} to ${fact.readers.join(", ")}`,
        );
      }
      if (fact.what === "overheard") {
        const told = /^\{"sealed":"([A-Za-z0-9+/=]+)"\}$/.exec(
          Buffer.from(fact.bytes).toString("latin1"),
        )?.[1];
        if (told)
          judge.check(
            sealed.has(digestOf(new Uint8Array(Buffer.from(told, "base64")))),
            () => `${fact.from} told ${fact.to} something that it had not sealed`,
          );
      }
      if (fact.what === "checkpoint")
        judge.check(!fact.text.includes(WORD), () => `words of a request in a checkpoint`);
      if (fact.what !== "committed") return;
      for (const row of fact.rows) {
        if (BARE.has(row.kind))
          judge.check(
            !shows(utf8(JSON.stringify(row.body))),
            () => `words of a request in a row of kind ${row.kind}`,
          );
        else if (row.kind === "order" || row.kind === "case")
          judge.check(
            mayHold(fact.party, row.kind, row.key) &&
              (row.kind === "case" || !shows(utf8(JSON.stringify(row.body)))),
            () => `${fact.party} holds ${row.kind} ${row.key}, or more of it than an order needs`,
          );
      }
    },
  };
}

/** Digests of what was sealed lately: what is told was sealed just before. */
function noteSealed(sealed: Set<string>, bytes: Uint8Array): void {
  sealed.add(digestOf(bytes));
  if (sealed.size > 5_000) sealed.delete(sealed.keys().next().value as string);
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
