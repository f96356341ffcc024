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
  /** Peers that did not answer: they are asked again by a later call. */
  unreached: string[];
  /** Messages that were taken in. */
  taken: number;
}

/** Peers asked at the same time. */
const SIDE_BY_SIDE = 8;
/** Messages taken in from one peer in one call. */
const AT_MOST = 500;
/** Refused messages in a row after which a peer has nothing for us now. */
const PATIENCE = 16;

/** Catches up with these peers; without a list, with all this party may speak with. A halted node does nothing. */
export async function catchUp(kit: Kit, peers: readonly string[] = peersOf(kit.config)): Promise<CaughtUp> {
  const unreached = new Set<string>();
  let taken = 0;
  await sideBySide(peers, async (peer) => {
    if ((await isStanding(kit)) && !(await askIfBehind(kit, peer))) unreached.add(peer);
  });
  await sideBySide(
    peers.filter((peer) => !unreached.has(peer)),
    async (peer) => {
      const count = (await isStanding(kit)) ? await takeInMissed(kit, peer) : { taken: 0, silent: false };
      taken += count.taken;
      if (count.silent) unreached.add(peer);
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

/** Asks for each number above the low-water mark that is not here, until the peer has no more. */
async function takeInMissed(kit: Kit, peer: string): Promise<{ taken: number; silent: boolean }> {
  const row = await kit.ports.store.read("stream", streamId(peer, kit.config.self));
  const head = row ? bodyOf("stream", row) : { seq: 0, ahead: [] };
  const ahead = new Set(head.ahead);
  let taken = 0;
  let refused = 0;
  for (let seq = head.seq + 1; seq <= head.seq + AT_MOST && refused < PATIENCE; seq++) {
    if (ahead.has(seq)) continue;
    const sealed = await askMessage(kit, peer, seq);
    if (!sealed) return { taken, silent: sealed === null };
    const isTaken = await takeIn(kit, peer, sealed);
    taken += isTaken ? 1 : 0;
    refused = isTaken ? 0 : refused + 1;
  }
  return { taken, silent: false };
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

/** Receives it like any other message; one that does not hold stops no other. */
async function takeIn(kit: Kit, peer: string, sealed: Uint8Array): Promise<boolean> {
  try {
    await receiveOnce(kit, peer, sealed);
    return true;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return false;
  }
}

async function sideBySide(peers: readonly string[], ask: (peer: string) => Promise<void>): Promise<void> {
  const left = peers[Symbol.iterator]();
  const asker = async () => {
    for (const peer of left) await ask(peer);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, asker));
}
