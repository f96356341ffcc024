import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/adapters/database/open.ts";
import {
  copyDataDirectory,
  DURABLE_START,
  DurableNodeFS,
  hasDataDirectory,
  openDurable,
} from "../../src/adapters/database/pglite-durable.ts";
import { randomOf } from "../../sim/kernel/random.ts";
import { pageCache } from "../../sim/powerloss/page-cache.ts";
import { recordFolder } from "../../sim/powerloss/recorder.ts";
import { newDataDirectory, newFolder, removeFolders, row, TEMPLATE, wants } from "./stores.ts";

afterAll(removeFolders);

const IMAGES = Number(process.env["COMITY_POWER_CUTS"] ?? 6);
const SEED = Number(process.env["COMITY_POWER_CUT_SEED"] ?? 2027);

type Kind = "durable" | "as shipped" | "-F removed and nothing else";
const START: Record<Kind, string[]> = {
  durable: DURABLE_START,
  "as shipped": PGlite.defaultStartParams,
  "-F removed and nothing else": PGlite.defaultStartParams.filter((each) => each !== "-F"),
};

describe("power cut", () => {
  let base: string;

  beforeAll(async () => {
    base = await newDataDirectory();
    const { db } = await openDurable(base);
    await db.exec(
      "create table ack (n int primary key, pad text); create table head (n int); insert into head values (0)",
    );
    await db.exec("checkpoint");
    await db.close();
  });

  test(
    `durable: ${IMAGES} images keep every acknowledged row`,
    { timeout: 60_000 + IMAGES * 10_000 },
    async () => {
      expect(await trial(base, "durable", IMAGES)).toEqual(Array(IMAGES).fill("intact"));
    },
  );

  test.each(["as shipped", "-F removed and nothing else"] as const)(
    "planted, %s: the trial finds the loss",
    async (kind) => {
      expect(await trial(base, kind, 3)).toContain("lost");
    },
  );
});

/** Runs transactions while writes are noted, cuts the power at random steps, and says what each image still has. */
async function trial(base: string, kind: Kind, images: number): Promise<("intact" | "lost")[]> {
  const run = await record(base, kind);
  const random = randomOf(SEED);
  // From the first quarter on: by then there is something to lose.
  const first = run.acknowledged[Math.floor(run.acknowledged.length / 4)] as number;
  const cuts = Array.from({ length: images }, () => random.between(first, run.steps.length));
  const cache = pageCache(run.base);
  const found: ("intact" | "lost")[] = [];
  let taken = 0;
  for (const cut of cuts.toSorted((a, b) => a - b)) {
    cache.take(run.steps.slice(taken, cut));
    taken = cut;
    const folder = join(newFolder(), "image");
    cache.cut(folder, "independent", random);
    const acknowledged = run.acknowledged.filter((step) => step <= cut).length;
    found.push(await verdict(folder, acknowledged));
  }
  return found;
}

async function record(base: string, kind: Kind) {
  const folder = join(newFolder(), "data");
  await copyDataDirectory(base, folder);
  const recording = recordFolder(folder);
  const files = kind === "durable" ? new DurableNodeFS(folder) : new NodeFS(folder);
  const db = await PGlite.create({ fs: files, startParams: START[kind] });
  const acknowledged: number[] = [];
  for (let n = 1; n <= 60; n += 1) {
    await db.transaction(async (tx) => {
      await tx.query("insert into ack values ($1, $2)", [n, String(n).repeat(1000)]);
      await tx.query("update head set n = $1", [n]);
    });
    acknowledged.push(recording.steps.length);
    if (n === 40) await db.exec("checkpoint");
  }
  const steps = [...recording.steps];
  recording.stop();
  await db.close();
  return { acknowledged, steps, base: recording.base };
}

async function verdict(folder: string, acknowledged: number): Promise<"intact" | "lost"> {
  try {
    const { db } = await openDurable(folder);
    try {
      const { rows } = await db.query<{ rows: number; whole: number; head: number }>(
        `select count(*)::int as rows, count(*) filter (where pad = repeat(n::text, 1000))::int as whole,
         (select n from head) as head from ack`,
      );
      const [seen] = rows;
      return seen && seen.rows >= acknowledged && seen.whole === seen.rows && seen.head === seen.rows
        ? "intact"
        : "lost";
    } finally {
      await db.close();
    }
  } catch {
    return "lost";
  }
}

describe("a sync that fails", () => {
  class FailingFS extends DurableNodeFS {
    failing = false;
    override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
      const { emscriptenOpts } = await super.init(...args);
      const break_ = (module: unknown): void => {
        const { NODEFS } = module as {
          NODEFS: { stream_ops: { fsync(stream: unknown): number }; tryFSOperation(work: () => void): void };
        };
        const { fsync } = NODEFS.stream_ops;
        NODEFS.stream_ops.fsync = (stream) => {
          if (this.failing)
            NODEFS.tryFSOperation(() => {
              throw Object.assign(new Error("disk"), { code: "EIO" });
            });
          return fsync(stream);
        };
      };
      emscriptenOpts.preRun = [...(emscriptenOpts.preRun ?? []), break_];
      return { emscriptenOpts };
    }
  }

  test("is not acknowledged", async () => {
    const folder = await newDataDirectory();
    const files = new FailingFS(folder);
    const { db } = await openDurable(folder, files);
    await db.exec("create table t (n int); insert into t values (1)");
    files.failing = true;
    await expect(db.query("insert into t values (2)")).rejects.toBeDefined();
  });
});

describe("kill -9", () => {
  test("what was acknowledged is there after the next start", { timeout: 120_000 }, async () => {
    const folder = newFolder();
    for (const lines of [1, 40, 15]) {
      const acknowledged = await killAfter(folder, lines);
      expect(acknowledged.length).toBeGreaterThanOrEqual(lines);
      const store = await openStore({ folder, node: "node.killed", template: TEMPLATE });
      const rows = await store.query({ kind: "ack", limit: 100_000 });
      await store.close();
      const keys = new Set(rows.map((each) => each.key));
      expect(acknowledged.filter((each) => !keys.has(each))).toEqual([]);
    }
  });
});

/** Starts the child, kills it without warning after so many acknowledgements, and returns those it gave. */
function killAfter(folder: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "kill-child.ts"), folder, TEMPLATE], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split("\n").length > lines) child.kill("SIGKILL");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(text.split("\n").slice(0, -1)));
  });
}

describe("data directory", () => {
  test("an interrupted first start is begun again", { timeout: 60_000 }, async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "database.new"));
    writeFileSync(join(folder, "database.new", "PG_VERSION"), "18\n");
    const store = await openStore({ folder, node: "node.a", template: TEMPLATE });
    await store.close();
    expect(readdirSync(folder)).toEqual(["database"]);
  });

  test("a data directory that is damaged is refused, not replaced", async () => {
    const folder = newFolder();
    const store = await openStore({ folder, node: "node.a", template: TEMPLATE });
    await store.close();
    rmSync(join(folder, "database", "global", "pg_control"));
    await expect(openStore({ folder, node: "node.a", template: TEMPLATE })).rejects.toMatchObject({
      code: "store/does-not-open",
    });
    expect(hasDataDirectory(join(folder, "database"))).toBe(true);
  });

  test("rows move with their folder", async () => {
    const folder = newFolder();
    const store = await openStore({ folder: join(folder, "one"), node: "node.a", template: TEMPLATE });
    await store.transact(wants({}), (tx) => tx.insert(row("k", "a")));
    await store.close();
    renameSync(join(folder, "one"), join(folder, "two"));
    const again = await openStore({ folder: join(folder, "two"), node: "node.a", template: TEMPLATE });
    expect(await again.read("k", "a")).toEqual(row("k", "a"));
    await again.close();
  });
});
