import { describe, expect, test } from "vitest";
import { TEMPLATE } from "../../test/store/stores.ts";
import { type PowerLossPlan, USUAL, powerLoss } from "./run.ts";

const CUTS = Number(process.env["COMITY_POWER_CUTS"] ?? 4);
const SEED = Number(process.env["COMITY_POWER_CUT_SEED"] ?? 2027);

const run = (plan: Partial<PowerLossPlan>) =>
  powerLoss({ ...USUAL, seed: SEED, cuts: CUTS, rounds: 1, template: TEMPLATE, ...plan });

/** Minutes of real databases: for a machine that has nothing else to do. */
const wanted = process.env["COMITY_SLOW_TESTS"] === "1";
const why = wanted ? "" : " (skipped: takes minutes, set COMITY_SLOW_TESTS=1)";

describe.skipIf(!wanted)(`power loss under the traffic of two nodes${why}`, { timeout: 240_000 }, () => {
  test(`${CUTS} cuts lose nothing acknowledged, and the recorder missed nothing`, async () => {
    const { cuts, missed, transactions } = await run({
      phases: ["traffic", "checkpoint", "recovery", "migration"],
    });
    expect(missed).toEqual([]);
    expect(transactions).toBeGreaterThan(40);
    expect(cuts.filter((each) => each.verdict !== "intact")).toEqual([]);
    expect(cuts).toHaveLength(CUTS);
  });

  const PLANTED: [string, Partial<PowerLossPlan>][] = [
    ["PGlite as it is shipped", { asShipped: true, phases: ["traffic"] }],
    ["transactions acknowledged before they commit", { answersEarly: true, phases: ["traffic"], cuts: 10 }],
    ["a disk that lies about files", { lies: new Set(["file syncs"]), phases: ["traffic"] }],
    ["a disk that lies about folders", { lies: new Set(["folder syncs"]), phases: ["traffic"] }],
  ];
  test.each(PLANTED)("planted, %s: the search finds it", async (_name, plan) => {
    const { cuts, missed } = await run({ cuts: 1, ...plan });
    expect(missed).toEqual([]);
    expect(cuts.some((each) => each.verdict !== "intact")).toBe(true);
  });
});
