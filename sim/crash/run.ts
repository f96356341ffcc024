import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readDirectory } from "../../src/adapters/directory/directory-files.ts";
import { openSandbox, portsFrom } from "../../src/apps/sandbox/make.ts";
import { bundleOnce } from "../../src/apps/sandbox/supervise.ts";
import { keysOf, parsePolicy } from "../../src/log/policy.ts";
import { type Random, randomOf } from "../kernel/random.ts";
import { memoryFolder } from "../powerloss/memory-folder.ts";
import { type Book, newBook } from "./book.ts";
import { compareCases, compareLog, compareStreams, readRows } from "./inspect.ts";
import { type Offices, officesOf } from "./offices.ts";
import { freePorts } from "./ports.ts";
import { type KillPhase, type Processes, pause, processesOf } from "./processes.ts";
import { type Server, serverPrograms, startServer } from "./server.ts";
import { GivenUp, type Story, type StoryKind, tellStory } from "./stories.ts";

export type Database = "embedded" | "server" | "both";

export interface CrashPlan {
  seed: number;
  /** The run ends after so many cycles, or after so many minutes, whichever comes first. */
  cycles: number;
  minutes: number;
  database: Database;
  /** How often all parties are killed while they start for the first time. */
  firstBootKills: number;
  /** Stories told at the same time. */
  crowd: number;
  /** A planted bug: nodes answer before they commit. */
  answersEarly: boolean;
}

export const USUAL: Omit<CrashPlan, "seed"> = {
  cycles: Infinity,
  minutes: Infinity,
  database: "both",
  firstBootKills: 2,
  crowd: 4,
  answersEarly: false,
};

export interface CrashReport {
  plan: CrashPlan;
  cycles: number;
  /** Kills by process and phase. */
  kills: Record<string, Partial<Record<KillPhase, number>>>;
  stories: Partial<Record<StoryKind, number>>;
  acknowledgements: number;
  comparisons: number;
  checkpoints: number;
  violations: Book["violations"];
  /** What could not be done, and why. */
  skipped: string[];
  seconds: number;
}

const NODES = ["node.al", "node.bo"] as const;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
const PROVIDER = "nordrack";
const PARTIES = [...NODES, PROVIDER];

/** Everything a run holds. */
interface Ground {
  plan: CrashPlan;
  folder: string;
  random: Random;
  book: Book;
  processes: Processes;
  offices: Offices;
  server: Server | null;
  urls: ReadonlyMap<string, string>;
  stories: Story[];
  kills: CrashReport["kills"];
  tell(line: string): void;
}

/** Runs a federation of real processes under real requests, kills what it can, and holds what is left to the book. */
export async function crash(plan: CrashPlan, tell: (line: string) => void = () => {}): Promise<CrashReport> {
  const began = performance.now();
  const folder = mkdtempSync(join(memoryFolder(), "comity-crash-"));
  const skipped: string[] = [];
  let ground: Ground | null = null;
  let cycles = 0;
  const clear = async (): Promise<void> => {
    await ground?.processes.stop();
    await ground?.server?.stop();
    // The server runs under another account, which cannot look into a folder of ours.
    for (const each of [folder, `${folder}-server`]) rmSync(each, { recursive: true, force: true });
  };
  // Whoever interrupts the run must not find its processes still running.
  const interrupted = (): void => void clear().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    ground = await lay(plan, folder, tell, skipped);
    await killFirstBoots(ground);
    await startAll(
      ground,
      ground.processes.ids.filter((id) => id !== PARTIES[0]),
    );
    tell(`started after ${((performance.now() - began) / 1000).toFixed(0)} s`);
    cycles = await cyclesUnderLoad(ground, began);
    if (ground.book.violations.length === 0) await inspect(ground);
  } catch (error) {
    ground?.book.note("ended", error instanceof Error ? error.message : String(error));
    if (!ground) throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted);
    await clear();
  }
  return reportOf(ground, cycles, skipped, (performance.now() - began) / 1000);
}

function reportOf(
  { plan, book, kills, stories }: Ground,
  cycles: number,
  skipped: string[],
  seconds: number,
): CrashReport {
  const { acknowledgements, comparisons, violations } = book;
  const counted: CrashReport["stories"] = {};
  for (const { kind, over } of stories) if (over) counted[kind] = (counted[kind] ?? 0) + 1;
  const checkpoints = NODES.reduce((sum, node) => sum + book.checkpoints(node).size, 0);
  return {
    plan,
    cycles,
    kills,
    stories: counted,
    acknowledgements,
    comparisons,
    checkpoints,
    violations,
    skipped,
    seconds,
  };
}

async function lay(
  plan: CrashPlan,
  folder: string,
  tell: Ground["tell"],
  skipped: string[],
): Promise<Ground> {
  const firstPort = await freePorts();
  const file = await openSandbox(folder, portsFrom(firstPort));
  await bundleOnce(folder);
  const wanted =
    plan.database === "embedded" ? [] : plan.database === "server" ? PARTIES : ["node.al", PROVIDER];
  const bin = wanted.length ? serverPrograms() : null;
  if (wanted.length && !bin)
    skipped.push(
      "server PostgreSQL: no programs under /usr/lib/postgresql, or no account to run them; all parties are embedded",
    );
  const server = bin ? await startServer(bin, `${folder}-server`, firstPort + 20) : null;
  const urls = new Map<string, string>();
  if (server) for (const party of wanted) urls.set(party, await server.databaseOf(party));
  const processes = processesOf(
    folder,
    file,
    (id) => id !== "node.ca",
    (id) => envOf(plan, urls.get(id)),
  );
  const book = newBook();
  const random = randomOf(plan.seed, "crash");
  const offices = officesOf(processes.url, book, await logKeysIn(folder));
  return { plan, folder, random, book, processes, offices, server, urls, stories: [], kills: {}, tell };
}

function envOf({ answersEarly }: CrashPlan, url: string | undefined): Record<string, string> {
  const planted = pathToFileURL(resolve(import.meta.dirname, "planted/answer-early.ts")).href;
  return {
    COMITY_SANDBOX_IMAGE_MB: "33",
    ...(url ? { COMITY_DATABASE_URL: url } : {}),
    ...(answersEarly ? { NODE_OPTIONS: `--import ${planted}` } : {}),
  };
}

async function logKeysIn(folder: string) {
  const { directory } = await readDirectory(join(folder, "directory"));
  return (node: string) => {
    const entry = [...directory.states.values()].find((each) => each.node.id === node);
    return keysOf(parsePolicy(entry?.node.log.policy ?? ""));
  };
}

/** The first start of a party makes its database and its tables: it is killed while it does. */
async function killFirstBoots(ground: Ground): Promise<void> {
  const { plan, processes, random } = ground;
  for (let n = 0; n < plan.firstBootKills; n++) {
    for (const party of PARTIES) processes.spawn(party);
    await pause(random.between(300, 6000));
    await kill(ground, PARTIES);
  }
  // The first to start makes the database that the others copy.
  await startAll(ground, PARTIES.slice(0, 1));
}

async function kill({ processes, kills }: Ground, ids: readonly string[]): Promise<void> {
  for (const { id, phase } of await processes.kill(ids)) count(kills, id, phase);
}

function count(kills: CrashReport["kills"], id: string, phase: KillPhase): void {
  const known = (kills[id] ??= {});
  known[phase] = (known[phase] ?? 0) + 1;
}

async function startAll({ processes }: Ground, ids: readonly string[]): Promise<void> {
  for (const id of ids) processes.spawn(id);
  await Promise.all(ids.map((id) => processes.answers(id)));
}

async function cyclesUnderLoad(ground: Ground, began: number): Promise<number> {
  const { plan, random, book, processes, tell } = ground;
  const load = startLoad(ground);
  let cycles = 0;
  const late = (): boolean => performance.now() - began > plan.minutes * 60_000;
  try {
    while (cycles < plan.cycles && !late() && book.violations.length === 0) {
      cycles++;
      tell(`cycle ${cycles}: ${await cycle(ground, random)}; ${book.acknowledgements} acknowledged`);
      for (const end of processes.ended()) book.note("ended", end);
    }
    if (book.violations.length) return cycles;
    tell("nothing is killed any more: every story must end");
    await load.finish();
  } finally {
    await load.giveUp();
  }
  return cycles;
}

/** Kills a few processes somewhere in the traffic and starts them again; says what it did. */
async function cycle(ground: Ground, random: Random): Promise<string> {
  const { processes, server } = ground;
  await pause(random.between(50, 900));
  const kind = random.pick(server ? KINDS : KINDS.filter((each) => !each.startsWith("server")));
  if (server && kind === "server process") {
    if (await server.killBackend(random)) count(ground.kills, "a server process of PostgreSQL", "under load");
    return kind;
  }
  if (server && kind === "server") {
    await server.killPostmaster();
    count(ground.kills, "PostgreSQL", "under load");
    await server.start();
    return kind;
  }
  const victims = victimsFor(kind, processes.ids, random);
  await kill(ground, victims);
  if (server && kind === "everything") {
    await server.killPostmaster();
    count(ground.kills, "PostgreSQL", "under load");
    await server.start();
  }
  if (kind === "and again while it starts") await killStarting(ground, victims, random);
  await startAll(ground, victims);
  return `${kind} (${victims.join(", ")})`;
}

/** Anywhere in its start, or as soon as its database recovers from the kill before. */
async function killStarting(ground: Ground, victims: readonly string[], random: Random): Promise<void> {
  const { processes, urls } = ground;
  for (let times = random.between(1, 2); times > 0; times--) {
    for (const id of victims) processes.spawn(id);
    const embedded = victims.find((id) => !urls.has(id));
    if (embedded && random.chance(600_000)) {
      await processes.opens(embedded);
      await pause(random.between(0, 500));
    } else await pause(random.between(100, 3000));
    await kill(ground, victims);
  }
}

const KINDS = [
  "one",
  "one",
  "several at once",
  "and again while it starts",
  "and again while it starts",
  "server process",
  "server",
  "everything",
] as const;

function victimsFor(kind: (typeof KINDS)[number], ids: readonly string[], random: Random): string[] {
  if (kind === "everything") return [...ids];
  if (kind === "and again while it starts") return [random.pick(PARTIES)];
  // Nodes and the desk hold most of what can be lost: they are hit more often than witnesses.
  const first = random.chance(750_000) ? random.pick(PARTIES) : random.pick(ids);
  if (kind === "one") return [first];
  return [...new Set([first, random.pick(ids), random.pick(ids)])];
}

/** Stories without end, a few at a time, and somebody who looks at the logs. */
function startLoad(ground: Ground) {
  const { plan, random, offices, stories, book } = ground;
  const state = { starting: true, going: true };
  const tellers = Array.from({ length: plan.crowd }, async (_, teller) => {
    const own = random.fork(`teller ${teller}`);
    while (state.starting && state.going) {
      const kind = own.pick(STORIES);
      const story: Story = {
        number: stories.length + 1,
        kind,
        refs: [],
        draft: null,
        over: false,
        trouble: "",
      };
      stories.push(story);
      await tellStory(story, offices, own, () => state.going).catch((error: unknown) => {
        if (!(error instanceof GivenUp)) book.note("ended", `story ${story.number}: ${String(error)}`);
      });
    }
  });
  const onlooker = (async () => {
    while (state.going) {
      for (const node of NODES) {
        await offices.checkpoint(node).catch(() => {});
        await offices.cases(node).catch(() => {});
      }
      await pause(300);
    }
  })();
  return {
    /** Lets the stories that were begun come to their ends; what does not is stuck. */
    async finish(): Promise<void> {
      state.starting = false;
      const done = Promise.all(tellers).then(() => true);
      if (await Promise.race([done, pause(PATIENCE).then(() => false)])) return;
      for (const each of stories.filter(({ over }) => !over))
        book.note(
          "stuck",
          `story ${each.number} (${each.kind}) ${each.refs.at(-1) ?? each.draft ?? "without a draft"}: ${each.trouble}`,
        );
    },
    async giveUp(): Promise<void> {
      state.going = false;
      await Promise.all([...tellers, onlooker]);
    },
  };
}

const STORIES: readonly StoryKind[] = [
  "production",
  "production",
  "production",
  "preservation",
  "withdrawn",
  "draft",
];

/** Milliseconds in which all stories must end once nothing is killed any more. */
const PATIENCE = 120_000;

/** Waits until nothing is on its way, kills everything once more, and looks at what lies on the disks. */
async function inspect(ground: Ground): Promise<void> {
  const { book, folder, processes, offices, urls, stories } = ground;
  await untilQuiet(offices);
  ground.tell("quiet; what lies on the disks is compared");
  for (const node of NODES) {
    await offices.cases(node);
    await offices.drafts(node);
    await offices.checkpoint(node);
    const halted = await offices.halted(node);
    if (halted) book.note("stuck", `${node} has halted: ${halted}`);
  }
  await offices.orders(PROVIDER);
  for (const { id } of await processes.kill(processes.ids)) count(ground.kills, id, "at rest");
  const [asked, asking, provider] = await Promise.all(
    PARTIES.map((party) => readRows(folder, party, urls.get(party) ?? null)),
  );
  if (!asked || !asking || !provider) return;
  compareStreams(book, [asked, asking, provider]);
  await compareCases(book, folder, stories, { asking, asked, provider });
  for (const each of [asked, asking]) await compareLog(book, folder, each);
}

/** Receipts, custody and leaves of the last steps still travel when the last story is over. */
async function untilQuiet(offices: Offices): Promise<void> {
  let last = "";
  for (let same = 0, tries = 0; same < 4 && tries < 120; tries++) {
    const cases = await Promise.all(NODES.map((node) => offices.cases(node)));
    const now = JSON.stringify(cases.flat().map(({ ref, timeline }) => [ref, timeline.length]));
    same = now === last ? same + 1 : 0;
    last = now;
    await pause(500);
  }
}
