import type { Json } from "../base/canonical.ts";
import type { Instant } from "../base/time.ts";
import type { Case } from "../request/case.ts";
import type { RequestContent } from "../request/content.ts";
import type { Body, SignedOfficerAct } from "./messages.ts";
import type { Row, Tx, Wants } from "./store-port.ts";

/** The kinds of rows and what their bodies hold. Keys and scopes are made here and nowhere else. */

/** What an officer is writing, before it has a reference. */
export interface Draft {
  id: string;
  content: RequestContent;
  officer: string;
  state: "editing" | "submitted" | "sent";
  saved: Instant;
  /** The author's signed act, once submitted for approval. */
  submitted: SignedOfficerAct | null;
  /** Notes of approvers who sent it back. */
  returned: { at: Instant; officer: string; note: string }[];
  /** The shared reference it was sent under. */
  ref: string | null;
}

/** Head of a stream, outgoing or incoming. */
export interface StreamHead {
  /** Outgoing: the last number given. Incoming: the low-water mark, up to which every number was received. */
  seq: number;
  /** Outgoing: digest of the last message. Incoming: null, because each inbox row has its own. */
  digest: string | null;
  /** Incoming: numbers above the mark that were received, ascending; at most `WINDOW` of them. */
  ahead: number[];
}

/** What one case last said in an outgoing stream: the numbers that its next message comes after. */
export interface Thread {
  /** One number; two where a withdrawal went out, which waits for nothing and so stands beside the rest. */
  heads: number[];
}

/** A message that must reach its receiver. */
export interface Outgoing {
  stream: string;
  seq: number;
  to: string;
  kind: string;
  ref: string;
  /** Numbers of this stream whose receipts must be here before this message is sent. */
  after: number[];
  /** Canonical payload as text. */
  payload: string;
  digest: string;
  /** Leaf in our log, and the seed of its commitment (base64); null for a provider's desk, which keeps no log. */
  leaf: { index: number; seed: string } | null;
  act: string | null;
  /** The sealed envelope (base64), the same bytes at each try. */
  sealed: string | null;
  tries: number;
  /** When it was last put on the line, where that matters (an order); null before. */
  tried: Instant | null;
  lastProblem: string | null;
  receipt: string | null;
}

/** A message that came, and the receipt that answers it and each of its duplicates. */
export interface Incoming {
  stream: string;
  seq: number;
  digest: string;
  /** Digest of the message before it in the stream, as it says. */
  prev: string | null;
  ref: string;
  kind: string;
  act: string;
  /** The sender's trace as it came, for a court; null from a provider. */
  trace: { seed: string; proof: string } | null;
  receipt: { payload: string; act: string | null };
}

/** A leaf of this node's log before and after publication. */
export interface LeafRow {
  index: number;
  /** base64 of the 33 bytes that are published. */
  leaf: string;
  /** What the leaf commits to: digest of the event; the event itself lies with its message. */
  event: string;
}

/** Size of the log as committed, and as published with a quorum of witnesses. */
export interface LogHead {
  size: number;
}
export interface Published {
  size: number;
  checkpoint: string;
  at: Instant;
}

/** An order as a provider's desk sees it. */
export interface OrderRow {
  digest: string;
  ref: string;
  from: string;
  received: Instant;
  body: Body<"order">;
  state: "new" | "preserved" | "produced" | "cannot" | "recalled";
  providerReference: string | null;
  itemId: string | null;
  settled: Instant | null;
  /** Set when the authority called the order back: nothing more is done about it. */
  recalled: { at: Instant; reason: Body<"recall">["reason"] } | null;
}

/** A withdrawal whose request has not come: kept for ever, so that the request counts as withdrawn when it comes. */
export interface Tombstone {
  ref: string;
  from: string;
  at: Instant;
  officer: string;
  reason: string;
}

/** Something due at an instant. */
export interface Timer {
  what: "hold-ends" | "preservation-alarm" | "preservation-ends";
  ref: string;
}

/** Evidence that is released to us and still to be fetched. */
export interface Fetch {
  ref: string;
  item: string;
  from: string;
  tries: number;
  lastProblem: string | null;
}

/** A message that contradicts its stream: the exact signed act, as evidence against whoever signed both. */
export interface Conflict {
  at: Instant;
  stream: string;
  seq: number;
  digest: string;
  act: string;
}

/** A message that was refused, kept on the record without content. */
export interface Refusal {
  /** When it last happened, and how often: one line per sender and code, so that a hostile peer cannot fill the disk. */
  at: Instant;
  count: number;
  from: string;
  /** Digest of the sealed bytes that came last. */
  digest: string;
  code: string;
}

interface Bodies {
  draft: Draft;
  case: Case;
  stream: StreamHead;
  thread: Thread;
  outbox: Outgoing;
  inbox: Incoming;
  leaf: LeafRow;
  log: LogHead;
  published: Published;
  count: { count: number };
  order: OrderRow;
  tombstone: Tombstone;
  timer: Timer;
  fetch: Fetch;
  refusal: Refusal;
  conflict: Conflict;
  access: { at: Instant; officer: string; ref: string; why: string };
}
export type Kind = keyof Bodies;
/** The body of a row, or undefined. */
export function read<K extends Kind>(tx: Tx, kind: K, key: string): Bodies[K] | undefined {
  return tx.get(kind, key)?.body as Bodies[K] | undefined;
}

/** The body of a row that came from a query. */
export function bodyOf<K extends Kind>(_kind: K, row: Row): Bodies[K] {
  return row.body as unknown as Bodies[K];
}

interface Beside {
  status?: string | null;
  due?: Instant | null;
}

/** Writes a row whole. */
export function write<K extends Kind>(
  tx: Tx,
  kind: K,
  key: string,
  scope: string,
  body: Bodies[K],
  beside: Beside = {},
): void {
  tx.put(rowOf(kind, key, scope, body, beside));
}

/** Inserts a row that must be new. */
export function insert<K extends Kind>(
  tx: Tx,
  kind: K,
  key: string,
  scope: string,
  body: Bodies[K],
  beside: Beside = {},
): void {
  tx.insert(rowOf(kind, key, scope, body, beside));
}

function rowOf<K extends Kind>(kind: K, key: string, scope: string, body: Bodies[K], beside: Beside): Row {
  return {
    kind,
    key,
    scope,
    status: beside.status ?? null,
    due: beside.due ?? null,
    body: body as unknown as Json,
  };
}

/** A number as part of a key, so that keys sort as numbers do. */
export function padded(number: number): string {
  return String(number).padStart(12, "0");
}

/** Key of message `seq` of a stream, in outbox and inbox. */
export function messageKey(stream: string, seq: number): string {
  return `${stream}/${padded(seq)}`;
}

/** Key of what a case last said in a stream. */
export function threadKey(stream: string, ref: string): string {
  return `${stream}/${ref}`;
}

/** Wants joined. */
export function together(...wants: readonly Partial<Wants>[]): Wants {
  return {
    locks: wants.flatMap((each) => each.locks ?? []),
    rows: wants.flatMap((each) => each.rows ?? []),
    scopes: wants.flatMap((each) => each.scopes ?? []),
  };
}
