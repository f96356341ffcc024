import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

// `npm run sim` as a stranger runs it.

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

function sim(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", main, ...args],
    { encoding: "utf8", maxBuffer: 1 << 24 },
  );
  return { status, out: stdout, err: stderr };
}

describe("npm run sim", () => {
  test("one seed: what it did, what struck, what was checked, and its digest", () => {
    const { status, out } = sim("--seed", "5", "--nodes", "3", "--days", "3", "--requests", "10");
    expect(out).toMatch(/216 node-hours under fault \(and [\d,]+ healing\)/);
    expect(out).toMatch(/checks: I1 \d+, I2 /);
    expect(out).toMatch(/digest of seed 5: [0-9a-f]{64}/);
    expect(out).toContain("0 violations");
    expect(status).toBe(0);
  });

  test("as JSON, for a program", () => {
    const { out } = sim("--seed", "5", "--nodes", "2", "--days", "1", "--json");
    const report = JSON.parse(out) as { nodeHoursUnderFault: number; violations: unknown[] };
    expect(report).toMatchObject({ nodeHoursUnderFault: 48, violations: [] });
  });

  test.each([
    ["a level that is none", ["--level", "perfect"], /--level is fake/],
    ["no nodes", ["--nodes", "0"], /--nodes is a whole number from 2 to 193/],
    ["an option it does not know", ["--sooner"], /Unknown option/],
  ])("%s: says what is wrong, and ends with 2", (_name, args, why) => {
    const { status, err } = sim(...args);
    expect(err).toMatch(why);
    expect(status).toBe(2);
  });
});
