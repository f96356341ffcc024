import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { userInfo } from "node:os";
import pg from "pg";
import type { Random } from "../kernel/random.ts";
import { pause } from "./processes.ts";

/** A throw-away PostgreSQL cluster whose processes can be killed like all others. */
export interface Server {
  /** The address of a database of its own, which is made when it is first asked for. */
  databaseOf(name: string): Promise<string>;
  /** Kills one process that serves a connection: the server then ends all others too and recovers. */
  killBackend(random: Random): Promise<boolean>;
  /** Kills the server itself. */
  killPostmaster(): Promise<void>;
  /** Starts it (again) and waits until it takes connections. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Where PostgreSQL's programs are; null where there are none, or where they could not be run from this account. */
export function serverPrograms(): string | null {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Number.isFinite) : [];
  const [newest] = versions.toSorted((a, b) => b - a);
  const bin = newest === undefined ? null : join(root, String(newest), "bin");
  return bin && existsSync(join(bin, "initdb")) && account() ? bin : null;
}

/** PostgreSQL refuses to run as root: the account of its package is used then. */
function account(): { uid: number; gid: number } | null {
  const { uid, gid } = userInfo();
  if (uid !== 0) return { uid, gid };
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith("postgres:"));
  const [, , id, group] = line?.split(":") ?? [];
  return id ? { uid: Number(id), gid: Number(group) } : null;
}

export async function startServer(bin: string, folder: string, port: number): Promise<Server> {
  const who = account() as { uid: number; gid: number };
  const data = join(folder, "data");
  mkdirSync(folder, { recursive: true });
  chownSync(folder, who.uid, who.gid);
  execFileSync(join(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "postgres", "--data-checksums"], {
    ...who,
    cwd: "/",
    stdio: "ignore",
  });
  const addressOf = (name: string): string => `postgres://postgres@127.0.0.1:${port}/${name}`;
  let child: ChildProcess | null = null;
  const made = new Set<string>();
  const log = openSync(join(folder, "log"), "a");
  const server: Server = {
    async start() {
      for (let tries = 0; tries < 200; tries++) {
        if (!child || child.exitCode !== null || child.signalCode !== null) {
          const settings = ["-p", `${port}`, "-k", folder, "-h", "127.0.0.1", "-c", "max_connections=80"];
          child = spawn(join(bin, "postgres"), ["-D", data, ...settings], {
            ...who,
            cwd: "/",
            stdio: ["ignore", log, log],
          });
        }
        if (await takesConnections(addressOf("postgres"))) return;
        // Shared memory of a killed server stays until its last process has gone: then the next try succeeds.
        await pause(100);
      }
      throw new Error("PostgreSQL did not start");
    },
    async databaseOf(name) {
      const database = name.replace(/\W/g, "_");
      if (!made.has(database)) {
        await asked(addressOf("postgres"), `create database "${database}"`);
        made.add(database);
      }
      return addressOf(database);
    },
    async killBackend(random) {
      const sql = "select pid from pg_stat_activity where application_name = 'comity'";
      const pids = await asked(addressOf("postgres"), sql).catch(() => []);
      if (pids.length === 0) return false;
      process.kill(Number(random.pick(pids)["pid"]), "SIGKILL");
      return true;
    },
    killPostmaster: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGQUIT"),
  };
  await server.start();
  return server;
}

function end(child: ChildProcess | null, signal: "SIGKILL" | "SIGQUIT"): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once("exit", () => done());
    child.kill(signal);
  });
}

async function asked(address: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

const takesConnections = (address: string): Promise<boolean> =>
  asked(address, "select 1").then(
    () => true,
    () => false,
  );
