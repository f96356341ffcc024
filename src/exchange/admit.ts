import { fromBase64, fromUtf8 } from "../base/bytes.ts";
import { canonicalBytes, parseJson } from "../base/canonical.ts";
import { streamId } from "../base/ids.ts";
import { Problem, isProblem } from "../base/problem.ts";
import { addHours, toMillis } from "../base/time.ts";
import { verifyAct } from "../crypto/acts.ts";
import { digestOf } from "../crypto/hash.ts";
import { makeLeaf } from "../log/leaf.ts";
import { verifyReceipt } from "../log/receipt.ts";
import { type Mandate, type Party, keysOfParty, officerOf, partyOf } from "../party/directory.ts";
import type { Case } from "../request/case.ts";
import { attestArrival } from "./attest.ts";
import type { Config } from "./config.ts";
import { logOf } from "./log-of.ts";
import { Envelope, type Message, type SignedOfficerAct, readMessage } from "./messages.ts";
import { type OfficerAct, checkOfficerAct } from "./officer-act.ts";
import type { Ports } from "./ports.ts";
import type { Admitted } from "./step.ts";

/** The most bytes a sealed envelope may have; evidence itself travels in slices. */
export const ENVELOPE_LIMIT = 4_000_000;

/**
 * The door. In this order and no other: open the seal, verify the signature over the exact bytes, only then read them,
 * check who speaks to whom, check the witnessed trace, check the officers behind it. What fails before the trace is
 * refused to the sender's face and leaves a line without content; what fails after it is refused on the record.
 */
export async function admit(
  ports: Ports,
  config: Config,
  from: string,
  sealed: Uint8Array,
): Promise<Admitted> {
  const sender = partyOf(config.directory, from);
  const envelope = readEnvelope(await ports.open(sealed), from);
  const { payload } = await verifyAct(envelope.act, "comity-message", keysOfParty(sender, ports.now()), from);
  const message = readMessage(payload, from);
  demandAddressed(config, message, from, ports.now());
  demandKind(config, sender, message);
  demandTrace(ports, config, sender, envelope, payload);
  demandListed(sender, message);
  const refusal = await refusalOfActs(ports, config, sender, message);
  const known = message.kind === "reply" ? await ports.store.read("case", message.ref) : undefined;
  const attested =
    refusal === null && message.kind === "reply" && message.body.kind === "produced"
      ? await attestArrival(ports, config, message)
      : { acts: [], holdUntil: null };
  return {
    message,
    digest: digestOf(payload),
    act: envelope.act,
    trace: envelope.trace,
    attested,
    casePeer: known ? (known.body as unknown as Case).peer : null,
    refusal,
  };
}

function readEnvelope(bytes: Uint8Array, from: string): Envelope {
  const parsed = Envelope.safeParse(parseJson(bytes, from));
  if (!parsed.success)
    throw new Problem(
      "message/malformed",
      "This is not an envelope of the exchange.",
      from,
      "Compare it with spec/exchange.md.",
    );
  return parsed.data;
}

function demandAddressed(config: Config, message: Message, from: string, now: string): void {
  if (message.from !== from || message.to !== config.self || message.stream !== streamId(from, config.self)) {
    throw new Problem(
      "message/misdirected",
      "The message names another sender, receiver or stream than the way it came.",
      from,
      "Send it to the node it is addressed to, under your own name.",
    );
  }
  if (message.created > addHours(now, 1))
    throw new Problem(
      "message/from-the-future",
      "The message is dated more than an hour ahead of this node's clock.",
      from,
      "Check both clocks.",
    );
}

/** Orders go from a State's node to its own providers and replies come back; everything else goes between nodes. */
function demandKind(config: Config, sender: Party, message: Message): void {
  const own = sender.entry.state === config.state;
  const fits =
    message.kind === "order" || message.kind === "recall"
      ? config.kind === "provider" && sender.kind === "node" && own
      : message.kind === "reply"
        ? config.kind === "node" && sender.kind === "provider" && own
        : config.kind === "node" && sender.kind === "node";
  if (fits) return;
  throw new Problem(
    "message/wrong-party",
    `A message of kind "${message.kind}" does not go from this sender to this receiver.`,
    sender.id,
    "Orders and their recall go from a State's node to its own providers, replies come back from them.",
  );
}

/** No trace, no cooperation: a witnessed proof that the sender's log holds a commitment to exactly these bytes. */
function demandTrace(
  ports: Ports,
  config: Config,
  sender: Party,
  envelope: Envelope,
  payload: Uint8Array,
): void {
  if (sender.kind === "provider") return;
  if (!envelope.trace)
    throw new Problem(
      "trace/missing",
      "The message comes without a proof of its trace in the sender's public log.",
      sender.id,
      "Log it, gather the witnesses, and send it with the proof.",
    );
  const { origin, policy, ownWitnesses } = logOf(sender.entry);
  verifyReceipt({
    proofText: envelope.trace.proof,
    leaf: makeLeaf(fromBase64(envelope.trace.seed), payload),
    policy,
    own: ownWitnesses,
    origin,
    now: toMillis(ports.now()),
    maxAgeSeconds: config.freshSeconds,
  });
}

const ACTS: Partial<Record<Message["kind"], { verb: string; mandate: Mandate }>> = {
  deficient: { verb: "mark-deficient", mandate: "examine" },
  decision: { verb: "decide-request", mandate: "decide" },
  evidence: { verb: "release-evidence", mandate: "release" },
  withdrawal: { verb: "withdraw-request", mandate: "approve" },
};

/**
 * Throws Problem `party/unknown-officer` where our list of the sender's State does not name an officer at all: it may be
 * older than the message, which then comes again when the newer one is here. Refused on the record it would be lost.
 */
function demandListed(sender: Party, message: Message): void {
  const { body } = message;
  const acts = message.kind === "request" ? [message.body.author, message.body.approver] : [];
  if (ACTS[message.kind] && "act" in body) acts.push(body.act);
  const { officers } = sender.entry;
  for (const { signature } of acts)
    if (!officers.some(({ id }) => id === signature.officer))
      throw new Problem(
        "party/unknown-officer",
        "The list that is here of the sender's State does not name this officer.",
        sender.id,
        "The message is tried again by itself: bring the newest list to the receiver.",
      );
}

/** Checks the officers' acts a message carries by the sender's own list; null where all hold, else the code. */
async function refusalOfActs(
  ports: Ports,
  config: Config,
  sender: Party,
  message: Message,
): Promise<string | null> {
  const check = async (signed: SignedOfficerAct, mandate: Mandate) => {
    const checked = await checkOfficerAct(signed, mandate, sender.entry, config, ports.officers);
    demandTimely(checked.act, message);
    // In force then, and still in force when the message was made: a withdrawn key cannot date itself back. A node whose
    // clock is some minutes behind dates its message before the act: who came into office in between is in office.
    const { officer, at } = checked.act;
    officerOf(sender.entry, officer, at > message.created ? at : message.created);
    return checked;
  };
  try {
    if (message.kind === "request") {
      await check(message.body.author, "draft");
      await check(message.body.approver, "approve");
    }
    const wanted = ACTS[message.kind];
    if (wanted && "act" in message.body) {
      const { act } = await check(message.body.act, wanted.mandate);
      if (act.verb !== wanted.verb || act.subject !== message.ref || !saysTheSame(message, act.says)) {
        throw new Problem(
          "act/not-this-message",
          "The officer's act is for something else than the message says.",
          message.ref,
          "Sign the message as it is sent.",
        );
      }
    }
    return null;
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
}

/** Days between an officer's act and the message that carries it: a draft may wait for its approver, not for ever. */
const ACT_DAYS = 30;

/** Throws Problem `act/untimely` where an act is dated after the message that carries it, or long before. */
function demandTimely(act: OfficerAct, message: Message): void {
  if (act.at <= addHours(message.created, 0.1) && act.at >= addHours(message.created, -24 * ACT_DAYS)) return;
  throw new Problem(
    "act/untimely",
    "The officer's act is not from the time of the message that carries it.",
    message.ref,
    "Sign it again and send it at once.",
  );
}

/** Whether the message says nothing but what the officer signed. */
function saysTheSame(message: Message, says: Record<string, unknown>): boolean {
  if (message.kind === "evidence")
    return says["item"] === message.body.item.id && says["sealed"] === message.body.item.sealed.digest;
  const { act: _act, ...rest } = message.body as Record<string, unknown>;
  return fromUtf8(canonicalBytes(rest)) === fromUtf8(canonicalBytes(says));
}
