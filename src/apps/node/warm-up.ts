import { setImmediate as breathe } from "node:timers/promises";
import { signHop, verifyHop } from "../../adapters/hop/hop.ts";
import { hopKeysOf } from "../../adapters/keyring/keyring.ts";
import { addressOf, partyOf } from "../../party/directory.ts";
import type { OpenParty } from "./open-party.ts";
import { testOwnKeys } from "./self-test.ts";

/** Rounds after which a process is about as quick as it will be. */
const ROUNDS = 25;

export interface WarmUp {
  over(): boolean;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

/**
 * A program is slow at all it does for the first time. What every message needs (rows, signatures, envelopes) is done
 * here on nothing, at the start and beside it, so that the first request from another State is not the one that waits.
 * Nothing depends on it; what fails here fails again where it is told.
 */
export function warmUp(party: OpenParty): WarmUp {
  let [stopped, over] = [false, false];
  // Real work warms as well, and must not wait for this.
  party.engine.onWake(() => void (stopped = true));
  const rounds = async (): Promise<void> => {
    for (let round = 0; round < ROUNDS && !stopped; round++) {
      await exerciseKeys(party);
      await exerciseRows(party);
      await breathe();
    }
  };
  const done = rounds()
    .catch(() => {})
    .finally(() => void (over = true));
  return {
    over: () => over,
    async stop() {
      stopped = true;
      await done;
    },
  };
}

async function exerciseKeys({ engine, keys, now }: OpenParty): Promise<void> {
  const { directory, self } = engine.config;
  const own = partyOf(directory, self);
  await testOwnKeys(engine.ports, own);
  const request = { method: "GET", url: `${addressOf(own)}/healthz`, headers: new Headers() };
  await verifyHop(directory, { ...request, headers: await signHop(hopKeysOf(keys), request, now()) }, now());
}

/** Reads as every round of work does, and writes one row of its own, over and over. */
async function exerciseRows({ engine, now }: OpenParty): Promise<void> {
  const { store } = engine.ports;
  for (const status of ["unsigned", "signed", "ready"]) {
    await store.query({ kind: "outbox", status, limit: 1 });
    await store.query({ kind: "outbox", status, dueBy: now(), limit: 1 });
    await store.read("published", "head");
    const rows: [string, string][] = [[NAME, NAME]];
    await store.transact({ locks: [NAME], rows, scopes: rows }, (tx) => tx.put(ROW));
  }
}

const NAME = "warm-up";
const ROW = {
  kind: NAME,
  key: NAME,
  scope: NAME,
  status: null,
  due: null,
  body: { padding: "-".repeat(4000) },
};
