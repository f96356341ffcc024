import { join } from "node:path";
import { signerOf } from "../../src/adapters/keyring/keyring.ts";
import type { KeyFile } from "../../src/adapters/keyring/keyring.ts";
import { memoryBlobs } from "../../src/adapters/blobs/memory-blobs.ts";
import { memoryStore } from "../../src/adapters/database/memory.ts";
import { logOrigin } from "../../src/apps/sandbox/world.ts";
import { utf8 } from "../../src/base/bytes.ts";
import { type Instant, addHours } from "../../src/base/time.ts";
import { verifyDigest } from "../../src/crypto/acts.ts";
import type { Config } from "../../src/exchange/config.ts";
import { type Engine, createEngine } from "../../src/exchange/engine.ts";
import type { Ports } from "../../src/exchange/ports.ts";
import { directoryOf } from "../../src/party/directory.ts";
import type { Random } from "../kernel/random.ts";
import { sealerOf } from "../levels/seal.ts";
import { type SimWorld, makeStates } from "../world/states.ts";
import { type StillFederation, signedAct } from "../world/still-federation.ts";
import { type StillJourney, stillJourney } from "../world/still-journey.ts";
import { type Machine, type NodeDisk, startMachine } from "./machine.ts";
import { type SteadyWitnesses, steadyWitnesses } from "./witnesses.ts";

/**
 * Two States whose nodes run the real engine on the real adapters, each on a disk whose every step is noted; their
 * providers in memory, their witnesses on machines that keep their power. Real cryptography.
 */
export interface DiskFederation extends StillFederation {
  world: SimWorld;
  witnesses: SteadyWitnesses;
  machines: readonly Machine[];
  journey: StillJourney;
  /** The engine of a node on another disk than its own: alone in the world, its calls to others fail. */
  alone(party: string, disk: NodeDisk): Engine;
  stop(): Promise<void>;
}

export interface DiskFederationPlan {
  folder: string;
  random: Random;
  asShipped: boolean;
  answersEarly: boolean;
  template: string | null;
}

const TAINT = "taint";
const BEGAN: Instant = "2027-07-04T03:05:00.000Z";

export async function startDiskFederation(plan: DiskFederationPlan): Promise<DiskFederation> {
  const entropy = (length: number): Uint8Array => plan.random.bytes(length);
  let time = BEGAN;
  const now = (): Instant => time;
  const world = await makeStates({ nodes: 2, level: "real-crypto", began: BEGAN, entropy });
  const witnesses = steadyWitnesses(world, now);
  const engines = new Map<string, Engine>();
  const engineOf = (party: string): Engine => engines.get(party) as Engine;
  const machines = await startMachines(plan, world, witnesses, now);
  const shared = { world, now, entropy };
  for (const [index, entry] of world.entries.entries()) {
    const { party, disk } = machines[index] as Machine;
    const wire = wireTo(engineOf);
    engines.set(
      party,
      createEngine({ ...commonPorts(shared, party, wire(party)), ...disk }, configOf(world, party)),
    );
    for (const { id } of entry.providers) {
      const memory = { store: memoryStore(), blobs: memoryBlobs(), log: null };
      engines.set(id, createEngine({ ...commonPorts(shared, id, wire(id)), ...memory }, configOf(world, id)));
    }
  }
  const sign: StillFederation["sign"] = (officer, verb, subject, says = {}) =>
    signedAct(world, time, officer, { verb, subject, says });
  const still: StillFederation = {
    engineOf,
    now,
    passed: [],
    sign,
    advance: (hours) => void (time = addHours(time, hours)),
    act: async (officer, verb, subject, says) =>
      engineOf(`node.${officer.slice(0, 2)}`).act(await sign(officer, verb, subject, says)),
    settle: () => settle([...engines.values()]),
  };
  return {
    ...still,
    world,
    witnesses,
    machines,
    journey: stillJourney(world, still, TAINT, entropy),
    alone: (party, disk) =>
      createEngine({ ...commonPorts(shared, party, NOBODY), ...disk }, configOf(world, party)),
    async stop() {
      for (const { recording, disk } of machines) {
        recording.stop();
        await disk.store.close();
      }
    },
  };
}

async function startMachines(
  { folder, asShipped, answersEarly, template }: DiskFederationPlan,
  world: SimWorld,
  witnesses: SteadyWitnesses,
  now: () => Instant,
): Promise<Machine[]> {
  const machines: Machine[] = [];
  for (const entry of world.entries) {
    const origin = logOrigin(entry.state);
    machines.push(
      await startMachine({
        root: join(folder, entry.node.id),
        entry,
        keys: world.keyrings.get(entry.node.id) as KeyFile,
        witnesses: (step) => witnesses.portsFor(origin, step),
        now,
        asShipped,
        answersEarly,
        // The first node makes its database; the second, as in a sandbox, copies a prepared one.
        ...(template || machines.length ? { template: template ?? join(folder, "template") } : {}),
        upkeep: { lookEvery: 20, checkpointAfter: 200_000, vacuumEvery: 3 },
      }),
    );
  }
  return machines;
}

interface Shared {
  world: SimWorld;
  now(): Instant;
  entropy(length: number): Uint8Array;
}

function commonPorts(
  { world, now, entropy }: Shared,
  self: string,
  wire: Ports["wire"],
): Omit<Ports, keyof NodeDisk> {
  const { seal, open } = sealerOf(world.level);
  return {
    now,
    entropy,
    sign: signerOf(world.keyrings.get(self) as KeyFile),
    seal,
    open: (sealed) => open(sealed, world.identities.get(self) ?? []),
    officers: {
      verify: async ({ proof, digest }, credential) =>
        credential.kind === "sandbox-key" && verifyDigest(proof, digest, credential.jwk, credential.kid),
    },
    wire,
  };
}

function configOf(world: SimWorld, self: string): Config {
  const entry = world.entries.find(
    (each) => each.node.id === self || each.providers.some(({ id }) => id === self),
  );
  if (!entry) throw new RangeError(`no party ${self} in this world`);
  return {
    self,
    kind: entry.node.id === self ? "node" : "provider",
    state: entry.state,
    directory: directoryOf(world.entries),
    law: world.law,
    freshSeconds: 86_400,
    sandbox: true,
  };
}

const wireTo =
  (engineOf: (party: string) => Engine) =>
  (self: string): Ports["wire"] => ({
    deliver: async (to, sealed) => ({ status: 200, body: utf8(await engineOf(to).receive(self, sealed)) }),
    slice: async (from, _ref, digest) => engineOf(from).ports.blobs.open(digest),
  });

const NOBODY: Ports["wire"] = {
  deliver: async () => {
    throw new Error("nobody there");
  },
  slice: async () => {
    throw new Error("nobody there");
  },
};

async function settle(engines: readonly Engine[]): Promise<void> {
  for (let round = 0; round < 50; round++) {
    let done = 0;
    for (const engine of engines) done += (await engine.work()).done;
    if (done === 0) return;
  }
  throw new Error("the federation does not come to rest");
}
