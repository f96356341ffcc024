import { Problem } from "../base/problem.ts";
import { askIfBehind } from "./ask-peer.ts";
import { noteUnheard, takeInMissed } from "./catch-up.ts";
import type { Kit } from "./engine.ts";
import { demandStanding, refuseIfHalted } from "./halt.ts";
import { bodyOf } from "./rows.ts";
import type { Row } from "./store-port.ts";

/**
 * A process that was just started may stand on old rows, and cannot know it. Until a party was asked, since the start,
 * what it has of ours and all that it said to us, nothing is signed for it, told to it, or done in its cases by a person:
 * a number could be given twice, a measure carried out that was called back. One that cannot be reached stops nobody else.
 */

/**
 * Hears a party again, unless that was done since this process started; who asks meanwhile waits for the same answer.
 * Resolves with whether nothing is open between us any more.
 */
export function bringUpToDate(kit: Kit, peer: string): Promise<boolean> {
  const { upToDate, catchingUp } = kit.volatile;
  if (upToDate.has(peer)) return Promise.resolve(true);
  const under = catchingUp.get(peer) ?? hear(kit, peer).finally(() => catchingUp.delete(peer));
  catchingUp.set(peer, under);
  return under;
}

async function hear(kit: Kit, peer: string): Promise<boolean> {
  await demandStanding(kit);
  const heard = (await askIfBehind(kit, peer)) && (await takeInMissed(kit, peer)).whole;
  if (!heard) noteUnheard(kit, peer);
  return heard;
}

/** The party that a message waits for: for an order the other side of its case; its receiver. Null where it may go. */
export async function waitsFor(kit: Kit, row: Row): Promise<string | null> {
  const { upToDate } = kit.volatile;
  const { to, kind, ref } = bodyOf("outbox", row);
  const of = kind === "order" ? await kit.ports.store.read("case", ref) : undefined;
  const peer = of && bodyOf("case", of).peer;
  if (peer && !upToDate.has(peer)) return peer;
  return upToDate.has(to) ? null : to;
}

/**
 * For what a person does in a case, with its other side; for a desk, with the node that served the order. Throws Problem
 * `node/catching-up` while that party has not been heard again.
 */
export async function demandUpToDate(kit: Kit, peer: string): Promise<void> {
  if (await bringUpToDate(kit, peer)) return;
  refuseIfHalted(kit);
  throw new Problem(
    "node/catching-up",
    "Since it was started, this party has not heard again from the other side what may have been said before.",
    peer,
    "Nothing was done. It asks by itself: try again when the other side has answered.",
  );
}
