import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MOST_STATES } from "./world/codes.ts";
import { addUp, emptyTotals, printReport } from "./report.ts";
import type { Plan } from "./sim.ts";
import type { SentResult } from "./worker.ts";

/**
 * `npm run sim`: simulated federations under fault, seed after seed, until the time is up.
 *
 *   npm run sim -- --seconds 60 --nodes 5          many seeds, two processes
 *   npm run sim -- --seed 17                       one seed again, event for event
 *   npm run sim -- --seed 17 --shrink              a failing seed, reduced to what decides it
 */
const HELP = `npm run sim -- [--seconds N] [--nodes N] [--days N] [--requests N] [--seed N] [--seeds N]
                [--level fake|real-crypto|database] [--workers N] [--shrink] [--json]

  --seconds   how long to go on beginning new seeds (default 30)
  --nodes     States in each federation, 2 to ${MOST_STATES} (default 5)
  --days      simulated days under fault for each seed (default 90)
  --requests  requests each node writes in ten simulated days (default 1)
  --seed      run this one seed, and print its digest; with --shrink, reduce its failure
  --seeds     stop after so many seeds
  --level     fake: primitives of cryptography replaced (default); real-crypto: the real ones;
              database: rows in embedded PostgreSQL on a simulated disk with power cuts
`;

/** The options; an unknown one ends the program with a word on what it takes. */
function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return process.exit(2);
  }
}

const OPTIONS = {
  seconds: { type: "string", default: "30" },
  nodes: { type: "string", default: "5" },
  days: { type: "string", default: "90" },
  requests: { type: "string", default: "1" },
  seed: { type: "string" },
  seeds: { type: "string" },
  level: { type: "string", default: "fake" },
  workers: { type: "string", default: "2" },
  first: { type: "string", default: "1" },
  shrink: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const values = readOptions();

function whole(
  name: "seconds" | "nodes" | "days" | "requests" | "workers" | "first",
  low: number,
  high: number,
) {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= low && number <= high) return number;
  throw new RangeError(`--${name} is a whole number from ${low} to ${high}. See npm run sim -- --help`);
}

function planFor(seed: number): Plan {
  const level = values.level;
  if (level !== "fake" && level !== "real-crypto" && level !== "database")
    throw new RangeError("--level is fake, real-crypto or database. See npm run sim -- --help");
  return {
    seed,
    nodes: whole("nodes", 2, MOST_STATES),
    level: level === "real-crypto" ? "real-crypto" : "fake",
    database: level === "database",
    days: whole("days", 1, 400),
    requestsPerDay: whole("requests", 1, 1_000) / 10,
    only: null,
    allowed: null,
  };
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function worker(): ChildProcess {
  const loader = values.level === "real-crypto" ? "./levels/counted.ts" : "./levels/fake.ts";
  return fork(here("./worker.ts"), [], {
    execArgv: [
      "--disable-warning=ExperimentalWarning",
      "--max-old-space-size=7000",
      "--import",
      here(loader),
    ],
  });
}

function runIn(child: ChildProcess, plan: Plan): Promise<SentResult> {
  return new Promise((resolve, reject) => {
    const done = (message: { result?: SentResult; failed?: string }) => {
      child.off("exit", died);
      if (message.result) resolve(message.result);
      else reject(new Error(`seed ${plan.seed}: ${message.failed}`));
    };
    const died = () => reject(new Error(`seed ${plan.seed}: the process ended`));
    child.once("message", done);
    child.once("exit", died);
    child.send({ plan, hasty: false });
  });
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.seed !== undefined && values.shrink) {
    const { shrinkInChild } = await import("./shrink.ts");
    process.stdout.write(`${await shrinkInChild(planFor(Number(values.seed)))}\n`);
    return 1;
  }
  planFor(0);
  const one = values.seed === undefined ? null : Number(values.seed);
  const until = performance.now() + whole("seconds", 1, 10_000_000) * 1000;
  const most = one === null ? Number(values.seeds ?? Infinity) : 1;
  let next = one ?? whole("first", 0, 4_000_000_000);
  let begun = 0;
  const totals = emptyTotals();
  const began = performance.now();
  const lane = async (): Promise<void> => {
    const child = worker();
    try {
      while (begun < most && (begun === 0 || performance.now() < until)) {
        begun++;
        const result = await runIn(child, planFor(next++));
        addUp(totals, result);
        if (!values.json) process.stderr.write(progress(totals.seeds, result, began));
      }
    } finally {
      child.kill();
    }
  };
  const lanes = Math.min(most, whole("workers", 1, 64));
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - began) / 1000;
  printReport(totals, { seconds, json: values.json, many: one === null, again: optionsOfRun() });
  return totals.violations.length > 0 || (one === null && totals.unmet(seconds).length > 0) ? 1 : 0;
}

/** What of the options makes the run what it is, as somebody would type it again. */
function optionsOfRun(): string {
  return (["nodes", "days", "requests", "level"] as const)
    .filter((name) => values[name] !== OPTIONS[name].default)
    .map((name) => ` --${name} ${values[name]}`)
    .join("");
}

function progress(seeds: number, { plan, violations }: SentResult, began: number): string {
  const found = violations.length > 0 ? `  ${violations.length} VIOLATIONS` : "";
  return `  seed ${plan.seed} done (${seeds} in ${Math.round((performance.now() - began) / 1000)} s)${found}\n`;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
