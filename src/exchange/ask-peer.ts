import { fromBase64, fromUtf8 } from "../base/bytes.ts";
import { parseJson } from "../base/canonical.ts";
import { streamId } from "../base/ids.ts";
import { isProblem } from "../base/problem.ts";
import { digestOf } from "../crypto/hash.ts";
import type { Kit } from "./engine.ts";
import { halt } from "./halt.ts";
import { Heard, HeardAnswer, readMessage } from "./messages.ts";
import { tryReceipt } from "./note-receipt.ts";
import { ownMessage } from "./own-keys.ts";
import { bodyOf, messageKey } from "./rows.ts";
import type { Row } from "./store-port.ts";

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

/** Questions about one stream in a row: more messages than are ever under way without a receipt. */
const QUESTIONS = 200;

/**
 * Asks a peer whether it has messages of ours that we do not know, from the first number on for which we have no receipt:
 * a number given since an old copy was started must not hide the one that was given before. If it has, the node halts.
 * Resolves with whether the peer answered, and knows nothing that we forgot.
 */
export async function askIfBehind(kit: Kit, peer: string): Promise<boolean> {
  const stream = streamId(kit.config.self, peer);
  let seq = await firstUnsure(kit, stream);
  for (let question = 0; question < QUESTIONS; question++) {
    const told = await askHeard(kit, peer, seq);
    if (told.kind === "silent") return false;
    const shown = told.kind === "nothing" ? "not-ours" : await isOurs(kit, peer, told.act);
    if (shown === "forgotten") return false;
    if (shown === "not-ours" || told.kind === "nothing") {
      kit.volatile.asked.add(peer);
      return true;
    }
    await tryReceipt(kit, shown, told.receipt);
    seq = Math.max(seq, bodyOf("outbox", shown).seq) + 1;
  }
  return false;
}

/** The lowest number of a stream of ours for which we have no receipt; the next one where all have theirs. */
async function firstUnsure(kit: Kit, stream: string): Promise<number> {
  const { store } = kit.ports;
  const head = await store.read("stream", stream);
  let first = (head ? bodyOf("stream", head).seq : 0) + 1;
  for (const status of ["unsigned", "signed", "ready"]) {
    const [row] = await store.query({ kind: "outbox", scope: stream, status, limit: 1 });
    if (row) first = Math.min(first, bodyOf("outbox", row).seq);
  }
  return first;
}

/**
 * A peer says that our message contradicts an earlier one of ours: if it can show that, we were started from an old copy.
 * Until it has answered nothing more is said to it.
 */
export async function askAboutContradiction(kit: Kit, peer: string, seq: number): Promise<void> {
  kit.volatile.asked.delete(peer);
  kit.volatile.upToDate.delete(peer);
  for (const number of [seq - 1, seq, seq + 1].filter((each) => each > 0)) {
    const told = await askHeard(kit, peer, number);
    if (told.kind === "told") await isOurs(kit, peer, told.act);
  }
}

/**
 * How an act that a peer shows stands to our own rows: the row of that message; `not-ours`; or `forgotten`, which halts
 * the node: we signed it, and our rows have no such message, or another under its number.
 */
async function isOurs(kit: Kit, peer: string, act: string): Promise<Row | "not-ours" | "forgotten"> {
  const payload = await ownMessage(kit, act);
  const message = payload && messageOf(payload, peer);
  if (!payload || !message || message.stream !== streamId(kit.config.self, peer)) return "not-ours";
  const row = await kit.ports.store.read("outbox", messageKey(message.stream, message.seq));
  if (row && bodyOf("outbox", row).digest === digestOf(payload)) return row;
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
