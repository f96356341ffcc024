import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { holdersOf } from "../party/directory.ts";
import { type Case, type Item, type RevealedProvider, advance, stopClock } from "../request/case.ts";
import { demandStep } from "../request/steps.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { caseOf, line, put } from "./examine-case.ts";
import type { MessageOf, SignedOfficerAct } from "./messages.ts";
import { type OfficerAct, saysOf } from "./officer-act.ts";
import { caseWithPeer } from "./receive-news.ts";
import { read, together, write } from "./rows.ts";
import type { Wants } from "./store-port.ts";
import { send, wantsToSend } from "./streams.ts";

/**
 * Bytes leave only here: after the remedy window, by an officer who did not take the decision, with the chain of
 * custody unbroken. And they arrive here, on the other side.
 */

export const SaysRelease = z.strictObject({
  item: z.string().max(60),
  /** Digest of the sealed file, as the releasing officer saw it. */
  sealed: z.string(),
  /** Addresses of other providers that the officer found in the data (Art 43(1)); empty where none. */
  /** Which remedy there is, in words: owed where the State's sheet does not give the length of the window. */
  remedy: z.string().trim().min(1).max(4000).optional(),
  addresses: z.array(z.string().regex(/^\d{1,3}(\.\d{1,3}){3}$/)).max(20),
});

/** `attested` is the node's signed custody act "released", made over the head of the chain as it stood. */
export function releaseEvidence(
  context: Context,
  act: OfficerAct,
  signed: SignedOfficerAct,
  attested: string,
): Case {
  const current = caseOf(context, act.subject);
  const says = saysOf(act, SaysRelease);
  const item = itemOf(current, says.item);
  if (item.state !== "held") return current;
  demandStep(current, "release");
  if (item.sealed.digest !== says.sealed)
    throw new Problem(
      "evidence/other-item",
      "The item is not the one that was signed for.",
      current.ref,
      "Open the custody page again.",
    );
  if (item.holdUntil && context.now < item.holdUntil) {
    throw new Problem(
      "evidence/held",
      "The remedy window has not ended: nothing is released before it.",
      current.ref,
      `Release it after ${item.holdUntil}, unless a court stays it.`,
    );
  }
  if (item.holdUntil === null && !says.remedy) {
    throw new Problem(
      "evidence/remedy-not-known",
      "The State's sheet does not say how long the remedy window is.",
      "remedy",
      "Write which remedy the persons concerned have, and that it has been kept open.",
    );
  }
  if (current.decision?.officer === act.officer)
    throw new Problem(
      "evidence/released-by-decider",
      "The officer who decided cannot also release.",
      current.ref,
      "Let a second officer with a mandate to release look at it.",
    );
  const released: Item = { ...item, custody: [...item.custody, attested], state: "released" };
  const revealed = revealedBy(context.config, says.addresses, current);
  const { id, sealed, manifest, files, custody } = released;
  send(context, current.peer, "evidence", current.ref, {
    item: { id, sealed, manifest, files, custody },
    revealed,
    act: signed,
  });
  return put(
    context,
    advance(current, line(context, act, "evidence.released", { item: id, size: String(sealed.size) }), {
      status: "released",
      owner: "receiver",
      item: released,
      revealed,
      clocks: stopClock(current.clocks, "hold", context.now),
    }),
  );
}

/** Providers of other States that stand behind the addresses found (Art 43(1)). */
function revealedBy(config: Config, addresses: readonly string[], current: Case): RevealedProvider[] {
  return addresses.flatMap((address) => {
    const holder = holdersOf(config.directory, address).find((each) => each.state !== current.requested);
    return holder ? [{ address, state: holder.state, provider: holder.provider.id }] : [];
  });
}

/** The item under this id. Throws Problem `evidence/no-item`. */
export function itemOf(current: Case, id: string): Item {
  if (current.item?.id !== id)
    throw new Problem(
      "evidence/no-item",
      "There is no such item in this case.",
      current.ref,
      "Open the custody page again.",
    );
  return current.item;
}

// ---- At the requesting Party's node ----

export function wantsToTakeIn(config: Config, ref: string, peer: string, item: string): Wants {
  return together(wantsToSend(config.self, peer, ref), {
    locks: [`case:${ref}`, `fetch:${item}`],
    rows: [
      ["case", ref],
      ["fetch", item],
    ],
  });
}

/** All slices are here and the whole has the digest that was released: the item is received, and the sender told. */
export function takeInEvidence(context: Context, ref: string, itemId: string, attested: string): void {
  const current = caseOf(context, ref);
  const fetch = read(context.tx, "fetch", itemId);
  const item = itemOf(current, itemId);
  if (!fetch || item.state !== "announced") return;
  demandStep(current, "receive");
  send(context, current.peer, "received", ref, { item: itemId, custody: [attested] });
  write(context.tx, "fetch", itemId, "fetches", fetch, { status: "done" });
  put(
    context,
    advance(
      current,
      {
        at: context.now,
        what: "evidence.received",
        by: context.config.self,
        facts: { item: itemId, size: String(item.sealed.size) },
      },
      {
        status: "received",
        owner: "receiver",
        item: { ...item, custody: [...item.custody, attested], state: "received" },
      },
    ),
  );
}

export const SaysOpen = z.strictObject({ item: z.string().max(60), sealed: z.string() });

/** The item was opened and every file checked; the chain goes on and the other side learns of it. */
export function noteOpened(context: Context, act: OfficerAct, attested: string, files: number): Case {
  const current = caseOf(context, act.subject);
  const item = itemOf(current, saysOf(act, SaysOpen).item);
  if (item.state === "opened") return current;
  if (item.state !== "received")
    throw new Problem(
      "evidence/not-received",
      "The item has not been received whole yet.",
      current.ref,
      "Wait until the node has fetched it.",
    );
  send(context, current.peer, "received", current.ref, { item: item.id, custody: [attested] });
  return put(
    context,
    advance(current, line(context, act, "evidence.opened", { item: item.id, files: String(files) }), {
      owner: "receiver",
      item: { ...item, custody: [...item.custody, attested], state: "opened" },
    }),
  );
}

// ---- Back at the requested Party's node ----

/** The chain of custody as the other side carries it on. Steps it has told already are not added twice. */
export function receiveReceived(context: Context, message: MessageOf<"received">): void {
  const current = caseWithPeer(context, message);
  const item = itemOf(current, message.body.item);
  const fresh = message.body.custody.filter((act) => !item.custody.includes(act));
  const first = current.status === "released";
  if (!first && current.status !== "received")
    throw new Problem(
      "request/step-not-allowed",
      "Nothing was released in this case.",
      current.ref,
      "Open the case again.",
    );
  put(
    context,
    advance(
      current,
      {
        at: message.created,
        what: first ? "evidence.received" : "evidence.opened",
        by: message.from,
        facts: { item: item.id },
      },
      { status: "received", owner: "nobody", item: { ...item, custody: [...item.custody, ...fresh] } },
    ),
  );
}
