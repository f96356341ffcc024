import { randomBytes } from "node:crypto";
import { memoryBlobs } from "../src/adapters/blobs/memory-blobs.ts";
import { memoryRows, memoryStore } from "../src/adapters/database/memory.ts";
import { logKeyOf, signerOf } from "../src/adapters/keyring/keyring.ts";
import { readLaw } from "../src/adapters/law-files.ts";
import { openBytes, sealBytes } from "../src/adapters/sealing/messages.ts";
import { type World, logOrigin, makeWorld } from "../src/apps/sandbox/world.ts";
import { toBase64, utf8 } from "../src/base/bytes.ts";
import { type Json, canonicalBytes } from "../src/base/canonical.ts";
import { isProblem } from "../src/base/problem.ts";
import { type Instant, addHours, toMillis } from "../src/base/time.ts";
import { signDigest, verifyDigest } from "../src/crypto/acts.ts";
import type { Config } from "../src/exchange/config.ts";
import { type Engine, createEngine } from "../src/exchange/engine.ts";
import type { SignedOfficerAct } from "../src/exchange/messages.ts";
import { type Verb, actDigest } from "../src/exchange/officer-act.ts";
import type { CrashPoint, Ports } from "../src/exchange/ports.ts";
import type { LogPorts } from "../src/exchange/publish-log.ts";
import { leavesOf } from "../src/exchange/own-log.ts";
import type { Store } from "../src/exchange/store-port.ts";
import { parseVkey, signNote } from "../src/log/note.ts";
import {
  type WitnessState,
  decideAddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
} from "../src/log/witness.ts";
import { directoryOf } from "../src/party/directory.ts";
import type { OfficerSignature } from "../src/request/case.ts";

/**
 * The federation of the sandbox in one process, on twins in memory: three nodes, one provider's desk, three witnesses,
 * real law, real cryptography. Time stands still unless a test moves it.
 */
export interface Federation {
  world: World;
  nodes: { AL: Engine; BO: Engine; CA: Engine };
  nordrack: Engine;
  /** Which witnesses answer; tests switch them off. */
  witnessUp: boolean[];
  /** Which parties can be reached. */
  reachable: Set<string>;
  /** Each envelope that was delivered, for replaying. */
  delivered: { from: string; to: string; sealed: Uint8Array }[];
  now(): Instant;
  advance(hours: number): void;
  /** Signs an act as an officer with their sandbox key. */
  sign(officer: string, verb: Verb, subject: string, says?: Record<string, Json>): Promise<SignedOfficerAct>;
  /** Signs and carries out an act at the officer's own node. */
  act(officer: string, verb: Verb, subject: string, says?: Record<string, Json>): ReturnType<Engine["act"]>;
  /** Rounds of work at every party until nothing more happens. */
  settle(): Promise<void>;
  engineOf(party: string): Engine;
  /** Set by tests: called at each named point of a party's shell; a throw there is a crash of its process. */
  crash: { at: ((party: string, point: CrashPoint) => void) | null };
  /** A new process of a party on the rows, tiles and slices of the old one. */
  restart(party: string): void;
  /** All rows of a party as they are now. Only where rows are in memory. */
  backup(party: string): Backup;
  /** A new process of a party on an older copy of its rows; tiles, lock and slices stay as they are. */
  restore(party: string, backup: Backup): void;
}

type Backup = ReturnType<ReturnType<typeof memoryRows>["backup"]>;

export const BEGAN: Instant = "2027-07-04T03:05:00.000Z";

/** Starts it. `storeFor` may hand in real databases instead of memory. */
export async function startFederation(
  options: { storeFor?: (party: string) => Promise<Store> | Store } = {},
): Promise<Federation> {
  let time = BEGAN;
  const world = await makeWorld(
    BEGAN,
    { AL: 1, BO: 2, CA: 3, nordrack: 4, witnesses: [5, 6, 7] },
    (n) => new Uint8Array(randomBytes(n)),
  );
  const engines = new Map<string, Engine>();
  const shared = {
    law: readLaw(),
    directory: directoryOf(world.entries),
    witnessUp: [true, true, true],
    reachable: new Set(world.keyrings.keys()),
    delivered: [] as Federation["delivered"],
  };
  const witnesses = memoryWitnesses(world, shared.witnessUp, () => time);
  const crash: Federation["crash"] = { at: null };
  const starters = new Map<string, () => void>();
  const backups = new Map<string, { take(): Backup; put(backup: Backup): void }>();
  for (const party of world.keyrings.keys()) {
    let rows = memoryRows();
    let kept = (await options.storeFor?.(party)) ?? memoryStore(rows);
    // The rows may be swapped for an older copy under everything that reads them.
    const store: Store = {
      transact: (wants, decide) => kept.transact(wants, decide),
      query: (query) => kept.query(query),
      read: (kind, key) => kept.read(kind, key),
      close: () => kept.close(),
    };
    backups.set(party, {
      take: () => rows.backup(),
      put: (backup) => {
        rows = memoryRows(backup);
        kept = memoryStore(rows);
      },
    });
    const ports = portsOf(party);
    starters.set(party, () => void engines.set(party, createEngine(ports, configOf(party))));
    starters.get(party)?.();
    function configOf(self: string): Config {
      const kind = self.startsWith("node.") ? ("node" as const) : ("provider" as const);
      const state = kind === "node" ? self.slice(5).toUpperCase() : "AL";
      return {
        self,
        kind,
        state,
        directory: shared.directory,
        law: shared.law,
        freshSeconds: 86_400,
        sandbox: true,
      };
    }
    function portsOf(self: string): Ports {
      const keys = world.keyrings.get(self) as NonNullable<ReturnType<typeof world.keyrings.get>>;
      return {
        store,
        now: () => time,
        entropy: (length) => new Uint8Array(randomBytes(length)),
        sign: signerOf(keys),
        seal: sealBytes,
        open: (sealed) => openBytes(sealed, [keys.age.identity]),
        officers: { verify: (signature, credential) => verifySandboxKey(signature, credential) },
        wire: wireOf(self, engines, shared),
        blobs: memoryBlobs(),
        point: (point) => crash.at?.(self, point),
        log: keys.log ? memoryLog(store, self, logKeyOf(keys).seed, witnesses, () => time) : null,
      };
    }
  }
  const engineOf = (party: string) => engines.get(party) as Engine;
  // They have been running for a while: each has heard the others since it was started.
  for (const engine of engines.values()) await engine.catchUp();
  const sign: Federation["sign"] = async (officer, verb, subject, says = {}) => {
    const act = new TextDecoder().decode(
      canonicalBytes({ format: "comity/officer-act/v1", verb, subject, officer, at: time, says }),
    );
    const state = officer.slice(0, 2).toUpperCase();
    const listed = world.entries
      .find((entry) => entry.state === state)
      ?.officers.find((each) => each.id === officer);
    const kid = listed?.credentials[0]?.kid ?? "unknown";
    const digest = actDigest(act);
    const proof = await signDigest(digest, world.officerKeys.get(officer) ?? {}, kid, time);
    return { act, signature: { officer, kid, kind: "sandbox-key", digest, proof } };
  };
  return {
    world,
    nodes: {
      get AL() {
        return engineOf("node.al");
      },
      get BO() {
        return engineOf("node.bo");
      },
      get CA() {
        return engineOf("node.ca");
      },
    },
    get nordrack() {
      return engineOf("nordrack");
    },
    crash,
    restart: (party) => starters.get(party)?.(),
    backup: (party) => backups.get(party)?.take() ?? [],
    restore(party, backup) {
      backups.get(party)?.put(backup);
      starters.get(party)?.();
    },
    witnessUp: shared.witnessUp,
    reachable: shared.reachable,
    delivered: shared.delivered,
    now: () => time,
    advance: (hours) => void (time = addHours(time, hours)),
    sign,
    act: async (officer, verb, subject, says) =>
      engineOf(`node.${officer.slice(0, 2)}`).act(await sign(officer, verb, subject, says)),
    async settle() {
      for (let round = 0; round < 50; round++) {
        let done = 0;
        for (const engine of engines.values()) done += (await engine.work()).done;
        if (done === 0) return;
      }
      throw new Error("the federation does not come to rest");
    },
    engineOf,
  };
}

export async function verifySandboxKey(
  signature: OfficerSignature,
  credential: { kind: string; kid: string; jwk?: Record<string, string> },
): Promise<boolean> {
  return (
    credential.kind === "sandbox-key" &&
    credential.jwk !== undefined &&
    verifyDigest(signature.proof, signature.digest, credential.jwk, credential.kid)
  );
}

function wireOf(
  self: string,
  engines: Map<string, Engine>,
  shared: Pick<Federation, "reachable" | "delivered">,
): Ports["wire"] {
  const answerOf = async (party: string, ask: (engine: Engine) => Promise<Uint8Array>) => {
    if (!shared.reachable.has(party) || !shared.reachable.has(self)) throw new Error("unreachable");
    try {
      return { status: 200, body: await ask(engines.get(party) as Engine) };
    } catch (error) {
      if (!isProblem(error)) throw error;
      const status = error.code === "stream/no-such-message" ? 404 : 422;
      return { status, body: utf8(JSON.stringify(error)) };
    }
  };
  return {
    async deliver(to, sealed) {
      if (!shared.reachable.has(to) || !shared.reachable.has(self)) throw new Error("unreachable");
      shared.delivered.push({ from: self, to, sealed });
      try {
        return { status: 200, body: utf8(await (engines.get(to) as Engine).receive(self, sealed)) };
      } catch (error) {
        if (isProblem(error)) return { status: 422, body: utf8(JSON.stringify(error)) };
        throw error;
      }
    },
    message: (from, seq) => answerOf(from, (engine) => engine.said(self, seq)),
    heard: (to, seq) => answerOf(to, async (engine) => utf8(JSON.stringify(await engine.heard(self, seq)))),
    async slice(from, _ref, digest) {
      if (!shared.reachable.has(from)) throw new Error("unreachable");
      return (engines.get(from) as Engine).ports.blobs.open(digest);
    },
  };
}

interface MemoryWitness {
  name: string;
  add(
    index: number,
    old: number,
    proof: readonly Uint8Array[],
    checkpoint: string,
  ): Promise<{ status: number; body: string }>;
}

function memoryWitnesses(world: World, up: boolean[], now: () => Instant): MemoryWitness[] {
  const logs = world.entries.map((entry) => parseVkey(entry.node.log.vkey));
  return world.witnesses.map((witness) => {
    const states = new Map<string, WitnessState>();
    return {
      name: witness.name,
      async add(index, old, proof, checkpoint) {
        if (!up[index]) throw new Error("witness down");
        const request = parseAddCheckpoint(formatAddCheckpoint(old, proof.map(toBase64), checkpoint));
        const answer = decideAddCheckpoint(
          { name: witness.name, seed: witness.seed, logs },
          states.get(request.origin),
          request,
          Math.floor(toMillis(now()) / 1000),
        );
        if (answer.next) states.set(request.origin, answer.next);
        return { status: answer.status, body: answer.body };
      },
    };
  });
}

/** The log of a node in memory: tiles, lock and published checkpoint, over the leaves of its rows. */
function memoryLog(
  store: Store,
  self: string,
  seed: Uint8Array,
  witnesses: readonly MemoryWitness[],
  now: () => Instant,
): LogPorts {
  const tiles = new Map<string, Uint8Array>();
  let lock: string | undefined;
  let published: string | undefined;
  return {
    ...leavesOf(store),
    tiles: {
      read: async (path) => tiles.get(path),
      write: async (path, bytes) => void tiles.set(path, bytes),
    },
    lock: {
      load: async () => lock,
      swap: async (expected, next) => {
        if (lock !== expected) return false;
        lock = next;
        return true;
      },
    },
    publish: async (checkpoint) => void (published = checkpoint),
    published: async () => published,
    sign: async (text) => signNote(text, logOrigin(self.slice(5)), seed),
    witnesses: witnesses.map((witness, index) => ({
      name: `w${index + 1}`,
      add: (old, proof, checkpoint) => witness.add(index, old, proof, checkpoint),
    })),
    now: () => toMillis(now()),
  };
}
