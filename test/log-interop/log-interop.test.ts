import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileLock, filePublication, fileTiles, publishPolicy } from "../../src/adapters/log/file-log.ts";
import { httpWitness } from "../../src/adapters/log/http-witness.ts";
import { verifyLog } from "../../src/adapters/log/verify.ts";
import { type RunningWitness, startWitness } from "../../src/apps/witness/witness.ts";
import { publishLog } from "../../src/exchange/publish-log.ts";
import { signNote } from "../../src/log/note.ts";
import { parsePolicy } from "../../src/log/policy.ts";
import { SAMPLE_LOG, SAMPLE_WITNESSES, sampleLeaves, samplePolicy } from "../../src/log/sample.ts";

/**
 * Our log read by software we did not write: a short Go program over golang.org/x/mod verifies a folder our own code
 * published through three witnesses over HTTP.
 */

const NOW = 1_814_659_200_000;
const SIZES = [1, 200, 256, 257, 1000, 1500];
const program = join(import.meta.dirname, "verifier");
const work = mkdtempSync(join(tmpdir(), "comity-interop-"));
const binary = join(work, "verifier");

const go = (...args: string[]): ReturnType<typeof spawnSync> =>
  spawnSync("go", args, { cwd: program, encoding: "utf8", timeout: 120_000 });

function whyNot(): string | undefined {
  if (go("version").status !== 0) return "no Go toolchain on this machine";
  if (go("mod", "download").status !== 0) return "golang.org/x/mod cannot be fetched, or Go is too old";
  return undefined;
}

const missing = whyNot();
const notice = missing === undefined ? "" : ` (SKIPPED: ${missing})`;
const folder = join(work, "log");
const witnesses: RunningWitness[] = [];

beforeAll(async () => {
  if (missing !== undefined) return;
  for (const each of SAMPLE_WITNESSES) {
    const own = { name: each.name, seed: each.seed, folder: join(work, each.policyName) };
    witnesses.push(
      await startWitness({ ...own, port: 0, host: "127.0.0.1", logs: [SAMPLE_LOG.vkey], now: () => NOW }),
    );
  }
  const leaves = sampleLeaves(1500);
  await publishPolicy(folder, samplePolicy());
  for (const size of SIZES) {
    const result = await publishLog(
      {
        committed: async () => size,
        leaves: async (from, to) => leaves.slice(from, to),
        tiles: fileTiles(folder),
        lock: fileLock(join(work, "lock")),
        ...filePublication(folder),
        sign: async (text) => signNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed),
        witnesses: witnesses.map(({ url }, i) =>
          httpWitness({ name: (SAMPLE_WITNESSES[i] as (typeof SAMPLE_WITNESSES)[0]).policyName, url }),
        ),
        now: () => NOW,
      },
      parsePolicy(samplePolicy()),
    );
    expect(result).toMatchObject({ kind: "published", size });
  }
});

afterAll(async () => {
  await Promise.all(witnesses.map((each) => each.close()));
  rmSync(work, { recursive: true });
});

const run = (): ReturnType<typeof spawnSync> =>
  spawnSync(binary, [folder, SAMPLE_LOG.vkey, ...SAMPLE_WITNESSES.map((each) => each.vkey)], {
    encoding: "utf8",
  });

describe(`our log, read by golang.org/x/mod${notice}`, () => {
  test.skipIf(missing !== undefined)("every signature, tile, entry and proof holds there", () => {
    expect(go("build", "-o", binary, ".")).toMatchObject({ status: 0 });
    const { status, stdout, stderr } = run();
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(JSON.parse(stdout as string)).toEqual({
      origin: SAMPLE_LOG.name,
      size: 1500,
      signers: [SAMPLE_LOG.name, ...SAMPLE_WITNESSES.map((each) => each.name)],
      inclusions: 1500,
      consistences: expect.any(Number),
    });
  });

  test.skipIf(missing !== undefined)("what it refuses, we refuse, and name", async () => {
    const trust = { vkey: SAMPLE_LOG.vkey, policyText: samplePolicy() };
    expect((await verifyLog(folder, trust)).ok).toBe(true);
    for (const [path, byte] of [
      ["tile/0/003", 100],
      ["tile/1/000.p/5", 40],
      ["tile/entries/005.p/220", 50],
      ["checkpoint", 30],
    ] as const) {
      const file = join(folder, path);
      const before = readFileSync(file);
      writeFileSync(
        file,
        before.map((value, i) => (i === byte ? value ^ 1 : value)),
      );
      expect(run().status, path).toBe(1);
      const report = await verifyLog(folder, trust);
      expect(report.failures.map((each) => each.where).join()).toContain(path);
      writeFileSync(file, before);
    }
  });
});
