import { type Instant, toInstant, toMillis } from "../base/time.ts";

/**
 * The clock of this machine, or in a sandbox one that began at a set instant. `COMITY_SANDBOX_EPOCH` says at which
 * instant the sandbox began and at which real millisecond that was: `2027-07-04T03:05:00.000Z,1795500000000`.
 */
export function clockFromEnv(env: Record<string, string | undefined>): () => number {
  const epoch = env["COMITY_SANDBOX_EPOCH"];
  if (!epoch) return () => Date.now();
  const [began = "", real = ""] = epoch.split(",");
  const offset = toMillis(began) - Number(real);
  return () => Date.now() + offset;
}

/** A sandbox clock that can be moved forward, so that a remedy window of days can end while one watches. */
export interface MovableClock {
  now(): number;
  instant(): Instant;
  advance(milliseconds: number): void;
}

/** A clock over another, with what has been advanced. */
export function movableClock(base: () => number): MovableClock {
  let ahead = 0;
  return {
    now: () => base() + ahead,
    instant: () => toInstant(base() + ahead),
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError("a clock never goes back");
      ahead += milliseconds;
    },
  };
}
