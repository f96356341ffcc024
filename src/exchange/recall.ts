import { stateOf } from "../party/directory.ts";
import { type Case, advance, stopClock } from "../request/case.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { continues } from "./linked-preservation.ts";
import type { Body } from "./messages.ts";
import { together } from "./rows.ts";
import type { Wants } from "./store-port.ts";
import { send, wantsToSend } from "./streams.ts";

/**
 * What ends with a case: a request that is withdrawn (Art 40(26)) or declined obliges nobody any more, so orders that
 * are out at a provider are called back, and data that were preserved for it are let go.
 */

/**
 * What calling back a case's orders takes. All providers of the own State are wanted, not those of the case: whether it
 * has orders is not known before the transaction, because a withdrawal may arrive beside its request.
 */
export function wantsToRecall(config: Config, ref: string): Partial<Wants> {
  const { providers } = stateOf(config.directory, config.state);
  return together(...providers.map((provider) => wantsToSend(config.self, provider.id, ref)));
}

/** The case with its orders called back, its preservation let go, and nothing of it open for the other side to fetch. */
export function endMeasures(context: Context, current: Case, reason: Body<"recall">["reason"]): Case {
  return withheld(letGo(context, recalled(context, current, reason)));
}

/** Calls back each order that still waits for an answer, or that keeps data preserved. */
function recalled(context: Context, current: Case, reason: Body<"recall">["reason"]): Case {
  const open = current.orders.filter((order) =>
    order.measure === "preserve" ? isPreserving(current) : current.status === "served",
  );
  return open.reduce((before, { digest, provider }) => {
    send(context, provider, "recall", before.ref, { order: digest, reason });
    return advance(before, {
      at: context.now,
      what: "order.recalled",
      by: context.config.self,
      facts: { provider },
    });
  }, current);
}

/** Both sides reckon so by themselves when the case ends: no message is needed. */
export function letGo(context: Context, current: Case): Case {
  if (!current.preservation || !isPreserving(current)) return current;
  return advance(
    current,
    { at: context.now, what: "preservation.released", by: context.config.self, facts: {} },
    {
      preservation: { ...current.preservation, state: "released" },
      clocks: stopClock(current.clocks, "preservation", context.now),
    },
  );
}

/** Whether data are kept for this case and for no other: a request that builds on it keeps them too (Art 42(8)). */
function isPreserving(current: Case): boolean {
  const state = current.preservation?.state;
  return (state === "ordered" || state === "confirmed") && !continues(current);
}

/** An item that was released but not received goes back to being held here: nobody fetches it any more. */
function withheld(current: Case): Case {
  return current.item?.state === "released"
    ? { ...current, item: { ...current.item, state: "held" } }
    : current;
}
