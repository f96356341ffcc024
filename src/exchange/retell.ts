import { toBase64, utf8 } from "../base/bytes.ts";
import { canonicalBytes } from "../base/canonical.ts";
import { streamId } from "../base/ids.ts";
import { Problem } from "../base/problem.ts";
import { addHours } from "../base/time.ts";
import { makeReceipt } from "../log/prove.ts";
import { partyOf, recipientOf } from "../party/directory.ts";
import { signedReceipt } from "./at-the-door.ts";
import type { Kit } from "./engine.ts";
import type { Envelope, Heard } from "./messages.ts";
import { isByKeysInForce } from "./own-keys.ts";
import { type Incoming, type Outgoing, bodyOf, messageKey, read, together } from "./rows.ts";
import { appendLeaf } from "./streams.ts";

/**
 * Telling a peer again what was said before: what this party said to it, and what this party heard from it. That is how a
 * peer that was started from an old copy finds out what it has forgotten. Both answers are sealed to the peer.
 */

/**
 * Message `seq` that this party sent to the caller, sealed as at first, under keys in force, with a fresh proof. Throws
 * Problem `stream/no-such-message` where nothing was sent under that number, or not yet; `stream/not-ready` where the log
 * must move first for the proof to be fresh.
 */
export async function said(kit: Kit, to: string, seq: number): Promise<Uint8Array> {
  const { store } = kit.ports;
  const row = isNumber(seq)
    ? await store.read("outbox", messageKey(streamId(kit.config.self, to), seq))
    : undefined;
  const message = row && bodyOf("outbox", row);
  if (!message?.act) throw noSuchMessage(seq);
  const trace = await freshTrace(kit, message, seq);
  const envelope: Envelope = {
    format: "comity/envelope/v1",
    act: await actInForce(kit, message, message.act),
    trace,
  };
  return sealTo(kit, to, canonicalBytes(envelope));
}

function actInForce(kit: Kit, { payload }: Outgoing, act: string): Promise<string> | string {
  if (isByKeysInForce(kit, act)) return act;
  return kit.ports.sign("comity-message", utf8(payload), kit.ports.now());
}

/** Share of the time a proof may have, after which a younger one is made before it is told again. */
const YOUNG = 0.75;

async function freshTrace(kit: Kit, { leaf }: Outgoing, seq: number): Promise<Envelope["trace"]> {
  const { store, log, now } = kit.ports;
  if (!leaf || !log) return null;
  const row = await store.read("published", "head");
  const published = row && bodyOf("published", row);
  if (!published || leaf.index >= published.size) throw noSuchMessage(seq);
  if (published.at < addHours(now(), (-kit.config.freshSeconds * YOUNG) / 3600)) {
    await moveLog(kit, published.size);
    throw new Problem(
      "stream/not-ready",
      "The log moves first, so that the proof is fresh.",
      `number ${seq}`,
      "Ask again in a minute.",
    );
  }
  return { seed: leaf.seed, proof: await makeReceipt(log.tiles.read, published.checkpoint, leaf.index) };
}

/** One leaf that commits to nothing, unless the log is about to move anyway: askers cannot make it grow. */
async function moveLog(kit: Kit, published: number): Promise<void> {
  await kit.run(together({ locks: ["log"], rows: [["log", "head"]] }), (context) => {
    if ((read(context.tx, "log", "head")?.size ?? 0) > published) return;
    appendLeaf(context, context.chance("padding"), `padding/retell/${published}`);
  });
}

/**
 * What was received from the caller under `seq` or, where that is not here, under the next number that is: its act as it
 * came, and the receipt. Sealed to the caller. Throws Problem `stream/no-such-message` where there is neither.
 */
export async function heard(kit: Kit, from: string, seq: number): Promise<{ sealed: string }> {
  const incoming = isNumber(seq) ? await incomingFrom(kit, streamId(from, kit.config.self), seq) : undefined;
  if (!incoming) throw noSuchMessage(seq);
  const answer: Heard = {
    format: "comity/heard/v1",
    act: incoming.act,
    receipt: await signedReceipt(kit, incoming),
  };
  return { sealed: toBase64(await sealTo(kit, from, canonicalBytes(answer))) };
}

async function incomingFrom(kit: Kit, stream: string, seq: number): Promise<Incoming | undefined> {
  const { store } = kit.ports;
  const exact = await store.read("inbox", messageKey(stream, seq));
  if (exact) return bodyOf("inbox", exact);
  const head = await store.read("stream", stream);
  const next = head && bodyOf("stream", head).ahead.find((number) => number > seq);
  const later = next === undefined ? undefined : await store.read("inbox", messageKey(stream, next));
  return later && bodyOf("inbox", later);
}

function sealTo(kit: Kit, party: string, bytes: Uint8Array): Promise<Uint8Array> {
  return kit.ports.seal(bytes, [recipientOf(partyOf(kit.config.directory, party), kit.ports.now())]);
}

function isNumber(seq: number): boolean {
  return Number.isSafeInteger(seq) && seq > 0 && seq < 1e12;
}

function noSuchMessage(seq: number): Problem {
  return new Problem(
    "stream/no-such-message",
    "There is no such message in this stream.",
    `number ${isNumber(seq) ? seq : "malformed"}`,
    "Ask for a lower number, or wait: what is new is sent by itself.",
  );
}
