import { memoryBlobs } from "../../src/adapters/blobs/memory-blobs.ts";
import { memoryStore } from "../../src/adapters/database/memory.ts";
import { type KeyFile, logKeyOf, signerOf } from "../../src/adapters/keyring/keyring.ts";
import { logOrigin } from "../../src/apps/sandbox/world.ts";
import { toBase64, utf8 } from "../../src/base/bytes.ts";
import { type Json, canonicalBytes } from "../../src/base/canonical.ts";
import { type Instant, addHours, toMillis } from "../../src/base/time.ts";
import { signDigest, verifyDigest } from "../../src/crypto/acts.ts";
import { type Engine, createEngine } from "../../src/exchange/engine.ts";
import type { SignedOfficerAct } from "../../src/exchange/messages.ts";
import { type Verb, actDigest } from "../../src/exchange/officer-act.ts";
import { leavesOf } from "../../src/exchange/own-log.ts";
import type { Ports } from "../../src/exchange/ports.ts";
import type { LogPorts, WitnessPort } from "../../src/exchange/publish-log.ts";
import type { Store } from "../../src/exchange/store-port.ts";
import { parseVkey, signNote } from "../../src/log/note.ts";
import {
  type WitnessState,
  decideAddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
} from "../../src/log/witness.ts";
import { directoryOf } from "../../src/party/directory.ts";
import { sealerOf } from "../levels/seal.ts";
import type { SimWorld } from "./states.ts";

/**
 * A simulated world in which nothing goes wrong: every line works, time stands still unless it is moved. It shows that
 * what is made for the simulator is what the real engine takes, and what each part costs.
 */
export interface StillFederation {
  engineOf(party: string): Engine;
  now(): Instant;
  advance(hours: number): void;
  sign(officer: string, verb: Verb, subject: string, says?: Record<string, Json>): Promise<SignedOfficerAct>;
  /** An officer's act at the officer's own node. */
  act(officer: string, verb: Verb, subject: string, says?: Record<string, Json>): ReturnType<Engine["act"]>;
  /** Rounds of work at every party until nothing more happens. */
  settle(): Promise<void>;
  /** Everything that passed between two parties, as it was sent. */
  readonly passed: readonly Uint8Array[];
}

/** Starts a node and a provider for each State. */
export function stillFederation(world: SimWorld, entropy: (length: number) => Uint8Array): StillFederation {
  let time = world.began;
  const now = () => time;
  const directory = directoryOf(world.entries);
  const engines = new Map<string, Engine>();
  const engineOf = (party: string) => engines.get(party) as Engine;
  const passed: Uint8Array[] = [];
  const witnesses = witnessesOf(world, now);
  for (const entry of world.entries) {
    for (const self of [entry.node.id, ...entry.providers.map(({ id }) => id)]) {
      const kind = self === entry.node.id ? ("node" as const) : ("provider" as const);
      const ports = portsOf(world, self, { now, entropy, engineOf, passed, witnesses });
      const config = {
        self,
        kind,
        state: entry.state,
        directory,
        law: world.law,
        freshSeconds: 86_400,
        sandbox: true,
      };
      engines.set(self, createEngine(ports, config));
    }
  }
  const sign: StillFederation["sign"] = (officer, verb, subject, says = {}) =>
    signedAct(world, time, officer, { verb, subject, says });
  return {
    engineOf,
    now,
    passed,
    sign,
    advance: (hours) => void (time = addHours(time, hours)),
    act: async (officer, verb, subject, says) =>
      engineOf(`node.${officer.slice(0, 2)}`).act(await sign(officer, verb, subject, says)),
    settle: () => settle([...engines.values()]),
  };
}

async function settle(engines: readonly Engine[]): Promise<void> {
  for (let round = 0; round < 50; round++) {
    let done = 0;
    for (const engine of engines) done += (await engine.work()).done;
    if (done === 0) return;
  }
  throw new Error("the federation does not come to rest");
}

/** An officer's act with the signature of the officer's newest key. Throws RangeError for an officer not in the lists. */
export async function signedAct(
  world: SimWorld,
  at: Instant,
  officer: string,
  what: { verb: Verb; subject: string; says: Record<string, Json> },
): Promise<SignedOfficerAct> {
  const found = world.entries.flatMap((each) => each.officers).find((each) => each.id === officer);
  const kid = found?.credentials[0]?.kid;
  const key = world.officerKeys.get(officer);
  if (!kid || !key) throw new RangeError(`no officer ${officer} in this world`);
  const bytes = canonicalBytes({ format: "comity/officer-act/v1", ...what, officer, at });
  const act = new TextDecoder().decode(bytes);
  const digest = actDigest(act);
  return {
    act,
    signature: { officer, kid, kind: "sandbox-key", digest, proof: await signDigest(digest, key, kid, at) },
  };
}

interface Shared {
  now(): Instant;
  entropy(length: number): Uint8Array;
  engineOf(party: string): Engine;
  passed: Uint8Array[];
  witnesses: readonly WitnessPort[];
}

function portsOf(world: SimWorld, self: string, shared: Shared): Ports {
  const keys = world.keyrings.get(self) as KeyFile;
  const { seal, open } = sealerOf(world.level);
  const store = memoryStore();
  return {
    store,
    now: shared.now,
    entropy: shared.entropy,
    sign: signerOf(keys),
    seal,
    open: (sealed) => open(sealed, world.identities.get(self) ?? []),
    officers: {
      verify: async ({ proof, digest }, credential) =>
        credential.kind === "sandbox-key" && verifyDigest(proof, digest, credential.jwk, credential.kid),
    },
    // Nothing is ever lost here, so the ways of catching up are left out.
    wire: {
      async deliver(to, sealed) {
        shared.passed.push(sealed);
        return { status: 200, body: utf8(await shared.engineOf(to).receive(self, sealed)) };
      },
      slice: async (from, _ref, digest) => shared.engineOf(from).ports.blobs.open(digest),
    } as Ports["wire"],
    blobs: memoryBlobs(),
    log: keys.log ? memoryLog(store, self, logKeyOf(keys).seed, shared) : null,
  };
}

function witnessesOf(world: SimWorld, now: () => Instant): WitnessPort[] {
  const logs = world.entries.map((entry) => parseVkey(entry.node.log.vkey));
  return world.witnesses.map(({ name, seed }, index) => {
    const states = new Map<string, WitnessState>();
    return {
      name: `w${index + 1}`,
      async add(old, proof, checkpoint) {
        const request = parseAddCheckpoint(formatAddCheckpoint(old, proof.map(toBase64), checkpoint));
        const seconds = Math.floor(toMillis(now()) / 1000);
        const answer = decideAddCheckpoint(
          { name, seed, logs },
          states.get(request.origin),
          request,
          seconds,
        );
        if (answer.next) states.set(request.origin, answer.next);
        return { status: answer.status, body: answer.body };
      },
    };
  });
}

/** A log in memory: tiles, lock and published checkpoint, over the leaves of the rows. */
export function memoryLog(
  store: Store,
  self: string,
  seed: Uint8Array,
  { now, witnesses }: Pick<Shared, "now" | "witnesses">,
): LogPorts {
  const tiles = new Map<string, Uint8Array>();
  let lock: string | undefined;
  let published: string | undefined;
  return {
    ...leavesOf(store),
    tiles: {
      read: async (path) => tiles.get(path),
      write: async (path, bytes) => void tiles.set(path, bytes),
      remove: async (path) => void tiles.delete(path),
    },
    lock: {
      load: async () => lock,
      async swap(expected, next) {
        if (lock !== expected) return false;
        lock = next;
        return true;
      },
    },
    publish: async (checkpoint) => void (published = checkpoint),
    published: async () => published,
    sign: async (text) => signNote(text, logOrigin(self.slice("node.".length)), seed),
    witnesses,
    now: () => toMillis(now()),
  };
}
