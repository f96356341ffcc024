import { fromBase64Url, fromUtf8, utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Invariant } from "./facts.ts";

/** Steps in the order in which an item goes through hands. */
const ORDER = ["collected", "sealed", "received", "held", "released", "received", "opened"];

/** I4. The chain of custody of every item that was opened is unbroken, across both nodes and the provider. */
export function custodyUnbroken(): Invariant {
  const released = new Map<string, string>();
  return {
    id: "I4",
    says: "collected, sealed, received, held, released, received, opened: each step names the one before, and nothing else was released",
    watch(fact, judge) {
      if (fact.what !== "signed" || fact.type !== "comity-message" || fact.payload["kind"] !== "evidence")
        return;
      const { item } = fact.payload["body"] as { item: { id: string; custody: string[] } };
      released.set(item.id, item.custody.join("\n"));
      judge.check(isChain(item.custody, 5), () => `${item.id} left with a broken chain of custody`);
    },
    atEnd(judge, world) {
      for (const party of world.parties) {
        for (const { side, item, ref } of party.cases) {
          if (side !== "requesting" || item?.state !== "opened") continue;
          judge.sometimes("evidence opened at the other side");
          judge.check(
            isChain(item.custody, ORDER.length),
            () => `${ref}: the chain of custody of ${item.id} is broken`,
          );
          judge.check(
            item.custody.slice(0, 5).join("\n") === released.get(item.id),
            () => `${ref}: another chain was received than was released`,
          );
        }
      }
    },
  };
}

function isChain(acts: readonly string[], length: number): boolean {
  if (acts.length !== length) return false;
  let before: string | null = null;
  let time = "";
  for (const [index, act] of acts.entries()) {
    const { payload } = JSON.parse(act) as { payload: string };
    const step = JSON.parse(fromUtf8(fromBase64Url(payload))) as {
      seq: number;
      prev: string | null;
      step: string;
      at: string;
    };
    if (step.seq !== index + 1 || step.prev !== before || step.step !== ORDER[index] || step.at < time)
      return false;
    before = digestOf(utf8(act));
    time = step.at;
  }
  return true;
}
