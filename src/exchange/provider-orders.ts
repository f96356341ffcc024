import { Problem } from "../base/problem.ts";
import { type Case, advance, startClock } from "../request/case.ts";
import { demandStep } from "../request/steps.ts";
import type { Arrived } from "./attest.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { caseOf, put } from "./examine-case.ts";
import type { Body, EvidenceItem, MessageOf } from "./messages.ts";
import { type OrderRow, insert, read, together, write } from "./rows.ts";
import type { Wants } from "./store-port.ts";
import { send, wantsToSend } from "./streams.ts";
import { armTimer, wantsToArm } from "./timers.ts";

/**
 * Between a node and a provider. The order is a message like any other, so the provider can verify who signed it, on
 * which authority, and that it left a public trace. The reply is signed by the provider as an institution: nobody of
 * its staff is named.
 */

// ---- At the provider's desk ----

/** Puts an order on the provider's desk. */
export function receiveOrder(context: Context, message: MessageOf<"order">, digest: string): void {
  const row: OrderRow = {
    digest,
    ref: message.ref,
    from: message.from,
    received: context.now,
    body: message.body,
    state: "new",
    providerReference: null,
    itemId: null,
    settled: null,
    recalled: null,
  };
  insert(context.tx, "order", digest, "orders", row, { status: "new" });
}

export function wantsToTakeBack(message: MessageOf<"recall">): Partial<Wants> {
  const { order } = message.body;
  return { locks: [`order:${order}`], rows: [["order", order]] };
}

/** The authority calls an order back: it is carried out no further, and data kept for it may go. */
export function receiveRecall(context: Context, message: MessageOf<"recall">): void {
  const { order: digest, reason } = message.body;
  const order = read(context.tx, "order", digest);
  if (!order || order.from !== message.from || order.ref !== message.ref)
    throw new Problem(
      "order/unknown",
      "There is no such order on this desk.",
      digest.slice(0, 24),
      "Recall an order under its own reference, from the node that served it.",
    );
  if (order.recalled) return;
  const next: OrderRow = { ...order, state: "recalled", recalled: { at: context.now, reason } };
  write(context.tx, "order", digest, "orders", next, { status: "recalled" });
}

export function wantsToReply(config: Config, order: OrderRow): Wants {
  return together(
    { locks: [`order:${order.digest}`], rows: [["order", order.digest]] },
    wantsToSend(config.self, order.from, order.ref),
  );
}

/** The provider answers an order. The same answer twice is one answer; another one is refused. */
export function replyToOrder(context: Context, digest: string, reply: Body<"reply">): OrderRow {
  const order = read(context.tx, "order", digest);
  if (!order)
    throw new Problem(
      "order/unknown",
      "There is no such order on this desk.",
      digest.slice(0, 24),
      "Open the list of orders again.",
    );
  const state = reply.kind === "preserved" ? "preserved" : reply.kind === "produced" ? "produced" : "cannot";
  if (order.state === state) return order;
  if (order.state === "recalled")
    throw new Problem(
      "order/recalled",
      "The authority has called this order back: no answer is taken any more.",
      order.ref,
      "Do nothing more about it, and let go of data that you kept for it alone.",
    );
  if (order.state !== "new")
    throw new Problem(
      "order/answered",
      "This order has been answered already.",
      order.ref,
      "Write to the authority if the answer was wrong.",
    );
  if ((reply.kind === "preserved") !== (order.body.measure === "preserve") && reply.kind !== "cannot") {
    throw new Problem(
      "order/wrong-answer",
      `An order to ${order.body.measure} is not answered with "${reply.kind}".`,
      order.ref,
      "Choose the answer that fits the order.",
    );
  }
  send(context, order.from, "reply", order.ref, reply);
  const next: OrderRow = {
    ...order,
    state,
    settled: context.now,
    providerReference: reply.kind === "preserved" ? reply.providerReference : null,
    itemId: reply.kind === "produced" ? reply.item.id : null,
  };
  write(context.tx, "order", digest, "orders", next, { status: state });
  return next;
}

// ---- At the requested Party's node ----

export function wantsForReply(config: Config, ref: string, peer: string): Partial<Wants> {
  return together(
    { locks: [`case:${ref}`], rows: [["case", ref]] },
    wantsToSend(config.self, peer, ref),
    wantsToArm(ref),
  );
}

/** What a provider answered. `attested` holds this node's own custody acts for an item that came. */
export function receiveReply(context: Context, message: MessageOf<"reply">, attested: Arrived): void {
  const current = caseOf(context, message.ref);
  if (current.side !== "requested")
    throw new Problem(
      "request/not-party-to-case",
      "No order was served in this case.",
      message.ref,
      "Answer the order under its own reference.",
    );
  const { body } = message;
  demandServedOn(current, message.from, body);
  if (body.kind === "preserved") return preserved(context, current, body.providerReference, message.from);
  if (body.kind === "produced") return produced(context, current, body.item, message.from, attested);
  return cannot(context, current, message.from, body.reason);
}

/** Throws Problem `order/not-served` unless exactly this order was served on exactly this provider. */
function demandServedOn(current: Case, from: string, body: Body<"reply">): void {
  const order = current.orders.find((each) => each.digest === body.order && each.provider === from);
  const fits =
    body.kind === "cannot" || order?.measure === (body.kind === "preserved" ? "preserve" : "produce");
  if (!order || !fits)
    throw new Problem(
      "order/not-served",
      "No such order was served on this party.",
      current.ref,
      "Answer an order under its own reference, from the provider it was served on.",
    );
}

/** Throws Problem `request/step-not-allowed` where the data were let go: an answer that crossed the recall is late. */
function demandNotLetGo(current: Case): void {
  if (current.preservation?.state !== "released") return;
  throw new Problem(
    "request/step-not-allowed",
    "The order was called back before this answer came.",
    current.ref,
    "Do nothing more about it, and let go of data that you kept for it alone.",
  );
}

function preserved(context: Context, current: Case, providerReference: string, provider: string): void {
  demandStep(current, "preserve");
  demandNotLetGo(current);
  if (!current.preservation)
    throw new Problem(
      "request/no-preservation",
      "Preservation was not ordered in this case.",
      current.ref,
      "Answer the order under its own reference.",
    );
  const preservation = {
    ...current.preservation,
    state: "confirmed" as const,
    confirmedAt: context.now,
    providerReference,
  };
  send(context, current.peer, "preservation", current.ref, {
    state: "confirmed",
    expires: preservation.expires,
    provider,
    providerReference,
  });
  put(
    context,
    advance(
      current,
      {
        at: context.now,
        what: "preservation.confirmed",
        by: provider,
        facts: { expires: preservation.expires, providerReference },
      },
      { preservation },
    ),
  );
}

function produced(
  context: Context,
  current: Case,
  item: EvidenceItem,
  provider: string,
  attested: Arrived,
): void {
  demandStep(current, "produce");
  const { acts, holdUntil } = attested;
  if (holdUntil) armTimer(context, { what: "hold-ends", ref: current.ref }, holdUntil);
  const clocks = holdUntil
    ? startClock(current.clocks, {
        id: "hold",
        ends: holdUntil,
        pinpoint: `sheet/${current.requested}`,
        stopped: null,
      })
    : current.clocks;
  const arrived = advance(
    { ...current, clocks },
    {
      at: context.now,
      what: "evidence.produced",
      by: provider,
      facts: { item: item.id, size: String(item.sealed.size) },
    },
    { status: "produced" },
  );
  put(
    context,
    advance(
      arrived,
      {
        at: context.now,
        what: "evidence.held",
        by: context.config.self,
        facts: { until: holdUntil ?? "not known" },
      },
      {
        status: "held",
        owner: holdUntil ? "node" : "releaser",
        item: {
          id: item.id,
          sealed: item.sealed,
          manifest: item.manifest,
          custody: [...item.custody, ...acts],
          state: "held",
          holdUntil,
          files: item.files,
        },
      },
    ),
  );
}

function cannot(context: Context, current: Case, provider: string, reason: string): void {
  if (current.content.measure === "preservation" && current.preservation) {
    demandStep(current, "preserve");
    demandNotLetGo(current);
    send(context, current.peer, "preservation", current.ref, {
      state: "cannot",
      expires: current.preservation.expires,
      provider,
      providerReference: null,
    });
    put(
      context,
      advance(
        current,
        { at: context.now, what: "preservation.cannot", by: provider, facts: { reason } },
        { preservation: { ...current.preservation, state: "cannot" }, owner: "examiner" },
      ),
    );
    return;
  }
  demandStep(current, "produce");
  send(context, current.peer, "nothing", current.ref, {
    reason: reason === "no-account" || reason === "out-of-retention" ? "nothing-held" : "cannot-comply",
  });
  put(
    context,
    advance(
      current,
      { at: context.now, what: "order.cannot", by: provider, facts: { reason } },
      { status: "nothing-held", owner: "nobody" },
    ),
  );
}

/**
 * Hours of the remedy window for a measure, by the requested Party's own sheet. Null where the sheet does not say: then
 * the item is held until the releasing officer has answered in writing which remedy there is.
 */
export function holdHours(config: Config, current: Case): number | null {
  return config.law.sheets[config.state]?.remedyWindowHours?.[current.content.measure] ?? null;
}
