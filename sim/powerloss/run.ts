import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "../../src/base/bytes.ts";
import { type Random, randomOf } from "../kernel/random.ts";
import { type Finding, examine } from "./examine.ts";
import { type DiskFederation, startDiskFederation } from "./federation.ts";
import type { Machine } from "./machine.ts";
import { memoryFolder } from "./memory-folder.ts";
import { type Phase, momentsOf } from "./moments.ts";
import { type Lie, MODELS, type Model, pageCache } from "./page-cache.ts";
import { cutMigration, cutRecovery } from "./reopening.ts";

export interface PowerLossPlan {
  seed: number;
  cuts: number;
  /** Both in turn where null. */
  model: Model | null;
  /** Rounds of requests before the cuts. */
  rounds: number;
  asShipped: boolean;
  /** Cache of prepared databases, for quick tests; without it the first node makes its own, which is noted too. */
  template: string | null;
  /** Planted bugs, to show that they would be found. */
  answersEarly: boolean;
  lies: ReadonlySet<Lie>;
  /** Moments to cut at; all in turn where null. */
  phases: readonly Phase[] | null;
}

export const USUAL: Omit<PowerLossPlan, "seed"> = {
  cuts: 20,
  model: null,
  rounds: 4,
  asShipped: false,
  template: null,
  answersEarly: false,
  lies: new Set(),
  phases: null,
};

export interface Cut extends Finding {
  party: string;
  phase: Phase;
  model: Model;
  step: number;
}

export interface PowerLossReport {
  plan: PowerLossPlan;
  cuts: Cut[];
  /** Paths at which the recorder missed a change: anything here makes the run worthless. */
  missed: string[];
  steps: number;
  transactions: number;
  seconds: number;
}

/** Runs traffic on recorded disks, cuts the power at random moments of it, and examines each image. */
export async function powerLoss(
  plan: PowerLossPlan,
  tell: (line: string) => void = () => {},
): Promise<PowerLossReport> {
  const began = performance.now();
  const folder = mkdtempSync(join(memoryFolder(), "comity-powerloss-"));
  const random = randomOf(plan.seed, "power loss");
  try {
    const { asShipped, answersEarly, template } = plan;
    const federation = await startDiskFederation({
      folder,
      random: random.fork("world"),
      asShipped,
      answersEarly,
      template,
    });
    tell("Two nodes have started on recorded disks.");
    await traffic(federation, plan.rounds, random.fork("traffic"));
    const missed = federation.machines.flatMap(missedBy);
    await federation.stop();
    tell(`Traffic is over: ${federation.machines.map(sizeOf).join("; ")}.`);
    const cuts = await cutAll(federation, plan, folder, random.fork("cuts"), tell);
    return {
      plan,
      cuts,
      missed,
      steps: sum(federation.machines, ({ recording }) => recording.steps.length),
      transactions: sum(federation.machines, ({ book }) => book.transactions.length),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sum = <T>(list: readonly T[], of: (each: T) => number): number =>
  list.reduce((total, each) => total + of(each), 0);

const sizeOf = ({ party, recording, book }: Machine): string =>
  `${party} ${recording.steps.length} steps, ${book.transactions.length} transactions`;

function missedBy({ root, recording }: Machine): string[] {
  const cache = pageCache(recording.base);
  cache.take(recording.steps);
  return cache.differsFrom(root);
}

/** Rounds of requests with everything a request can do to a disk, among rows large enough for the log to switch. */
async function traffic(
  { journey, machines, world }: DiskFederation,
  rounds: number,
  random: Random,
): Promise<void> {
  const [to, from] = world.states.map(({ code }) => code) as [string, string];
  for (let round = 0; round < rounds; round++) {
    const preserved = await journey.send(from, to, "preservation");
    await journey.preserve(to, preserved);
    const ref = await journey.send(from, to, "traffic-partial", preserved);
    await journey.grant(to, ref);
    const made = await journey.produce(to, ref);
    await journey.release(to, ref, made);
    await journey.open(from, ref, made);
    await Promise.all(machines.map((machine) => fill(machine, round, rounds, random)));
  }
}

/** The write-ahead log changes its file after 16 MiB. */
async function fill({ disk }: Machine, round: number, rounds: number, random: Random): Promise<void> {
  const pieces = Math.ceil(48 / rounds);
  for (let n = 0; n < pieces; n++) {
    const body = { text: toHex(random.bytes(200_000)) };
    const row = { kind: "filling", key: `${round}/${n}`, scope: "filling", status: null, due: null, body };
    await disk.store.transact({ locks: [], rows: [], scopes: [] }, (tx) => tx.insert(row));
  }
}

/** Cuts in the order of their steps, so that each machine's disk is replayed once. */
async function cutAll(
  federation: DiskFederation,
  plan: PowerLossPlan,
  folder: string,
  random: Random,
  tell: (line: string) => void,
): Promise<Cut[]> {
  const planned = Array.from({ length: plan.cuts }, (_, n) =>
    planCut(federation, plan, n, random.fork(`cut ${n}`)),
  );
  const caches = new Map(
    federation.machines.map((machine) => [
      machine,
      { cache: pageCache(machine.recording.base, plan.lies), at: 0 },
    ]),
  );
  const cuts: Cut[] = [];
  for (const { machine, phase, model, step, random: own } of planned.toSorted((a, b) => a.step - b.step)) {
    const disk = caches.get(machine) as { cache: ReturnType<typeof pageCache>; at: number };
    disk.cache.take(machine.recording.steps.slice(disk.at, step));
    disk.at = step;
    const image = join(folder, "image");
    disk.cache.cut(image, model, own);
    const finding = await examineAt(federation, machine, { phase, image, step, model, random: own });
    const cut: Cut = { ...finding, party: machine.party, phase, model, step };
    cuts.push(cut);
    tell(lineOf(cut, cuts.length, plan.cuts));
    rmSync(image, { recursive: true, force: true });
  }
  return cuts;
}

function planCut(federation: DiskFederation, { phases, model }: PowerLossPlan, n: number, random: Random) {
  const machine = random.pick(federation.machines);
  const moments = momentsOf(machine);
  const order: readonly Phase[] = phases ?? ORDER;
  const phase = order[n % order.length] as Phase;
  const near = moments[phase];
  const step = near.length ? random.pick(near) : random.pick(moments.traffic);
  return { machine, phase, model: model ?? (MODELS[n % MODELS.length] as Model), step, random };
}

/** One more phase than models, so that each meets each. */
const ORDER: readonly Phase[] = [
  "traffic",
  "checkpoint",
  "traffic",
  "first start",
  "log switch",
  "recovery",
  "migration",
];

async function examineAt(
  federation: DiskFederation,
  machine: Machine,
  at: { phase: Phase; image: string; step: number; model: Model; random: Random },
): Promise<Finding> {
  if (at.phase === "recovery") await cutRecovery(machine, at);
  if (at.phase === "migration") await cutMigration(at.image, at.model, at.random);
  return examine(federation, machine, at.image, at.step);
}

export function lineOf(cut: Cut, number: number, of: number): string {
  const { phase, model, party, step, verdict, why, opening } = cut;
  const where = `${String(number).padStart(3)}/${of} ${phase.padEnd(11)} ${model.padEnd(11)} ${party} step ${step}`;
  return `${where.padEnd(60)} ${verdict}${why ? `: ${why}` : ""} (${Math.round(opening)} ms)`;
}
