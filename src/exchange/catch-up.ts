import { streamId } from "../base/ids.ts";
import { isProblem } from "../base/problem.ts";
import { toMillis } from "../base/time.ts";
import { stateOf } from "../party/directory.ts";
import { askIfBehind, hasNothing } from "./ask-peer.ts";
import { receiveOnce } from "./at-the-door.ts";
import type { Config } from "./config.ts";
import type { Kit } from "./engine.ts";
import { demandStanding } from "./halt.ts";
import { bodyOf } from "./rows.ts";

/**
 * Catching up with the peers, at the start of a process and after a gap: first whether any of them has more of ours than
 * we know ourselves, and only then what we have not heard of theirs, because hearing it makes us speak.
 */

/** What came of it. */
export interface CaughtUp {
  /** Peers that did not answer, or not to the end: they are asked again by a later call. */
  unreached: string[];
  /** Messages that were taken in. */
  taken: number;
}

/** Peers asked at the same time. */
const SIDE_BY_SIDE = 8;
/** Messages asked for from one peer in one call. */
const AT_MOST = 500;
/** Answers that cannot be read after which a peer has nothing for us now. */
const PATIENCE = 16;

/** Catches up with these peers; without a list, with all this party may speak with. A halted node does nothing. */
export async function catchUp(kit: Kit, peers: readonly string[] = peersOf(kit.config)): Promise<CaughtUp> {
  const unreached = new Set<string>();
  let taken = 0;
  const miss = (peer: string) => {
    unreached.add(peer);
    noteUnheard(kit, peer);
  };
  await sideBySide(peers, async (peer) => {
    if ((await isStanding(kit)) && !(await askIfBehind(kit, peer)) && (await isStanding(kit))) miss(peer);
  });
  await sideBySide(
    peers.filter((peer) => !unreached.has(peer)),
    async (peer) => {
      if (!(await isStanding(kit))) return;
      const came = await takeInMissed(kit, peer);
      taken += came.taken;
      if (!came.whole) miss(peer);
    },
  );
  return { unreached: [...unreached], taken };
}

/** After a gap: at most once a minute for each peer, whatever it sends. */
export async function catchUpAfterGaps(kit: Kit): Promise<number> {
  const { behind, caughtUp } = kit.volatile;
  const now = toMillis(kit.ports.now());
  const due = [...behind].filter((peer) => Math.abs(now - (caughtUp.get(peer) ?? -Infinity)) >= 60_000);
  if (due.length === 0) return 0;
  for (const peer of due) {
    behind.delete(peer);
    caughtUp.set(peer, now);
  }
  return (await catchUp(kit, due)).taken;
}

/** Whom a party speaks with: a node with other nodes and its own providers, a provider with its State's node. */
function peersOf({ kind, self, state, directory }: Config): string[] {
  if (kind === "provider") return [stateOf(directory, state).node.id];
  const nodes = [...directory.states.values()].map((entry) => entry.node.id).filter((id) => id !== self);
  const { providers } = stateOf(directory, state);
  return [...nodes, ...providers.filter((each) => each.url && each.recipient).map((each) => each.id)];
}

async function isStanding(kit: Kit): Promise<boolean> {
  try {
    await demandStanding(kit);
    return true;
  } catch (error) {
    if (isProblem(error) && error.code === "node/halted") return false;
    throw error;
  }
}

/** What came of asking one peer; `whole` where it was heard to the end. */
interface Missed {
  taken: number;
  whole: boolean;
}

/** Asks for each number above the low-water mark that is not here, until the peer has no more. */
export async function takeInMissed(kit: Kit, peer: string): Promise<Missed> {
  const row = await kit.ports.store.read("stream", streamId(peer, kit.config.self));
  const head = row ? bodyOf("stream", row) : { seq: 0, ahead: [] };
  const here = new Set(head.ahead);
  const count = { taken: 0, refused: 0, unread: 0 };
  let asked = 0;
  for (let seq = head.seq + 1; asked < AT_MOST && count.unread < PATIENCE; seq++) {
    if (here.has(seq)) continue;
    asked++;
    const sealed = await askMessage(kit, peer, seq);
    if (sealed === undefined && count.unread === 0) noteHeard(kit, peer);
    if (!sealed) return { taken: count.taken, whole: sealed === undefined && count.unread === 0 };
    count[await takeIn(kit, peer, sealed)]++;
  }
  return { taken: count.taken, whole: false };
}

function noteHeard({ volatile }: Kit, peer: string): void {
  // Asked whether we are behind: a contradiction meanwhile has undone that.
  if (!volatile.asked.has(peer)) return;
  volatile.upToDate.add(peer);
  volatile.unheard.delete(peer);
}

/** Notes, for whoever looks at this party, that a peer was asked in vain. */
export function noteUnheard({ volatile }: Kit, peer: string): void {
  if (!volatile.upToDate.has(peer)) volatile.unheard.add(peer);
}

/** The sealed envelope; undefined where the peer has no such message; null where it did not answer, or not yet. */
async function askMessage(kit: Kit, peer: string, seq: number): Promise<Uint8Array | undefined | null> {
  const { wire } = kit.ports;
  if (!wire.message) return undefined;
  try {
    const { status, body } = await wire.message(peer, seq);
    if (status === 200) return body;
    return hasNothing(status) ? undefined : null;
  } catch {
    return null;
  }
}

/**
 * Refusals that do not hang on how or when a message was told again: what is refused so now was refused before, and so is
 * nothing that we forgot. Of another refusal nothing is known: the message may be one that we gave a receipt for.
 */
const AS_BEFORE =
  /^(stream|evidence|trace|json)\/|^message\/(?!from-the-future$)|^log\/(?!stale|from-future|no-|bad-signature)/;

/** Receives it like any other message; one that does not hold stops no other. */
async function takeIn(kit: Kit, peer: string, sealed: Uint8Array): Promise<"taken" | "refused" | "unread"> {
  try {
    await receiveOnce(kit, peer, sealed);
    return "taken";
  } catch (error) {
    if (!isProblem(error)) throw error;
    return AS_BEFORE.test(error.code) ? "refused" : "unread";
  }
}

async function sideBySide(peers: readonly string[], ask: (peer: string) => Promise<void>): Promise<void> {
  const left = peers[Symbol.iterator]();
  const asker = async () => {
    for (const peer of left) await ask(peer);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, asker));
}
