import { toHex } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { stateOf, type Mandate } from "../party/directory.ts";
import type { Case } from "../request/case.ts";
import type { RequestContent } from "../request/content.ts";
import { receiveOnce } from "./at-the-door.ts";
import { attestStep } from "./attest.ts";
import { type CaughtUp, catchUp } from "./catch-up.ts";
import type { Config } from "./config.ts";
import type { Context, Wake } from "./context.ts";
import {
  authoriseMeasure,
  caseOf,
  closeCase,
  decideRequest,
  markDeficient,
  openCase,
  wantsForCaseAct,
} from "./examine-case.ts";
import { demandStanding, refuseIfHalted } from "./halt.ts";
import type { Body, SignedOfficerAct } from "./messages.ts";
import { type OfficerAct, type Verb, checkOfficerAct, demandFresh, readAct } from "./officer-act.ts";
import { openLog } from "./open-log.ts";
import type { Ports } from "./ports.ts";
import { replyToOrder, wantsToReply } from "./provider-orders.ts";
import { noteOpened, releaseEvidence } from "./release-evidence.ts";
import { type Draft, type OrderRow, bodyOf, insert } from "./rows.ts";
import { heard, said } from "./retell.ts";
import { step } from "./step.ts";
import { demandUpToDate } from "./up-to-date.ts";
import type { Wants } from "./store-port.ts";
import { withdrawRequest } from "./withdraw-request.ts";
import { type Part, type WorkReport, work } from "./work.ts";
import {
  approveRequest,
  returnRequest,
  saveDraft,
  submitRequest,
  wantsForDraftAct,
  wantsToApprove,
  wantsToSaveDraft,
} from "./write-request.ts";

/**
 * The shell around the core: loads rows, calls the core in one transaction, commits, and only then acts. It holds
 * nothing that could not be rebuilt from rows: after a crash, `work` finds all there is to do.
 */
export interface Engine {
  readonly config: Config;
  readonly ports: Ports;
  saveDraft(officer: string, id: string | null, content: RequestContent): Promise<Draft>;
  /** Carries out an officer's signed act. Throws Problems; nothing is half done. */
  act(signed: SignedOfficerAct): Promise<Case | Draft>;
  /** The act "evidence opened", after the bag was opened and every file checked. */
  opened(signed: SignedOfficerAct, manifest: string, files: number): Promise<Case>;
  /** Notes that an officer looked at a case, and why: each reading is on the record (need to know). */
  noteReading(officer: string, ref: string, why: string): Promise<void>;
  /**
   * The order as it stands, for whoever is about to carry it out. Throws Problem `node/catching-up` until its node was
   * heard again since this process started: a recall may have been forgotten.
   */
  orderToCarryOut(digest: string): Promise<OrderRow>;
  /** A provider's answer to an order on this desk. Throws what `orderToCarryOut` throws. */
  reply(order: string, reply: Body<"reply">): Promise<OrderRow>;
  /** A sealed envelope from a party whose hop signature has been verified. Resolves with the signed receipt. */
  receive(from: string, sealed: Uint8Array): Promise<string>;
  /** Message `seq` of this party to `to`, sealed to it again. Throws Problem `stream/no-such-message`. */
  said(to: string, seq: number): Promise<Uint8Array>;
  /** What was received from `from` under `seq` or next above, sealed to it. Throws Problem `stream/no-such-message`. */
  heard(from: string, seq: number): Promise<{ sealed: string }>;
  /**
   * Asks the peers whether they have more of ours than we know (then the node halts) and for what we have not heard of
   * theirs. To be called at the start of a process, and again for those who did not answer. Safe at any time.
   */
  catchUp(peers?: readonly string[]): Promise<CaughtUp>;
  /** Whether a peer was heard again since this process started: what it has of ours, and all that it said to us. */
  hasHeardAgain(peer: string): boolean;
  /**
   * Does what is due: signs, logs, gathers witnesses, sends, fires timers, fetches evidence; or only a part of it. Safe at
   * any time, also one part beside the other.
   */
  work(parts?: readonly Part[]): Promise<WorkReport>;
  /** Gives a new log its first leaf; does nothing where it has one, or where the node has halted. */
  openLog(): Promise<void>;
  /** Throws Problem `node/halted` where nothing may be accepted, signed, sent or released any more. */
  demandStanding(): Promise<void>;
  /** Called after each commit with what the core wants looked at. */
  onWake(listener: (wakes: ReadonlySet<Wake>) => void): void;
}

export function createEngine(ports: Ports, config: Config): Engine {
  const listeners: ((wakes: ReadonlySet<Wake>) => void)[] = [];
  const volatile: Kit["volatile"] = {
    probed: false,
    stood: false,
    halted: null,
    silent: new Set(),
    asked: new Set(),
    upToDate: new Set(),
    catchingUp: new Map(),
    unheard: new Set(),
    behind: new Set(),
    caughtUp: new Map(),
    refusals: new Map(),
  };
  const run = async <T>(wants: Wants, decide: (context: Context) => T): Promise<T> => {
    refuseIfHalted({ volatile });
    const entropy = ports.entropy(32);
    const now = ports.now();
    ports.point?.("before-commit");
    const { result, wakes } = await ports.store.transact(wants, (tx) =>
      step(tx, now, { decide, entropy }, config),
    );
    ports.point?.("after-commit-before-reply");
    if (wakes.size) for (const listener of listeners) listener(wakes);
    return result;
  };
  const wake: Kit["wake"] = (what) => {
    for (const listener of listeners) listener(new Set([what]));
  };
  const kit: Kit = { ports, config, run, wake, volatile };
  const standing = async <T>(go: () => Promise<T>): Promise<T> => {
    await demandStanding(kit);
    return go();
  };
  return {
    config,
    ports,
    saveDraft: (officer, id, content) =>
      standing(() => run(wantsToSaveDraft(id), (context) => saveDraft(context, officer, id, content))),
    act: (signed) => standing(() => carryOut(kit, signed)),
    opened: (signed, manifest, files) => standing(() => carryOutOpened(kit, signed, manifest, files)),
    noteReading: (officer, ref, why) => standing(() => noteReading(kit, officer, ref, why)),
    orderToCarryOut: (digest) => standing(() => orderToCarryOut(kit, digest)),
    reply: (order, reply) => standing(() => replyOnce(kit, order, reply)),
    receive: (from, sealed) => standing(() => receiveOnce(kit, from, sealed)),
    said: (to, seq) => standing(() => said(kit, to, seq)),
    heard: (from, seq) => standing(() => heard(kit, from, seq)),
    catchUp: (peers) => catchUp(kit, peers),
    hasHeardAgain: (peer) => volatile.upToDate.has(peer),
    work: (parts) => work(kit, parts),
    openLog: () => openLog(kit),
    demandStanding: () => demandStanding(kit),
    onWake: (listener) => void listeners.push(listener),
  };
}

function noteReading(kit: Kit, officer: string, ref: string, why: string): Promise<void> {
  return kit.run({ locks: [], rows: [], scopes: [] }, (context) => {
    const key = `${ref}/${context.now}/${toHex(context.chance("reading")).slice(0, 12)}`;
    insert(context.tx, "access", key, `case:${ref}`, { at: context.now, officer, ref, why });
  });
}

/** What the parts of the shell share. */
export interface Kit {
  ports: Ports;
  config: Config;
  run<T>(wants: Wants, decide: (context: Context) => T): Promise<T>;
  /** Asks for a round of work soon. */
  wake(what: Wake): void;
  /** What is lost with the process and costs nothing to find again. */
  volatile: {
    /** Whether the witnesses have been asked for their newest size since this process started. */
    probed: boolean;
    /** Whether the rows have been held against the lock of the own log since this process started. */
    stood: boolean;
    /** Why the node has halted: the code; null while it works. */
    halted: string | null;
    /** Parties that did not answer the last try. */
    silent: Set<string>;
    /** Parties that have told, since this process started, that they have nothing of ours that we forgot. */
    asked: Set<string>;
    /** Parties that have moreover told all that they said to us. */
    upToDate: Set<string>;
    /** Those that are being heard again now. */
    catchingUp: Map<string, Promise<boolean>>;
    /** Those that were asked in vain since this process started. */
    unheard: Set<string>;
    /** Parties whose message had a gap before it, until they are asked for what we miss. */
    behind: Set<string>;
    /** When each of them was last asked, in milliseconds. */
    caughtUp: Map<string, number>;
    /** Refusals since a line on them was last written, by sender and code; what is not written yet may be lost. */
    refusals: Map<string, { at: number; unwritten: number }>;
  };
}

const MANDATE: Record<Verb, Mandate> = {
  "submit-request": "draft",
  "approve-request": "approve",
  "return-request": "approve",
  "withdraw-request": "approve",
  "open-case": "examine",
  "mark-deficient": "examine",
  "decide-request": "decide",
  "authorise-measure": "authorise",
  "release-evidence": "release",
  "open-evidence": "receive",
  "close-case": "examine",
};

async function carryOut(kit: Kit, signed: SignedOfficerAct): Promise<Case | Draft> {
  const { act } = await checkOwnAct(kit, signed);
  await demandOtherSide(kit, act, signed);
  switch (act.verb) {
    case "submit-request":
      return kit.run(wantsForDraftAct(act), (context) => submitRequest(context, act, signed));
    case "return-request":
      return kit.run(wantsForDraftAct(act), (context) => returnRequest(context, act));
    case "approve-request":
      return approve(kit, act, signed);
    case "release-evidence":
      return release(kit, act, signed);
    case "open-evidence":
      throw new Problem(
        "act/needs-evidence",
        "Opening evidence needs the bag itself.",
        act.subject,
        "Use the custody page.",
      );
    default:
      return onCase(kit, act, signed);
  }
}

/**
 * Throws Problem `node/catching-up` until the other side of the case was heard again. Hearing it takes time: whether the
 * officer may is asked again after it.
 */
async function demandOtherSide(kit: Kit, act: OfficerAct, signed: SignedOfficerAct): Promise<void> {
  const peer = await otherSideOf(kit, act);
  if (peer === null || kit.volatile.upToDate.has(peer)) return;
  await demandUpToDate(kit, peer);
  await checkOwnAct(kit, signed);
}

/** Whom an act speaks to; null for one about a draft that stays here. */
async function otherSideOf(kit: Kit, { verb, subject }: OfficerAct): Promise<string | null> {
  if (verb === "submit-request" || verb === "return-request") return null;
  if (verb !== "approve-request") return (await caseNow(kit, subject)).peer;
  const row = await kit.ports.store.read("draft", subject);
  return row ? stateOf(kit.config.directory, bodyOf("draft", row).content.requested).node.id : null;
}

/** Signed just now, by an enrolled officer of this State, with the mandate the verb needs. */
async function checkOwnAct(kit: Kit, signed: SignedOfficerAct): Promise<{ act: OfficerAct }> {
  const { verb } = readAct(signed.act);
  const { act } = await checkOfficerAct(
    signed,
    MANDATE[verb],
    stateOf(kit.config.directory, kit.config.state),
    kit.config,
    kit.ports.officers,
  );
  demandFresh(act, kit.ports.now());
  return { act };
}

async function approve(kit: Kit, act: OfficerAct, signed: SignedOfficerAct): Promise<Case | Draft> {
  const row = await kit.ports.store.read("draft", act.subject);
  if (!row)
    throw new Problem("request/no-draft", "There is no such draft.", act.subject, "Open your inbox again.");
  const draft = bodyOf("draft", row);
  const peer = stateOf(kit.config.directory, draft.content.requested).node.id;
  return kit.run(wantsToApprove(act, kit.config.self, draft, peer, kit.ports.now()), (context) =>
    approveRequest(context, act, signed),
  );
}

async function onCase(kit: Kit, act: OfficerAct, signed: SignedOfficerAct): Promise<Case> {
  const current = await caseNow(kit, act.subject);
  return kit.run(wantsForCaseAct(kit.config, current), (context) => {
    switch (act.verb) {
      case "open-case":
        return openCase(context, act);
      case "mark-deficient":
        return markDeficient(context, act, signed);
      case "decide-request":
        return decideRequest(context, act, signed);
      case "authorise-measure":
        return authoriseMeasure(context, act);
      case "withdraw-request":
        return withdrawRequest(context, act, signed);
      default:
        return closeCase(context, act);
    }
  });
}

/** The case as committed. Throws Problem `request/no-case`. */
export async function caseNow(kit: Pick<Kit, "ports">, ref: string): Promise<Case> {
  const row = await kit.ports.store.read("case", ref);
  if (!row)
    throw new Problem(
      "request/no-case",
      "There is no such case at this node.",
      ref.slice(0, 60),
      "Check the reference.",
    );
  return bodyOf("case", row);
}

/** The custody act is signed over the head of the chain as it stands; should the head move meanwhile, it is signed again. */
async function release(kit: Kit, act: OfficerAct, signed: SignedOfficerAct): Promise<Case> {
  return withCustody(
    kit,
    act,
    { step: "released", why: `released to ${act.subject.slice(0, 2)}` },
    (context, attested) => releaseEvidence(context, act, signed, attested),
  );
}

async function carryOutOpened(
  kit: Kit,
  signed: SignedOfficerAct,
  manifest: string,
  files: number,
): Promise<Case> {
  const { act } = await checkOwnAct(kit, signed);
  await demandOtherSide(kit, act, signed);
  const current = await caseNow(kit, act.subject);
  if (current.item?.manifest !== manifest)
    throw new Problem(
      "evidence/other-item",
      "The bag that was opened has another manifest than the item.",
      act.subject,
      "Fetch the item again.",
    );
  return withCustody(
    kit,
    act,
    { step: "opened", why: "opened; every file checked against the manifest" },
    (context, attested) => noteOpened(context, act, attested, files),
  );
}

async function withCustody(
  kit: Kit,
  act: OfficerAct,
  what: { step: "released" | "opened"; why: string },
  decide: (context: Context, attested: string) => Case,
): Promise<Case> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const current = await caseNow(kit, act.subject);
    if (!current.item)
      throw new Problem(
        "evidence/no-item",
        "There is no item in this case.",
        current.ref,
        "Open the case again.",
      );
    const chain = current.item.custody;
    const attested = await attestStep(kit.ports, kit.config, current.item, current.ref, chain, {
      ...what,
      officer: act.officer,
      until: null,
    });
    const done = await kit.run(wantsForCaseAct(kit.config, current), (context) => {
      const moved = caseOf(context, act.subject).item?.custody.length !== chain.length;
      return moved ? null : decide(context, attested);
    });
    if (done) return done;
  }
  throw new Problem(
    "evidence/custody-moved",
    "The chain of custody moved each time the step was signed.",
    act.subject,
    "Open the custody page again and repeat the act.",
  );
}

async function replyOnce(kit: Kit, digest: string, reply: Body<"reply">): Promise<OrderRow> {
  const order = await orderToCarryOut(kit, digest);
  return kit.run(wantsToReply(kit.config, order), (context) => replyToOrder(context, digest, reply));
}

/** The order as it stands after its node was heard again: what that called back while we were old is known then. */
async function orderToCarryOut(kit: Kit, digest: string): Promise<OrderRow> {
  await demandUpToDate(kit, (await orderNow(kit, digest)).from);
  return orderNow(kit, digest);
}

async function orderNow(kit: Kit, digest: string): Promise<OrderRow> {
  const row = await kit.ports.store.read("order", digest);
  if (row) return bodyOf("order", row);
  throw new Problem(
    "order/unknown",
    "There is no such order on this desk.",
    digest.slice(0, 24),
    "Open the list of orders again.",
  );
}
