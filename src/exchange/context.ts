import { hkdf } from "../crypto/hash.ts";
import type { Instant } from "../base/time.ts";
import type { Config } from "./config.ts";
import type { Tx } from "./store-port.ts";

/** Something the shell is told to look at after the commit. Only a hint: on boot it looks at everything. */
export type Wake = "outbox" | "log" | "timers" | "fetch";

/** What a verb is handed: the rows, the time, the configuration, and chance drawn before it began. */
export interface Context {
  tx: Tx;
  now: Instant;
  config: Config;
  /** 32 bytes for a purpose, all derived from the event's own entropy: the same event gives the same bytes. */
  chance(label: string): Uint8Array;
  wake(what: Wake): void;
}

/** A context over a transaction; `entropy` is at least 32 bytes that nobody else has seen. */
export function contextOf(
  tx: Tx,
  now: Instant,
  config: Config,
  entropy: Uint8Array,
): { context: Context; wakes: Set<Wake> } {
  const wakes = new Set<Wake>();
  return {
    wakes,
    context: {
      tx,
      now,
      config,
      chance: (label) => hkdf(entropy, `comity/chance/${label}`),
      wake: (what) => void wakes.add(what),
    },
  };
}
