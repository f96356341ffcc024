import { isProblem } from "../base/problem.ts";
import type { Instant } from "../base/time.ts";
import type { Arrived } from "./attest.ts";
import type { Config } from "./config.ts";
import { type Context, type Wake, contextOf } from "./context.ts";
import {
  receiveOrder,
  receiveRecall,
  receiveReply,
  wantsForReply,
  wantsToTakeBack,
} from "./provider-orders.ts";
import { type Message, type Receipt } from "./messages.ts";
import {
  receiveDecision,
  receiveDeficient,
  receiveEvidence,
  receiveNothing,
  receivePreservation,
  receiveReceipt,
  wantsForNews,
} from "./receive-news.ts";
import { receiveWithdrawal, wantsForWithdrawal } from "./receive-withdrawal.ts";
import { receiveReceived } from "./release-evidence.ts";
import { receiveRequest, wantsToReceiveRequest } from "./receive-request.ts";
import { type Incoming, together } from "./rows.ts";
import type { Tx, Wants } from "./store-port.ts";
import { trial } from "./trial.ts";
import { type Arrival, arrivalOf, receive, wantsToReceive } from "./streams.ts";

/**
 * `step`: the core as one function of rows, time, event and configuration. It reads and writes only through `tx`; what
 * it returns tells the shell what to do after the commit.
 */
export type Event<T = unknown> = { decide(context: Context): T; entropy: Uint8Array };

export interface Outcome<T> {
  result: T;
  wakes: ReadonlySet<Wake>;
}

export function step<T>(tx: Tx, now: Instant, event: Event<T>, config: Config): Outcome<T> {
  const { context, wakes } = contextOf(tx, now, config, event.entropy);
  return { result: event.decide(context), wakes };
}

/** A message whose signature, mandates and trace have been verified (admit.ts), with what the shell prepared for it. */
export interface Admitted {
  message: Message;
  digest: string;
  act: string;
  trace: Incoming["trace"];
  /** Custody acts of this node for an item that came with the message. */
  attested: Arrived;
  /** The other side of the case the message speaks of; needed to load rows. */
  casePeer: string | null;
  /** Set when the officers' acts inside do not hold: the message is refused, on the record. */
  refusal: string | null;
}

export function wantsForMessage(config: Config, admitted: Admitted): Wants {
  const { message } = admitted;
  const receiving = wantsToReceive(message);
  if (message.kind === "request") return together(receiving, wantsToReceiveRequest(config, message));
  if (message.kind === "order") return together(receiving);
  if (message.kind === "recall") return together(receiving, wantsToTakeBack(message));
  if (message.kind === "withdrawal") return together(receiving, wantsForWithdrawal(config, message));
  if (message.kind === "reply")
    return together(receiving, wantsForReply(config, message.ref, admitted.casePeer ?? message.from));
  return together(receiving, wantsForNews(config, message));
}

/** What became of a message: the inbox row whose receipt answers it, or why it cannot be taken yet. */
export type Reception =
  | { kind: "received"; incoming: Incoming }
  | { kind: "duplicate"; incoming: Incoming }
  | Exclude<Arrival, { kind: "next" | "duplicate" }>;

/**
 * Takes a message in: at most once, in the order of its case, and on the record even when it is refused. A refusal changes nothing but
 * the stream; the sender learns its code from the signed receipt.
 */
export function takeMessage(context: Context, admitted: Admitted): Reception {
  const { message } = admitted;
  const arrival = arrivalOf(context, message, admitted.digest);
  if (arrival.kind === "duplicate") return arrival;
  if (arrival.kind !== "next") return arrival;
  return {
    kind: "received",
    incoming: receive(context, admitted, admitted.refusal ?? refusalOf(context, admitted)),
  };
}

/** Applies the message on trial; where it does not hold nothing of it stays, and the code is returned. */
function refusalOf(context: Context, admitted: Admitted): Receipt["code"] {
  const { tx, keep } = trial(context.tx);
  try {
    apply({ ...context, tx }, admitted);
    keep();
    return null;
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
}

function apply(context: Context, admitted: Admitted): void {
  const { message } = admitted;
  switch (message.kind) {
    case "request":
      return receiveRequest(context, message);
    case "receipt":
      return receiveReceipt(context, message);
    case "deficient":
      return receiveDeficient(context, message);
    case "preservation":
      return receivePreservation(context, message);
    case "decision":
      return receiveDecision(context, message);
    case "nothing":
      return receiveNothing(context, message);
    case "evidence":
      return receiveEvidence(context, message);
    case "received":
      return receiveReceived(context, message);
    case "withdrawal":
      return receiveWithdrawal(context, message);
    case "order":
      return receiveOrder(context, message, admitted.digest);
    case "recall":
      return receiveRecall(context, message);
    case "reply":
      return receiveReply(context, message, admitted.attested);
  }
}
