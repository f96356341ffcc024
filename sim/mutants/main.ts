import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Child, childOf } from "../child.ts";
import type { Plan } from "../sim.ts";
import { CLASSES, MUTANTS } from "./all.ts";
import { planOf } from "./plan.ts";

/**
 * `npm run sim:mutants`: tests the tester. Each planted bug is looked for in small simulated federations, seed after
 * seed, until an invariant says that something is wrong; then in the same seeds without any fault. A bug that no seed
 * finds means that the oracle is too weak.
 */
const HELP = `npm run sim:mutants -- [--only NAME] [--seeds N] [--reduced] [--json] [--learn]

  --only     planted bugs whose name or class contains this; may be given several times
  --seeds    seeds to try for each (default 20)
  --reduced  for each only the seed that is known to find it, and no runs without faults
  --learn    note for the reduced run which seed found what
`;

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    seeds: { type: "string", default: "20" },
    reduced: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    learn: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const KNOWN = new URL("./known-seeds.json", import.meta.url);
/** Processes side by side. */
const LANES = 2;

/** What came of one planted bug. */
interface Verdict {
  name: string;
  kind: string;
  /** The invariant that first saw it; null where it survived. */
  by: string | null;
  saw: string | null;
  seed: number | null;
  /** How many seeds were tried. */
  tried: number;
  /** Whether the same seeds find it without faults; null where that was not tried. */
  calm: boolean | null;
}

async function violationOf(child: Child, plan: Plan): Promise<{ by: string; saw: string } | null> {
  const result = await child.run(plan, true);
  if (result === "never ends") return { by: "I0", saw: "the simulated world never comes to rest" };
  const first = result.violations[0];
  return first ? { by: first.invariant, saw: first.what } : null;
}

async function verdictOn(
  kind: string,
  name: string,
  seeds: readonly number[],
  calmToo: boolean,
): Promise<Verdict> {
  const child = childOf(name);
  const verdict: Verdict = { name, kind, by: null, saw: null, seed: null, tried: 0, calm: null };
  try {
    for (const seed of seeds) {
      verdict.tried++;
      const found = await violationOf(child, planOf(seed));
      if (!found) continue;
      Object.assign(verdict, found, { seed });
      break;
    }
    if (!calmToo) return verdict;
    verdict.calm = false;
    for (const seed of seeds.slice(0, verdict.tried)) {
      verdict.calm = (await violationOf(child, planOf(seed, true))) !== null;
      if (verdict.calm) break;
    }
    return verdict;
  } finally {
    child.end();
  }
}

/** Runs jobs in so many lanes, in order of beginning. */
async function inLanes<T, R>(jobs: readonly T[], run: (job: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    while (next < jobs.length) {
      const index = next++;
      results[index] = await run(jobs[index] as T);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/** The unpatched program on the same seeds: those that are not clean prove nothing about a planted bug. */
async function uncleanAmong(seeds: readonly number[]): Promise<Map<number, string>> {
  const unclean = new Map<number, string>();
  await inLanes(seeds, async (seed) => {
    const child = childOf(null);
    const found = await violationOf(child, planOf(seed)).finally(() => child.end());
    if (found) unclean.set(seed, `${found.by}: ${found.saw}`);
  });
  return unclean;
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const known = JSON.parse(readFileSync(KNOWN, "utf8")) as Record<string, number>;
  const chosen = Object.entries(CLASSES).flatMap(([kind, mutants]) =>
    mutants.flatMap(({ name }) =>
      (values.only ?? [""]).some((part) => `${kind}: ${name}`.includes(part)) ? [{ kind, name }] : [],
    ),
  );
  const all = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const seedsFor = (name: string) => (values.reduced && known[name] !== undefined ? [known[name]] : all);
  const used = [...new Set(chosen.flatMap(({ name }) => seedsFor(name)))].sort((a, b) => a - b);
  say(`the unpatched program on ${used.length} seeds …`);
  const unclean = await uncleanAmong(used);
  for (const [seed, what] of unclean) say(`  seed ${seed} is NOT CLEAN: ${what}`);
  let done = 0;
  const verdicts = await inLanes(chosen, async ({ kind, name }) => {
    const seeds = seedsFor(name).filter((seed) => !unclean.has(seed));
    const verdict = await verdictOn(kind, name, seeds, !values.reduced);
    say(
      `${String(++done).padStart(3)}/${chosen.length}  ${line(verdict)}${verdict.saw ? `\n          ${verdict.saw.slice(0, 150)}` : ""}`,
    );
    return verdict;
  });
  if (values.learn) learn(known, verdicts);
  report(verdicts, used, unclean);
  return verdicts.some(({ by }) => by === null) || unclean.size > 0 ? 1 : 0;
}

function learn(known: Record<string, number>, verdicts: readonly Verdict[]): void {
  for (const { name, seed } of verdicts) if (seed !== null) known[name] = seed;
  const names = new Set(MUTANTS.map(({ name }) => name));
  const sorted = Object.entries(known)
    .filter(([name]) => names.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(KNOWN, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

function line({ name, by, seed, tried, calm }: Verdict): string {
  const found = by
    ? `${by.padEnd(4)} ${`${tried} seed${tried === 1 ? "" : "s"} (${seed})`.padEnd(14)}`
    : `SURVIVED ${tried} seeds  `;
  const quiet = calm === null ? "" : calm ? "yes" : "no";
  return `${name.padEnd(62)} ${found} ${quiet}`;
}

function report(
  verdicts: readonly Verdict[],
  used: readonly number[],
  unclean: ReadonlyMap<number, string>,
): void {
  const found = verdicts.filter(({ by }) => by !== null);
  const calm = verdicts.filter((each) => each.calm);
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ verdicts, unclean: [...unclean] })}\n`);
    return;
  }
  const seeds = found.map(({ tried }) => tried);
  process.stdout.write(
    [
      "",
      `${"planted bug".padEnd(62)} ${"by".padEnd(4)} ${"seeds needed".padEnd(14)} ${values.reduced ? "" : "without faults"}`,
      ...verdicts.map(line),
      "",
      `found ${found.length} of ${verdicts.length}; seeds needed: ${seeds.filter((n) => n === 1).length} at the first, at most ${Math.max(0, ...seeds)}`,
      ...(values.reduced ? [] : [`without faults, in the same seeds: ${calm.length} of ${verdicts.length}`]),
      unclean.size === 0
        ? `the unpatched program is clean on all ${used.length} seeds`
        : `the unpatched program is NOT CLEAN on seeds ${[...unclean.keys()].join(", ")}: they were left out`,
      "",
    ].join("\n"),
  );
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

process.exitCode = await main();
