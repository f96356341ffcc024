import { fromUtf8, toBase64 } from "../base/bytes.ts";
import { canonicalBytes } from "../base/canonical.ts";
import { streamId } from "../base/ids.ts";
import { digestOf } from "../crypto/hash.ts";
import { makeLeaf } from "../log/leaf.ts";
import type { Context } from "./context.ts";
import { type Body, type Message, type MessageKind, type Receipt, messageBytes } from "./messages.ts";
import {
  type Incoming,
  type LeafRow,
  type Outgoing,
  type StreamHead,
  insert,
  messageKey,
  padded,
  read,
  threadKey,
  write,
} from "./rows.ts";
import type { Wants } from "./store-port.ts";

/**
 * One stream per ordered pair, gapless, chained by digest: the outbox and inbox rows of a message lie in the
 * transaction of the change of state they belong to (reliability: exactly once in effect). Order is kept within a case
 * and not between cases, so that one message that cannot be taken in stops its own case only.
 */

/** How far above its low-water mark a receiver takes messages in. */
export const WINDOW = 1000;

/** What speaking to a party takes, about these cases. */
export function wantsToSend(self: string, to: string, ...refs: readonly string[]): Partial<Wants> {
  const stream = streamId(self, to);
  return {
    locks: [`stream:${stream}`, "log"],
    rows: [
      ["stream", stream],
      ["log", "head"],
      ...refs.map((ref) => ["thread", threadKey(stream, ref)] as const),
    ],
  };
}

/** What hearing a message takes: its place in the stream, its neighbours, and what it comes after. */
export function wantsToReceive(message: Pick<Message, "stream" | "seq" | "after">): Partial<Wants> {
  const { stream, seq, after } = message;
  const numbers = [seq - 1, seq, seq + 1, ...after].filter((number) => number > 0);
  return {
    locks: [`stream:${stream}`, "log"],
    rows: [
      ["stream", stream],
      ["log", "head"],
      ...numbers.map((number) => ["inbox", messageKey(stream, number)] as const),
    ],
  };
}

/** Puts a message into the outbox under the next number of its stream, and its commitment into the log. */
export function send<K extends MessageKind>(
  context: Context,
  to: string,
  kind: K,
  ref: string,
  body: Body<K>,
): Outgoing {
  const { tx, config, now } = context;
  const stream = streamId(config.self, to);
  const head: StreamHead = read(tx, "stream", stream) ?? { seq: 0, digest: null, ahead: [] };
  const seq = head.seq + 1;
  const after = takePlace(context, stream, seq, { kind, ref, body });
  const message = {
    format: "comity/message/v1",
    kind,
    from: config.self,
    to,
    stream,
    seq,
    prev: head.digest,
    after,
    ref,
    created: now,
    body,
  } as unknown as Message;
  const payload = messageBytes(message);
  const digest = digestOf(payload);
  const leaf = config.kind === "node" ? appendLeaf(context, payload, `${stream}/${seq}`) : null;
  const row: Outgoing = {
    stream,
    seq,
    to,
    kind,
    ref,
    after,
    payload: fromUtf8(payload),
    digest,
    leaf,
    act: null,
    sealed: null,
    tries: 0,
    tried: null,
    lastProblem: null,
    receipt: null,
  };
  insert(tx, "outbox", messageKey(stream, seq), stream, row, { status: "unsigned", due: now });
  write(tx, "stream", stream, "streams", { seq, digest, ahead: [] });
  context.wake("outbox");
  return row;
}

/**
 * The place of message `seq` in the thread of its case: what it comes after; and the thread moves on. A request opens
 * its thread, after what the preservation it builds on said last (Art 42(8)). A withdrawal comes after nothing: it may
 * overtake the request it withdraws (Art 40(26)).
 */
function takePlace(
  context: Context,
  stream: string,
  seq: number,
  said: { kind: MessageKind; ref: string; body: unknown },
): number[] {
  const { tx } = context;
  const headsOf = (ref: string) => read(tx, "thread", threadKey(stream, ref))?.heads ?? [];
  const key = threadKey(stream, said.ref);
  if (said.kind === "request") {
    const linked = (said.body as Body<"request">).content.preservationReference;
    // Before its own thread: after lost rows a reference is given again, and a request can name itself as what it builds on.
    const before = linked ? [...headsOf(linked)] : [];
    insert(tx, "thread", key, stream, { heads: [seq] });
    return before;
  }
  const heads = headsOf(said.ref);
  const withdraws = said.kind === "withdrawal";
  write(tx, "thread", key, stream, { heads: withdraws ? [...heads, seq].slice(-2) : [seq] });
  return withdraws ? [] : heads;
}

/** Commits to an event in this node's log: a salted commitment, no content, no name. Returns index and seed. */
export function appendLeaf(
  context: Context,
  event: Uint8Array,
  label: string,
): { index: number; seed: string } {
  const { tx } = context;
  const { size } = read(tx, "log", "head") ?? { size: 0 };
  const seed = context.chance(`leaf/${label}`);
  const row: LeafRow = { index: size, leaf: toBase64(makeLeaf(seed, event)), event: digestOf(event) };
  insert(tx, "leaf", padded(size), "log", row);
  write(tx, "log", "head", "log", { size: size + 1 });
  context.wake("log");
  return { index: size, seed: toBase64(seed) };
}

/** How a message stands to what its stream has seen. */
export type Arrival =
  | { kind: "next" }
  | { kind: "duplicate"; incoming: Incoming }
  | { kind: "conflict"; incoming: Incoming }
  | { kind: "too-far"; until: number }
  | { kind: "gap"; missing: number }
  | { kind: "broken-chain" };

/** Judges a message's number, place and digest against the stream. Decides nothing else. */
export function arrivalOf(context: Context, message: Message, digest: string): Arrival {
  const { tx } = context;
  const { stream, seq } = message;
  const known = read(tx, "inbox", messageKey(stream, seq));
  if (known)
    return known.digest === digest
      ? { kind: "duplicate", incoming: known }
      : { kind: "conflict", incoming: known };
  const until = incomingHead(context, stream).seq + WINDOW;
  if (seq > until) return { kind: "too-far", until };
  const missing = message.after.find((number) => !read(tx, "inbox", messageKey(stream, number)));
  if (missing !== undefined) return { kind: "gap", missing };
  return isChained(context, message, digest) ? { kind: "next" } : { kind: "broken-chain" };
}

/** Whether the message fits the neighbours that are here already: the one before, by its `prev`, and the one after. */
function isChained(context: Context, message: Message, digest: string): boolean {
  const { stream, seq, prev } = message;
  if ((seq === 1) !== (prev === null)) return false;
  const before = seq > 1 ? read(context.tx, "inbox", messageKey(stream, seq - 1)) : undefined;
  const later = read(context.tx, "inbox", messageKey(stream, seq + 1));
  return (!before || before.digest === prev) && (!later || later.prev === digest);
}

function incomingHead(context: Context, stream: string): StreamHead {
  return read(context.tx, "stream", stream) ?? { seq: 0, digest: null, ahead: [] };
}

/** The head with one more number received: the mark rises over all that are now without a gap. */
function risen(head: StreamHead, seq: number): StreamHead {
  const ahead = new Set([...head.ahead, seq]);
  let mark = head.seq;
  while (ahead.delete(mark + 1)) mark++;
  return { seq: mark, digest: null, ahead: [...ahead].sort((a, b) => a - b) };
}

/** Writes the inbox row of a message with the receipt that will answer it, and moves the stream on. */
export function receive(
  context: Context,
  arrived: { message: Message; digest: string; act: string; trace: Incoming["trace"] },
  refusal: string | null,
): Incoming {
  const { message, digest, act, trace } = arrived;
  const { tx, now, config } = context;
  const logged =
    config.kind === "node" ? appendLeaf(context, receivedEvent(digest, now), `received/${digest}`) : null;
  const receipt: Receipt = {
    format: "comity/receipt/v1",
    stream: message.stream,
    seq: message.seq,
    digest,
    outcome: refusal === null ? "accepted" : "refused",
    code: refusal,
    ref: message.ref,
    at: now,
    logIndex: logged?.index ?? null,
  };
  const incoming: Incoming = {
    stream: message.stream,
    seq: message.seq,
    digest,
    prev: message.prev,
    ref: message.ref,
    kind: message.kind,
    act,
    trace,
    receipt: { payload: fromUtf8(canonicalBytes(receipt)), act: null },
  };
  insert(tx, "inbox", messageKey(message.stream, message.seq), message.stream, incoming);
  write(tx, "stream", message.stream, "streams", risen(incomingHead(context, message.stream), message.seq));
  return incoming;
}

/** The event a receiver logs: that a message with this digest was received, and when. */
function receivedEvent(digest: string, at: string): Uint8Array {
  return canonicalBytes({ format: "comity/event/v1", what: "received", digest, at });
}
