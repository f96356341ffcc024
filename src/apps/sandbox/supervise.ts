import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Problem } from "../../base/problem.ts";
import { buildIslands } from "../web/assets.ts";
import { type SandboxFile, clockPath } from "./make.ts";

/** The processes of a sandbox: started, watched until they answer, ended together. Each writes to its own log file. */
export interface Federation {
  urls: Record<string, string>;
  /** Kills one process without warning, as a power cut would. */
  kill(id: string): Promise<void>;
  /** Starts one process (again) and waits until it answers. */
  start(id: string): Promise<void>;
  stop(): Promise<void>;
  running(): string[];
}

const HERE = import.meta.dirname;
const ENDING = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** How a process of a sandbox is started, and where it answers. */
export interface Plan {
  id: string;
  port: number;
  args: string[];
  health: string;
}

/** Starts all processes of a sandbox and resolves when every one answers. Throws Problem `sandbox/process-failed`. */
export async function startFederation(
  folder: string,
  file: SandboxFile,
  tell: (line: string) => void = () => {},
): Promise<Federation> {
  const plans = plansOf(folder, file);
  const children = new Map<string, ChildProcess>();
  const start = async (id: string) => {
    const plan = plans.find((each) => each.id === id);
    if (!plan)
      throw new Problem(
        "sandbox/no-process",
        "The sandbox has no such process.",
        id,
        `Choose one of ${plans.map((each) => each.id).join(", ")}.`,
      );
    children.set(id, run(folder, plan));
    await answers(plan, children.get(id) as ChildProcess, folder);
    tell(id);
  };
  const stop = async () => {
    await Promise.all([...children.values()].map((child) => end(child, "SIGTERM")));
  };
  await demandFreePorts(plans);
  try {
    const islands = bundleOnce(folder);
    // The first node makes the prepared database that the others copy.
    await Promise.all(plans.filter((plan) => plan.id.startsWith("witness")).map((plan) => start(plan.id)));
    await islands;
    const [first, ...rest] = plans.filter((plan) => !plan.id.startsWith("witness"));
    if (first) await start(first.id);
    await Promise.all(rest.map((plan) => start(plan.id)));
    await Promise.all(plans.map(warm));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    urls: Object.fromEntries(plans.map((plan) => [plan.id, `http://127.0.0.1:${plan.port}`])),
    kill: async (id) => {
      const child = children.get(id);
      if (child) await end(child, "SIGKILL");
    },
    start,
    stop,
    running: () =>
      [...children]
        .filter(([, child]) => child.exitCode === null && child.signalCode === null)
        .map(([id]) => id),
  };
}

/** All processes of a sandbox: witnesses first. */
export function plansOf(folder: string, file: SandboxFile): Plan[] {
  return [
    ...file.witnesses.map((each) => witnessPlan(folder, file, each)),
    ...file.parties.map((each) => partyPlan(folder, each)),
  ];
}

function witnessPlan(folder: string, file: SandboxFile, witness: SandboxFile["witnesses"][number]): Plan {
  const at = join(folder, witness.folder);
  return {
    id: witness.folder,
    port: witness.port,
    args: [
      resolve(HERE, `../witness/main.${ENDING}`),
      "--port",
      String(witness.port),
      "--folder",
      join(at, "state"),
      "--name",
      witness.name,
      "--seed-file",
      join(at, "seed"),
      ...file.logs.flatMap((vkey) => ["--log", vkey]),
    ],
    health: "/healthz",
  };
}

function partyPlan(folder: string, party: SandboxFile["parties"][number]): Plan {
  const program = party.id.startsWith("node.") ? "node" : "provider";
  return {
    id: party.id,
    port: party.port,
    args: [resolve(HERE, `../${program}/main.${ENDING}`), "--folder", join(folder, party.folder)],
    health: "/healthz",
  };
}

/** Throws Problem `sandbox/port-in-use` where something answers already: another sandbox would pass for this one. */
async function demandFreePorts(plans: readonly Plan[]): Promise<void> {
  const answers = await Promise.all(
    plans.map((plan) =>
      fetch(`http://127.0.0.1:${plan.port}${plan.health}`, { signal: AbortSignal.timeout(1000) }).then(
        () => plan.port,
        () => null,
      ),
    ),
  );
  const taken = answers.filter((port) => port !== null);
  if (taken.length)
    throw new Problem(
      "sandbox/port-in-use",
      `Something answers already on port ${taken.join(", ")}.`,
      `port ${taken[0]}`,
      "Is a sandbox running? End it first, or choose others with --port.",
    );
}

/** The pages' islands, bundled once for all processes of the sandbox. */
export async function bundleOnce(folder: string): Promise<void> {
  const at = islandsPath(folder);
  mkdirSync(at, { recursive: true });
  for (const [name, { js }] of await buildIslands()) writeFileSync(join(at, `${name}.js`), js);
}

function islandsPath(folder: string): string {
  return join(folder, "islands");
}

/** Starts a process and does not wait for it; `env` comes on top of what every process of the sandbox has. */
export function run(folder: string, plan: Plan, env: Record<string, string> = {}): ChildProcess {
  const logs = join(folder, "logs");
  mkdirSync(logs, { recursive: true });
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...plan.args], {
    env: {
      ...process.env,
      COMITY_SANDBOX_CLOCK: clockPath(folder),
      COMITY_ISLANDS: islandsPath(folder),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out = createWriteStream(join(logs, `${plan.id}.log`), { flags: "a" });
  child.stdout?.pipe(out, { end: false });
  child.stderr?.pipe(out, { end: false });
  return child;
}

async function answers(plan: Plan, child: ChildProcess, folder: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const ok = await fetch(`http://127.0.0.1:${plan.port}${plan.health}`, {
      signal: AbortSignal.timeout(2000),
    }).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Problem(
    "sandbox/process-failed",
    `The process ${plan.id} did not start.`,
    plan.id,
    `Look into ${join(folder, "logs", `${plan.id}.log`)}; another program may use port ${plan.port}.`,
  );
}

/** Waits until a process is warmed up, but not long: a busy machine goes on with it cold. */
async function warm(plan: Plan): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const health = await fetch(`http://127.0.0.1:${plan.port}${plan.health}`, {
      signal: AbortSignal.timeout(2000),
    }).then(
      (response) => response.text(),
      () => "",
    );
    if (!health.includes('"warm":false')) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}

function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => {
      clearTimeout(hard);
      done();
    });
    child.kill(signal);
  });
}
