import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyFile } from "../src/adapters/keyring/keyring.ts";
import { logKeyOf, signerOf } from "../src/adapters/keyring/keyring.ts";
import { logOrigin } from "../src/apps/sandbox/world.ts";
import { isProblem } from "../src/base/problem.ts";
import { toInstant } from "../src/base/time.ts";
import { verifyDigest } from "../src/crypto/acts.ts";
import type { Config } from "../src/exchange/config.ts";
import type { Ports } from "../src/exchange/ports.ts";
import { parseVkey, signNote } from "../src/log/note.ts";
import { directoryOf, type StateEntry } from "../src/party/directory.ts";
import { type Allowed, type Faults, type FaultKind, type Mix, drawMix, faultsOf } from "./faults/mix.ts";
import { type SimulatedDatabase, openSimulatedDatabase } from "./database/simulated-disk.ts";
import { type Operator, operatorOf } from "./faults/operator.ts";
import { type Agenda, agendaFrom } from "./kernel/agenda.ts";
import { type Random, randomOf } from "./kernel/random.ts";
import { THREAD } from "./kernel/outside.ts";
import type { Settler } from "./kernel/settle.ts";
import { type Trace, traceOf } from "./kernel/trace.ts";
import type { Level } from "./levels/level.ts";
import { sealerOf } from "./levels/seal.ts";
import { INVARIANTS } from "./oracle/invariants.ts";
import { type Oracle, oracleOf } from "./oracle/oracle.ts";
import { type People, peopleOf } from "./people/people.ts";
import { type ForeignDesks, foreignDesks } from "./twins/foreign-desk.ts";
import { type Hostile, hostileOf } from "./twins/hostile.ts";
import { type Machine, machineOf } from "./twins/machine.ts";
import { type Network, networkOf } from "./twins/network.ts";
import { type SimWitness, simWitness } from "./twins/witnesses.ts";
import { type SimWorld, makeStates } from "./world/states.ts";

/** What makes a run: with the same plan everything happens again. */
export interface Plan {
  seed: number;
  nodes: number;
  level: Level;
  /** Whether rows lie in embedded PostgreSQL on a simulated disk. */
  database: boolean;
  /** Length of the fault phase, in simulated days. */
  days: number;
  /** Requests a node writes in a simulated day, on average. */
  requestsPerDay: number;
  /** Only these kinds of fault; all where null. */
  only: ReadonlySet<FaultKind> | null;
  /** Only these strikes, when a failing run is being reduced; all where null. */
  allowed: Allowed;
}

/** The whole simulated world. */
export interface Sim {
  readonly plan: Plan;
  readonly agenda: Agenda;
  readonly random: Random;
  /** What people decide by. */
  readonly chance: Random;
  readonly trace: Trace;
  readonly faults: Faults;
  readonly oracle: Oracle;
  readonly network: Network;
  readonly settle: Settler;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly witnesses: readonly SimWitness[];
  readonly people: People;
  readonly operator: Operator;
  readonly hostile: Hostile;
  readonly foreign: ForeignDesks;
  /** The world on paper, as it stands now. */
  world: SimWorld;
  commits: number;
  crypto: {
    sign(keys: KeyFile): Ports["sign"];
    seal: Ports["seal"];
    open(sealed: Uint8Array, identities: readonly string[]): Promise<Uint8Array>;
    verifyOfficer: Ports["officers"]["verify"];
  };
  /** Opens a machine's database, at the level that has one. */
  openDatabase(party: string): Promise<SimulatedDatabase>;
  /** Closes what was opened. */
  end(): Promise<void>;
  configOf(machine: Machine): Config;
  /** The keys a machine signs with now: those that were carried to it. */
  keysOf(party: string): KeyFile;
  carryKeys(party: string): void;
  identitiesOf(party: string): readonly string[];
  signNote(machine: Machine, text: string): Promise<string>;
  /** A machine learns of a State's newest list. */
  learn(machine: Machine, entry: StateEntry): boolean;
  /** An error that reached the shell: its own faults count against the program. */
  noteFault(party: string, error: unknown): void;
}

/** Faults that are the twin's own: the real database shows its faults by power cuts. */
const NOT_WITH_A_DATABASE: readonly FaultKind[] = [
  "disk lied",
  "old backup mounted",
  "desk forgot what it heard last",
  "node forgot what it heard last",
  "disk error",
  "disk slow",
];

function without(kinds: readonly FaultKind[], mix: Mix): Mix {
  return new Map([...mix].map(([kind, rate]) => [kind, kinds.includes(kind) ? 0 : rate]));
}

/** When every simulated world begins. */
export const BEGAN = Date.parse("2027-07-04T03:05:00.000Z");

export async function simOf(plan: Plan): Promise<Sim> {
  const random = randomOf(plan.seed);
  const agenda = agendaFrom(BEGAN);
  const trace = traceOf();
  const settle = THREAD;
  const faults = faultsOf({
    mix: without(plan.database ? NOT_WITH_A_DATABASE : [], drawMix(random.fork("mix"), plan.only)),
    random: random.fork("faults"),
    allowed: plan.allowed,
    now: () => agenda.now,
    onStrike: ({ kind, nth, at, where }) => trace.note(at, where, `${kind} #${nth}`),
  });
  const oracle = oracleOf(
    INVARIANTS.map((make) => make()),
    () => agenda.now,
  );
  const keysRandom = random.fork("world");
  const world = await makeStates({
    nodes: plan.nodes,
    level: plan.level,
    began: toInstant(BEGAN),
    entropy: (length) => keysRandom.bytes(length),
  });
  const machines = new Map<string, Machine>();
  const databases: SimulatedDatabase[] = [];
  let folder: string | null = null;
  const views = new Map<string, Map<string, StateEntry>>();
  const directories = new Map<string, Config["directory"]>();
  const carried = new Map(world.keyrings);
  const { seal, open } = sealerOf(plan.level);
  const logs = world.entries.map((entry) => parseVkey(entry.node.log.vkey));
  const shared = directoryOf(world.entries);
  const sim: Sim = {
    plan,
    agenda,
    random,
    chance: random.fork("people"),
    trace,
    faults,
    oracle,
    settle,
    machines,
    world,
    commits: 0,
    network: networkOf({
      agenda,
      faults,
      random: random.fork("network"),
      overheard: (from, to, bytes) => oracle.tell({ what: "overheard", at: agenda.now, from, to, bytes }),
    }),
    witnesses: world.witnesses.map(({ name, seed }) =>
      simWitness({
        name,
        seed,
        logs,
        agenda,
        faults,
        random: random.fork(`witness/${name}`),
        seen: (origin, old, size, root) =>
          oracle.tell({ what: "witnessed", at: agenda.now, witness: name, origin, old, size, root }),
      }),
    ),
    crypto: {
      sign: signerOf,
      seal,
      open,
      verifyOfficer: async ({ proof, digest }, credential) =>
        credential.kind === "sandbox-key" && verifyDigest(proof, digest, credential.jwk, credential.kid),
    },
    async openDatabase(party) {
      folder ??= await mkdtemp(join(tmpdir(), "comity-sim-"));
      const database = await openSimulatedDatabase({
        seed: plan.seed,
        node: party,
        folder: join(folder, party),
        template: join(folder, "template"),
      });
      databases.push(database);
      return database;
    },
    async end() {
      for (const database of databases) await database.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    },
    configOf: ({ party, kind, state }) => ({
      self: party,
      kind,
      state,
      directory: directoryFor(party),
      law: world.law,
      freshSeconds: 86_400,
      sandbox: true,
    }),
    keysOf: (party) => carried.get(party) as KeyFile,
    carryKeys: (party) => void carried.set(party, sim.world.keyrings.get(party) as KeyFile),
    identitiesOf: (party) => sim.world.identities.get(party) ?? [],
    signNote: async (machine, text) => {
      const note = signNote(text, logOrigin(machine.state), logKeyOf(sim.keysOf(machine.party)).seed);
      oracle.tell({
        what: "checkpoint",
        at: agenda.now,
        party: machine.party,
        origin: logOrigin(machine.state),
        text,
        halted: Boolean(machine.process?.halted),
      });
      return note;
    },
    learn(machine, entry) {
      const view = views.get(machine.party) ?? new Map(world.entries.map((each) => [each.state, each]));
      if ((view.get(entry.state)?.sequence ?? 0) >= entry.sequence) return false;
      views.set(machine.party, view.set(entry.state, entry));
      directories.delete(machine.party);
      oracle.tell({
        what: "list learned",
        at: agenda.now,
        party: machine.party,
        state: entry.state,
        keys: new Map([
          [entry.node.id, inForceOf(entry.node.actKeys)],
          ...entry.providers.map((each) => [each.id, inForceOf(each.keys)] as const),
        ]),
      });
      return true;
    },
    noteFault(party, error) {
      if (isProblem(error) || !(error instanceof Error)) return;
      if (/^(disk|log disk|database|no answer|nobody listens|the witness|slice refused)/.test(error.message))
        return;
      oracle.fault(`${party}: ${error.stack ?? error.message}`);
    },
    // The people and the operator need the world they act in: they come into it last.
    people: null as never,
    operator: null as never,
    hostile: null as never,
    foreign: null as never,
  };
  function directoryFor(party: string): Config["directory"] {
    const view = views.get(party);
    if (!view) return shared;
    const known = directories.get(party) ?? directoryOf([...view.values()]);
    directories.set(party, known);
    return known;
  }
  Object.assign(sim, {
    people: peopleOf(sim),
    operator: operatorOf(sim),
    hostile: hostileOf(sim),
    foreign: foreignDesks(sim),
  });
  for (const entry of world.entries) {
    machines.set(entry.node.id, machineOf(sim, entry.node.id, "node", entry.state));
    for (const { id } of entry.providers) machines.set(id, machineOf(sim, id, "provider", entry.state));
  }
  return sim;
}

/** The ids of the keys that have no end. */
function inForceOf(keys: readonly { kid: string; until: string | null }[]): string[] {
  return keys.filter((key) => key.until === null).map((key) => key.kid);
}
