import { equalBytes, fromUtf8 } from "../../base/bytes.ts";
import { canonicalBytes } from "../../base/canonical.ts";
import { streamId } from "../../base/ids.ts";
import { Problem, isProblem } from "../../base/problem.ts";
import { verifyAct } from "../../crypto/acts.ts";
import { digestOf } from "../../crypto/hash.ts";
import type { Engine } from "../../exchange/engine.ts";
import { type Body, type MessageOf, Receipt, readMessage } from "../../exchange/messages.ts";
import { type Incoming, type OrderRow, type Outgoing, bodyOf } from "../../exchange/rows.ts";
import { peekPayload } from "../../crypto/acts.ts";
import { keysOfParty, partyOf } from "../../party/directory.ts";

/** Orders on this desk, what was signed, and what became of the answer: read from committed rows only. */

const PAGE = 200;

/** All rows of a kind, page by page. */
async function* rowsOf(engine: Engine, kind: "order" | "inbox" | "outbox", scope: string) {
  let after: string | undefined;
  for (;;) {
    const rows = await engine.ports.store.query({ kind, scope, limit: PAGE, ...(after ? { after } : {}) });
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.key;
  }
}

/** All orders, the newest first. */
export async function allOrders(engine: Engine): Promise<OrderRow[]> {
  const orders: OrderRow[] = [];
  for await (const row of rowsOf(engine, "order", "orders")) orders.push(bodyOf("order", row));
  return orders.sort((a, b) => (a.received < b.received ? 1 : a.received > b.received ? -1 : 0));
}

/** One order. Throws Problem `order/unknown`. */
export async function orderOf(engine: Engine, digest: string): Promise<OrderRow> {
  const row = await engine.ports.store.read("order", digest);
  if (row) return bodyOf("order", row);
  throw new Problem(
    "order/unknown",
    "There is no such order on this desk.",
    digest.slice(0, 24),
    "Open the list of orders again.",
  );
}

/** Whether an order waits until its node was heard again: a recall of it may have been forgotten. */
export function mustWait(engine: Engine, order: OrderRow): boolean {
  return order.state === "new" && !engine.hasHeardAgain(order.from);
}

/** Who signed an order, checked again now from the bytes that came. */
export interface Verification {
  ok: boolean;
  /** The keys of the sender that signed; empty where the signature does not hold. */
  kids: string[];
  signedAt: string | null;
  /** The signed act as it came; null where it is not here. */
  act: string | null;
  /** Stable code of what does not hold. */
  code: string | null;
}

/**
 * Verifies the signed message behind an order again: both signatures by keys of the sender that the directory listed
 * when it came, and that the signed bytes say exactly what this desk shows. Never throws for what it finds.
 */
export async function verifyOrder(engine: Engine, order: OrderRow): Promise<Verification> {
  const incoming = await incomingOf(engine, order);
  const none: Verification = { ok: false, kids: [], signedAt: null, act: incoming?.act ?? null, code: null };
  if (!incoming) return { ...none, code: "order/act-missing" };
  try {
    const sender = partyOf(engine.config.directory, order.from);
    const verified = await verifyAct(
      incoming.act,
      "comity-message",
      keysOfParty(sender, order.received),
      order.from,
    );
    if (!saysWhatIsShown(verified.payload, order)) return { ...none, code: "order/differs-from-signed" };
    return { ...none, ok: true, kids: verified.kids, signedAt: verified.signedAt };
  } catch (error) {
    if (isProblem(error)) return { ...none, code: error.code };
    throw error;
  }
}

function saysWhatIsShown(payload: Uint8Array, order: OrderRow): boolean {
  if (digestOf(payload) !== order.digest) return false;
  const message = readMessage(payload, order.from) as MessageOf<"order">;
  return (
    message.kind === "order" &&
    message.ref === order.ref &&
    equalBytes(canonicalBytes(message.body), canonicalBytes(order.body))
  );
}

async function incomingOf(engine: Engine, order: OrderRow): Promise<Incoming | null> {
  for await (const row of rowsOf(engine, "inbox", streamId(order.from, engine.config.self))) {
    const incoming = bodyOf("inbox", row);
    if (incoming.digest === order.digest) return incoming;
  }
  return null;
}

/** How the answer to an order stands with the authority. */
export interface Answer {
  state: "none" | "on-its-way" | "accepted" | "refused";
  /** Why it was refused, or the last problem on the way: a stable code. */
  code: string | null;
}

/** The answer to an order: whether the authority's node has signed a receipt for it. */
export async function answerTo(engine: Engine, order: OrderRow): Promise<Answer> {
  const found = await replyTo(engine, order);
  if (!found) return { state: "none", code: null };
  if (found.receipt === null) return { state: "on-its-way", code: found.lastProblem };
  // The engine verified the receipt's signature before it kept it.
  const receipt = Receipt.parse(JSON.parse(fromUtf8(peekPayload(found.receipt, order.from))));
  return { state: receipt.outcome, code: receipt.code };
}

async function replyTo(engine: Engine, order: OrderRow): Promise<Outgoing | null> {
  if (order.state === "new") return null;
  for await (const row of rowsOf(engine, "outbox", streamId(engine.config.self, order.from))) {
    const outgoing = bodyOf("outbox", row);
    if (outgoing.kind !== "reply" || outgoing.ref !== order.ref) continue;
    const { body } = JSON.parse(outgoing.payload) as { body: Body<"reply"> };
    if (body.order === order.digest) return outgoing;
  }
  return null;
}
