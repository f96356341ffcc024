import { fromBase64, fromUtf8 } from "../base/bytes.ts";
import { parseJson } from "../base/canonical.ts";
import { streamId } from "../base/ids.ts";
import { isProblem } from "../base/problem.ts";
import { digestOf } from "../crypto/hash.ts";
import type { Kit } from "./engine.ts";
import { halt } from "./halt.ts";
import { Heard, HeardAnswer, readMessage } from "./messages.ts";
import { ownMessage } from "./own-keys.ts";
import { bodyOf, messageKey } from "./rows.ts";

/** Asking a peer what it has of ours. What it shows counts only as far as our own signature stands under it. */

/** What a peer has: `nothing` from that number on; `told`; or it did not answer in a way that says anything. */
export type Told = { kind: "told"; act: string; receipt: string } | { kind: "nothing" } | { kind: "silent" };

/** Asks a peer for what it has of our stream under a number, or next above it. Never throws for what the peer does. */
export async function askHeard(kit: Kit, peer: string, seq: number): Promise<Told> {
  const { wire, open } = kit.ports;
  if (!wire.heard) return { kind: "nothing" };
  try {
    const answer = await wire.heard(peer, seq);
    if (hasNothing(answer.status)) return { kind: "nothing" };
    if (answer.status !== 200) return { kind: "silent" };
    const { sealed } = HeardAnswer.parse(parseJson(answer.body, peer));
    const { act, receipt } = Heard.parse(JSON.parse(fromUtf8(await open(fromBase64(sealed)))));
    return { kind: "told", act, receipt };
  } catch {
    return { kind: "silent" };
  }
}

/** Statuses of a peer that has nothing, or whose program does not know the call; others say nothing about it. */
export function hasNothing(status: number): boolean {
  return [400, 404, 405, 410, 501].includes(status);
}

/**
 * Asks a peer whether it has messages of ours above the last number we know. If so we were started from an old copy, and
 * the node halts. Resolves with whether the peer answered.
 */
export async function askIfBehind(kit: Kit, peer: string): Promise<boolean> {
  const stream = streamId(kit.config.self, peer);
  // Once more where the number asked for was given meanwhile.
  for (let attempt = 0; attempt < 3; attempt++) {
    const head = await kit.ports.store.read("stream", stream);
    const told = await askHeard(kit, peer, (head ? bodyOf("stream", head).seq : 0) + 1);
    if (told.kind === "silent") return false;
    if (told.kind === "nothing" || (await isOurs(kit, peer, told.act)) !== "known") break;
  }
  kit.volatile.asked.add(peer);
  return true;
}

/** A peer says that our message contradicts an earlier one of ours: if it can show that, we were started from an old copy. */
export async function askAboutContradiction(kit: Kit, peer: string, seq: number): Promise<void> {
  for (const number of [seq - 1, seq, seq + 1].filter((each) => each > 0)) {
    const told = await askHeard(kit, peer, number);
    if (told.kind === "told") await isOurs(kit, peer, told.act);
  }
}

/**
 * How an act that a peer shows stands to our own rows: `known`, `not-ours`, or `forgotten`, which halts the node: we
 * signed it, and our rows have no such message, or another under its number.
 */
async function isOurs(kit: Kit, peer: string, act: string): Promise<"known" | "not-ours" | "forgotten"> {
  const payload = await ownMessage(kit, act);
  const message = payload && messageOf(payload, peer);
  if (!payload || !message || message.stream !== streamId(kit.config.self, peer)) return "not-ours";
  const row = await kit.ports.store.read("outbox", messageKey(message.stream, message.seq));
  if (row && bodyOf("outbox", row).digest === digestOf(payload)) return "known";
  halt(kit, "node/behind-peer");
  return "forgotten";
}

function messageOf(payload: Uint8Array, peer: string) {
  try {
    return readMessage(payload, peer);
  } catch (error) {
    if (isProblem(error)) return null;
    throw error;
  }
}
