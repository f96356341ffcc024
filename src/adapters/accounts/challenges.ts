import { type Instant, addHours } from "../../base/time.ts";
import type { Tx } from "../../exchange/store-port.ts";
import { rowKey } from "./deps.ts";
import { TICKET_HOURS } from "./secrets.ts";

const KIND = "account-challenge";

/**
 * Challenges serve once. Until it is used a challenge exists only in the signed ticket of its page, so that opening
 * pages writes no rows; the row is made, in the transaction of what the challenge was good for, when it is used.
 */
export const challenges = {
  /** The row a transaction must want in order to use a challenge. */
  wants(challenge: string): readonly [kind: string, key: string] {
    return [KIND, rowKey(challenge)];
  },
  /** Uses the challenge; false when it has been used before. */
  use(tx: Tx, challenge: string, now: Instant): boolean {
    const key = rowKey(challenge);
    if (tx.get(KIND, key)) return false;
    const body = { used: now, expires: addHours(now, TICKET_HOURS) };
    tx.put({ kind: KIND, key, scope: "account", status: "used", due: null, body });
    return true;
  },
};
