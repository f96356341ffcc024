import { isProblem } from "../base/problem.ts";
import { peekSigners, verifyAct } from "../crypto/acts.ts";
import { keysOfParty, partyOf } from "../party/directory.ts";
import type { Kit } from "./engine.ts";

/** What was signed with this party's own keys: with those in force now, or with those that were in force then. */

/** Whether an act of ours names all the keys with which others verify our acts now. It does not verify anything. */
export function isByKeysInForce({ config, ports }: Pick<Kit, "config" | "ports">, act: string): boolean {
  const { kids } = peekSigners(act, config.self);
  return keysOfParty(partyOf(config.directory, config.self), ports.now()).every(({ kid }) =>
    kids.includes(kid),
  );
}

/**
 * The payload of a message that this party itself signed, with keys that were its own when it did; null where it did
 * not. A peer can show it what it has forgotten, and cannot invent it.
 */
export async function ownMessage({ config }: Pick<Kit, "config">, act: string): Promise<Uint8Array | null> {
  try {
    const { signedAt } = peekSigners(act, config.self);
    const keys = keysOfParty(partyOf(config.directory, config.self), signedAt);
    return (await verifyAct(act, "comity-message", keys, config.self)).payload;
  } catch (error) {
    if (isProblem(error)) return null;
    throw error;
  }
}
