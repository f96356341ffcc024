import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { httpWitness } from "../../adapters/log/http-witness.ts";
import { toHex } from "../../base/bytes.ts";
import { proveConsistency } from "../../log/prove.ts";
import {
  SAMPLE_LOG,
  SAMPLE_WITNESSES,
  sampleCheckpoint,
  sampleLeaves,
  sampleNote,
  sampleTiles,
} from "../../log/sample.ts";

const program = join(import.meta.dirname, "main.ts");
const w1 = SAMPLE_WITNESSES[0] as (typeof SAMPLE_WITNESSES)[0];
const leaves = sampleLeaves(60);
const noteAt = async (size: number): Promise<string> =>
  sampleNote(await sampleCheckpoint(sampleTiles(leaves.slice(0, size)), size), [], 0);

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

async function start(folder: string): Promise<{ child: ChildProcess; url: string; vkey: string }> {
  const child = spawn(process.execPath, [program, "--port", "0", "--folder", join(folder, "memory")], {
    env: {
      ...process.env,
      COMITY_WITNESS_NAME: w1.name,
      COMITY_WITNESS_SEED_FILE: join(folder, "seed"),
      COMITY_WITNESS_LOGS: SAMPLE_LOG.vkey,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = (await once(lines, "line")) as [string];
  return { child, ...(JSON.parse(line) as { url: string; vkey: string }) };
}

test("killed at any moment, a witness never forgets what it has answered", async () => {
  const folder = mkdtempSync(join(tmpdir(), "comity-witness-main-"));
  writeFileSync(join(folder, "seed"), `${toHex(w1.seed)}\n`);
  let known = 0;
  for (let round = 0; round < 3; round++) {
    const { child, url, vkey } = await start(folder);
    expect(vkey).toBe(w1.vkey);
    const port = httpWitness({ name: "w1", url });
    const remembered = await port.add(known === 0 ? 1 : 0, [], await noteAt(60));
    expect(remembered.status).toBe(409);
    // It may have kept a request whose answer was lost with the kill, but nothing it answered is gone.
    const old = Number(remembered.body);
    expect(old).toBeGreaterThanOrEqual(known);
    known = old;
    const dead = new Promise((resolve) => child.once("exit", resolve));
    for (let size = old + 1; size <= old + 6; size++) {
      const tiles = sampleTiles(leaves.slice(0, size));
      const proof = await proveConsistency(async (path) => tiles.get(path), size - 1, size);
      const answer = port.add(size - 1, proof, await noteAt(size)).catch(() => undefined);
      if (size === old + 6) child.kill("SIGKILL");
      if ((await answer)?.status === 200) known = size;
    }
    await dead;
    expect(known).toBeGreaterThanOrEqual(old + 5);
  }
});

test("a missing setting is named, and the process ends with 1", () => {
  const { status, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8", env: { PATH: "" } });
  expect(status).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({ code: "witness/setting-missing", where: "port" });
});
