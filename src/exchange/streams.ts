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
  write,
} from "./rows.ts";
import type { Wants } from "./store-port.ts";

/**
 * One stream per ordered pair, gapless, chained by digest: the outbox and inbox rows of a message lie in the
 * transaction of the change of state they belong to (reliability: exactly once in effect).
 */

/** What speaking to a party takes. */
export function wantsToSend(self: string, to: string): Partial<Wants> {
  const stream = streamId(self, to);
  return {
    locks: [`stream:${stream}`, "log"],
    rows: [
      ["stream", stream],
      ["log", "head"],
    ],
  };
}

/** What hearing message `seq` from a party takes. */
export function wantsToReceive(self: string, from: string, seq: number): Partial<Wants> {
  const stream = streamId(from, self);
  return {
    locks: [`stream:${stream}`, "log"],
    rows: [
      ["stream", stream],
      ["inbox", messageKey(stream, seq)],
      ["log", "head"],
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
  const head: StreamHead = read(tx, "stream", stream) ?? { seq: 0, digest: null };
  const seq = head.seq + 1;
  const message = {
    format: "comity/message/v1",
    kind,
    from: config.self,
    to,
    stream,
    seq,
    prev: head.digest,
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
    payload: fromUtf8(payload),
    digest,
    leaf,
    act: null,
    sealed: null,
    tries: 0,
    lastProblem: null,
    receipt: null,
  };
  insert(tx, "outbox", messageKey(stream, seq), stream, row, { status: "unsigned", due: now });
  write(tx, "stream", stream, "streams", { seq, digest });
  context.wake("outbox");
  return row;
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
  | { kind: "gap"; expected: number }
  | { kind: "broken-chain"; expected: string | null };

/** Judges a message's number and digest against the stream. Decides nothing else. */
export function arrivalOf(context: Context, message: Message, digest: string): Arrival {
  const known = read(context.tx, "inbox", messageKey(message.stream, message.seq));
  if (known)
    return known.digest === digest
      ? { kind: "duplicate", incoming: known }
      : { kind: "conflict", incoming: known };
  const head: StreamHead = read(context.tx, "stream", message.stream) ?? { seq: 0, digest: null };
  if (message.seq !== head.seq + 1) return { kind: "gap", expected: head.seq + 1 };
  if (message.prev !== head.digest) return { kind: "broken-chain", expected: head.digest };
  return { kind: "next" };
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
    ref: message.ref,
    kind: message.kind,
    act,
    trace,
    receipt: { payload: fromUtf8(canonicalBytes(receipt)), act: null },
  };
  insert(tx, "inbox", messageKey(message.stream, message.seq), message.stream, incoming);
  write(tx, "stream", message.stream, "streams", { seq: message.seq, digest });
  return incoming;
}

/** The event a receiver logs: that a message with this digest was received, and when. */
function receivedEvent(digest: string, at: string): Uint8Array {
  return canonicalBytes({ format: "comity/event/v1", what: "received", digest, at });
}
