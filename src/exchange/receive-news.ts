import { Problem } from "../base/problem.ts";
import { type Case, advance, startClock } from "../request/case.ts";
import { demandStep, mayStep } from "../request/steps.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { caseOf, put } from "./examine-case.ts";
import type { Message, MessageOf } from "./messages.ts";
import { letGo } from "./recall.ts";
import { armPreservationTimers } from "./receive-request.ts";
import { insert, together } from "./rows.ts";
import type { Wants } from "./store-port.ts";
import { wantsToSend } from "./streams.ts";
import { wantsToArm } from "./timers.ts";

/**
 * What the other side says about a case: its receipts, what it finds missing, its decision, preservation, released
 * evidence. Each is checked against the table of allowed steps, whatever the sender believes.
 */

export function wantsForNews(config: Config, message: Message): Partial<Wants> {
  return together(
    { locks: [`case:${message.ref}`], rows: [["case", message.ref]] },
    wantsToSend(config.self, message.from, message.ref),
    wantsToArm(message.ref),
  );
}

/** On which side of a case the receiver of each kind must stand: what the other side alone can know or decide. */
const SIDE: Partial<Record<Message["kind"], Case["side"]>> = {
  receipt: "requesting",
  deficient: "requesting",
  preservation: "requesting",
  decision: "requesting",
  nothing: "requesting",
  evidence: "requesting",
  withdrawal: "requested",
  received: "requested",
};

/**
 * The case a message speaks of, if the sender is its other side and may say this to us. Throws Problem
 * `request/not-party-to-case` or `request/wrong-side`: a requesting Party does not decide its own request.
 */
export function caseWithPeer(context: Context, message: Message): Case {
  const current = caseOf(context, message.ref);
  if (current.peer !== message.from)
    throw new Problem(
      "request/not-party-to-case",
      "The sender is not the other side of this case.",
      message.ref,
      "Only the two nodes of a case speak about it.",
    );
  if (SIDE[message.kind] !== current.side)
    throw new Problem(
      "request/wrong-side",
      `A message of kind "${message.kind}" does not come from this side of a case.`,
      message.ref,
      "Only the Party whose step it is can say so.",
    );
  return current;
}

export function receiveReceipt(context: Context, message: MessageOf<"receipt">): void {
  const current = caseWithPeer(context, message);
  const { stage } = message.body;
  const receipts = {
    ...current.receipts,
    ...(stage === "on-desk" ? { onDesk: message.created } : { opened: message.created }),
  };
  const entry = {
    at: message.created,
    what: stage === "on-desk" ? "request.on-desk" : "request.opened",
    by: message.from,
    facts: {},
  };
  // A late receipt never moves a case back: it is kept, and the status stays.
  const status =
    stage === "on-desk"
      ? mayStep(current, "register")
        ? "registered"
        : current.status
      : mayStep(current, "open")
        ? "under-review"
        : current.status;
  put(
    context,
    advance(current, entry, {
      receipts,
      status,
      owner: current.owner === "node" ? "requested-authority" : current.owner,
    }),
  );
}

export function receiveDeficient(context: Context, message: MessageOf<"deficient">): void {
  const current = caseWithPeer(context, message);
  demandStep(current, "deficient");
  const { missing } = message.body;
  put(
    context,
    advance(
      current,
      {
        at: message.created,
        what: "request.deficient",
        by: message.from,
        facts: { count: String(missing.length) },
      },
      { status: "deficient", owner: "author", missing },
    ),
  );
}

export function receivePreservation(context: Context, message: MessageOf<"preservation">): void {
  const current = caseWithPeer(context, message);
  demandStep(current, "preserve");
  const { state, expires, provider, providerReference } = message.body;
  const known = current.preservation;
  const preservation = {
    state,
    orderedAt: known?.orderedAt ?? message.created,
    confirmedAt: state === "confirmed" ? message.created : (known?.confirmedAt ?? null),
    expires,
    providerReference: providerReference ?? known?.providerReference ?? null,
    provider,
  };
  if (!known) armPreservationTimers(context, current.ref, expires);
  const clocks = startClock(current.clocks, {
    id: "preservation",
    ends: expires,
    pinpoint: current.content.basis === "budapest" ? "budapest/29(7)" : "hanoi/42(8)",
    stopped: null,
  });
  put(
    context,
    advance(
      current,
      { at: message.created, what: `preservation.${state}`, by: message.from, facts: { expires, provider } },
      { preservation, clocks },
    ),
  );
}

export function receiveDecision(context: Context, message: MessageOf<"decision">): void {
  const current = caseWithPeer(context, message);
  demandStep(current, "decide");
  const { act, ...says } = message.body;
  const granted = says.outcome === "granted";
  const status = granted ? "granted" : says.outcome === "declined" ? "declined" : current.status;
  put(
    context,
    advance(
      says.outcome === "declined" ? letGo(context, current) : current,
      {
        at: message.created,
        what: `decision.${says.outcome}`,
        by: act.signature.officer,
        facts: { grounds: says.grounds.map((each) => each.pinpoint).join(", ") },
      },
      {
        status,
        owner: granted ? "requested-authority" : says.outcome === "declined" ? "author" : current.owner,
        decision: { ...says, at: message.created, officer: act.signature.officer, signature: act.signature },
      },
    ),
  );
}

export function receiveNothing(context: Context, message: MessageOf<"nothing">): void {
  const current = caseWithPeer(context, message);
  demandStep(current, "announce");
  put(
    context,
    advance(
      current,
      { at: message.created, what: `request.${message.body.reason}`, by: message.from, facts: {} },
      { status: "nothing-held", owner: "author" },
    ),
  );
}

/** A sealed item is released to us: it is announced here, and the node begins to fetch its slices. */
export function receiveEvidence(context: Context, message: MessageOf<"evidence">): void {
  const current = caseWithPeer(context, message);
  demandStep(current, "announce");
  const { item, revealed, act } = message.body;
  insert(
    context.tx,
    "fetch",
    item.id,
    "fetches",
    { ref: current.ref, item: item.id, from: message.from, tries: 0, lastProblem: null },
    { status: "waiting", due: context.now },
  );
  context.wake("fetch");
  put(
    context,
    advance(
      current,
      {
        at: message.created,
        what: "evidence.released",
        by: act.signature.officer,
        facts: { item: item.id, size: String(item.sealed.size) },
      },
      {
        status: "released",
        owner: "node",
        revealed,
        item: {
          id: item.id,
          sealed: item.sealed,
          manifest: item.manifest,
          custody: item.custody,
          state: "announced",
          holdUntil: null,
          files: item.files,
        },
      },
    ),
  );
}
