import { Problem } from "../../base/problem.ts";
import { type Instant, toMillis } from "../../base/time.ts";

const LIMIT = 20;
const WINDOW_MS = 60_000;
const CLIENTS = 10_000;

/**
 * Counts attempts per client: at most 20 a minute. It lives in memory, because it only saves work: what an attacker
 * would have to guess (80 bits behind a count of five kept in the code's own row, or a signature) needs no limit.
 */
export function attempts(now: () => Instant): { demand(client: string): void } {
  const byClient = new Map<string, { since: number; count: number }>();
  return {
    /** Throws Problem `account/too-many-attempts`. */
    demand(client) {
      const at = toMillis(now());
      const last = byClient.get(client);
      const current = last && at - last.since < WINDOW_MS ? last : { since: at, count: 0 };
      current.count += 1;
      byClient.delete(client);
      byClient.set(client, current);
      // The client not seen for longest goes first, so memory stays bounded.
      if (byClient.size > CLIENTS) byClient.delete(byClient.keys().next().value as string);
      if (current.count <= LIMIT) return;
      throw new Problem(
        "account/too-many-attempts",
        "There were too many attempts from this address.",
        "account",
        "Wait a minute, then try again.",
      );
    },
  };
}
