import { Problem } from "../base/problem.ts";
import { addCalendarDays } from "../base/time.ts";
import { holdersOf, stateOf } from "../party/directory.ts";
import { type Case, type Preservation, advance, startClock } from "../request/case.ts";
import { contentDigest, readContent } from "../request/content.ts";
import { opinionOf } from "../request/opinion-of.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { keepLinkedPreservation, wantsToKeep } from "./linked-preservation.ts";
import type { MessageOf } from "./messages.ts";
import { readAct } from "./officer-act.ts";
import { type Tombstone, insert, read, together } from "./rows.ts";
import type { Wants } from "./store-port.ts";
import { send, wantsToSend } from "./streams.ts";
import { armTimer, wantsToArm } from "./timers.ts";
import { demandFourEyes } from "./write-request.ts";

/**
 * The requested side, at the door: register every request under the shared reference, put it on a desk, and order
 * preservation at once where the law says shall. What has to do with disclosure waits for people.
 */

export function wantsToReceiveRequest(config: Config, message: MessageOf<"request">): Partial<Wants> {
  const provider = custodianOf(config, message.body.content);
  return together(
    wantsToSend(config.self, message.from, message.ref),
    provider ? wantsToSend(config.self, provider, message.ref) : {},
    wantsToArm(message.ref),
    {
      locks: [`case:${message.ref}`],
      rows: [
        ["case", message.ref],
        ["tombstone", message.ref],
      ],
    },
    wantsToKeep(message.body.content),
  );
}

/** Registers a request. Throws Problem where the request cannot be what it says it is; the code goes into the receipt. */
export function receiveRequest(context: Context, message: MessageOf<"request">): void {
  const { tx, config } = context;
  demandHonest(config, message);
  if (read(tx, "case", message.ref))
    throw new Problem(
      "request/reference-used",
      "This reference belongs to another request.",
      message.ref,
      "Use the next number of your stream.",
    );
  const tombstone = read(tx, "tombstone", message.ref);
  if (tombstone) return registerWithdrawn(context, registered(context, message), tombstone);
  let current = registered(context, message);
  send(context, message.from, "receipt", current.ref, { stage: "on-desk", role: "examiner" });
  current = preserveIfDue(context, current);
  insert(tx, "case", current.ref, "cases", current, { status: current.status });
  keepLinkedPreservation(context, current);
}

/** A request that was withdrawn before it came: it has its number, and nothing is ordered or put on a desk. */
function registerWithdrawn(context: Context, request: Case, tombstone: Tombstone): void {
  const { at, officer, reason } = tombstone;
  const current = advance(
    { ...request, receipts: { ...request.receipts, onDesk: null } },
    { at, what: "request.withdrawn", by: officer, facts: {} },
    { status: "withdrawn", owner: "nobody", withdrawn: { at, reason } },
  );
  insert(context.tx, "case", current.ref, "cases", current, { status: current.status });
}

/** What the sender's State says must fit the directory, the signatures and this node: the receiver does not trust. */
function demandHonest(config: Config, message: MessageOf<"request">): void {
  const { content, author, approver } = message.body;
  const sender = [...config.directory.states.values()].find((entry) => entry.node.id === message.from);
  const [from, to] = message.ref.split("-");
  if (!sender || sender.state !== content.requesting || from !== sender.state) {
    throw new Problem(
      "request/wrong-sender",
      "The request speaks for another State than the node that sent it.",
      message.from,
      "Send it from the requesting Party's own node.",
    );
  }
  if (content.requested !== config.state || to !== config.state)
    throw new Problem(
      "request/wrong-addressee",
      "The request is addressed to another State.",
      message.ref,
      "Send it to the node of the requested Party.",
    );
  readContent(content);
  demandFourEyes(author, approver);
  const digest = contentDigest(content);
  const acts = [readAct(author.act), readAct(approver.act)] as const;
  const fits =
    acts[0].verb === "submit-request" &&
    acts[1].verb === "approve-request" &&
    acts[0].subject === acts[1].subject &&
    acts.every((act) => act.says["contentDigest"] === digest);
  if (!fits)
    throw new Problem(
      "request/act-mismatch",
      "What the officers signed is not this request.",
      message.ref,
      "Sign and approve the request as it is sent.",
    );
}

function registered(context: Context, message: MessageOf<"request">): Case {
  const { now, config } = context;
  const { content } = message.body;
  const secrecy = content.confidentiality;
  const current: Case = {
    ref: message.ref,
    side: "requested",
    draft: null,
    requesting: content.requesting,
    requested: config.state,
    peer: message.from,
    content,
    contentDigest: contentDigest(content),
    status: "registered",
    since: now,
    owner: "examiner",
    author: message.body.author.signature,
    approver: message.body.approver.signature,
    receipts: { accepted: now, onDesk: now, opened: null },
    examiner: null,
    missing: [],
    preservation: null,
    decision: null,
    authority: null,
    orders: [],
    item: null,
    revealed: [],
    clocks: secrecy ? [{ id: "secrecy", ends: secrecy.until, pinpoint: "hanoi/40(20)", stopped: null }] : [],
    timeline: [{ at: message.created, what: "request.sent", by: message.from, facts: {} }],
    withdrawn: null,
  };
  return advance(current, {
    at: now,
    what: "request.registered",
    by: config.self,
    facts: { reference: message.ref },
  });
}

/**
 * Art 42(4): the requested Party shall preserve; it does not wait for a decision, a translation or a review. Where it
 * may refuse, the data are kept all the same until a person has decided: no signal delays preservation.
 */
function preserveIfDue(context: Context, current: Case): Case {
  const { config, now } = context;
  if (current.content.measure !== "preservation") return current;
  const opinion = opinionOf(current.content, now, config.law);
  const { strength } = opinion.obligation;
  const shall = strength === "shall" || strength === "may-refuse";
  const provider = custodianOf(config, current.content);
  if (!shall || !provider)
    return advance(current, {
      at: now,
      what: shall ? "preservation.no-custodian" : "preservation.waits",
      by: config.self,
      facts: {},
    });
  return orderPreservation(context, current, provider, opinion);
}

function orderPreservation(
  context: Context,
  current: Case,
  provider: string,
  opinion: ReturnType<typeof opinionOf>,
): Case {
  const { now, config } = context;
  const clock = opinion.clocks.find((each) => each.id === "preservation");
  const expires = (clock?.ends ?? addCalendarDays(now.slice(0, 10), 60)).slice(0, 10);
  const pinpoint = clock?.pinpoint ?? "hanoi/42(8)";
  const order = send(
    context,
    provider,
    "order",
    current.ref,
    orderBody(current, { measure: "preserve", preserveUntil: expires, legalBasis: pinpoint, sealTo: [] }),
  );
  const preservation: Preservation = {
    state: "ordered",
    orderedAt: now,
    confirmedAt: null,
    expires,
    providerReference: null,
    provider,
  };
  armPreservationTimers(context, current.ref, expires);
  send(context, current.peer, "preservation", current.ref, {
    state: "ordered",
    expires,
    provider,
    providerReference: null,
  });
  return advance(
    {
      ...current,
      orders: [...current.orders, { digest: order.digest, provider, measure: "preserve" as const }],
      preservation,
      clocks: startClock(current.clocks, { id: "preservation", ends: expires, pinpoint, stopped: null }),
    },
    { at: now, what: "preservation.ordered", by: config.self, facts: { expires, provider } },
  );
}

/**
 * Timers on both sides: an alarm ten days before preserved data would lapse, and the end, when their last day is over:
 * sixty days are the least (42(8)), and the hour of the order falls within that day.
 */
export function armPreservationTimers(context: Context, ref: string, expires: string): void {
  armTimer(context, { what: "preservation-alarm", ref }, `${addCalendarDays(expires, -10)}T00:00:00.000Z`);
  armTimer(context, { what: "preservation-ends", ref }, `${addCalendarDays(expires, 1)}T00:00:00.000Z`);
}

/** An order with what every order says; the measure's own parts are given. */
export function orderBody(
  current: Case,
  own: {
    measure: "preserve" | "produce";
    preserveUntil: string | null;
    legalBasis: string;
    sealTo: { state: string; recipient: string }[];
  },
): Parameters<typeof send<"order">>[4] {
  const { content, authority } = current;
  return {
    measure: own.measure,
    what: WHAT[content.measure] ?? content.measure,
    selectors: content.selectors.map(({ kind, value, port, at }) => ({
      kind,
      value,
      ...(port ? { port } : {}),
      ...(at ? { at } : {}),
    })),
    period: content.period ?? null,
    legalBasis: own.legalBasis,
    authority: authority
      ? {
          issuer: authority.issuer,
          kind: authority.kind,
          number: authority.number,
          date: authority.date,
          scope: authority.scope,
          digest: authority.digest,
        }
      : null,
    preserveUntil: own.preserveUntil,
    sealTo: own.sealTo,
    secrecyUntil: content.confidentiality?.until ?? null,
  };
}

const WHAT: Partial<Record<string, string>> = {
  preservation: "data-as-described",
  "traffic-partial": "traffic-data-identifying-providers",
  subscriber: "subscriber-information",
  "traffic-stored": "stored-traffic-data",
  "stored-data": "stored-data",
};

/**
 * Who is asked: the custodian the request names, else the provider that announced the address; only providers that have
 * a desk in the directory. Null where none can be reached this way: then a person finds another.
 */
export function custodianOf(
  config: Config,
  content: { custodian?: string | undefined; selectors: readonly { kind: string; value: string }[] },
): string | null {
  const { providers } = stateOf(config.directory, config.state);
  const own = providers.filter((each) => each.url && each.recipient);
  // Where the request names a provider, nobody else is asked in its place.
  if (providers.some((each) => each.id === content.custodian))
    return own.find((each) => each.id === content.custodian)?.id ?? null;
  for (const selector of content.selectors) {
    const holders = holdersOf(config.directory, selector.value.split(":")[0] ?? "");
    const holder = own.find((each) => holders.some((found) => found.provider.id === each.id));
    if (holder) return holder.id;
  }
  return null;
}
