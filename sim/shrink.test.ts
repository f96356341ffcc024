import { expect, test } from "vitest";
import { planOf } from "./mutants/plan.ts";
import { fewest, shrink } from "./shrink.ts";
import { tell } from "./story.ts";

const limits = { time: 60_000 };

test("of many, the two that decide together are left", async () => {
  const all = Array.from({ length: 40 }, (_, i) => i);
  const needs = async (part: readonly number[]) => part.includes(7) && part.includes(31);
  expect([...(await fewest(all, needs, limits))].sort((a, b) => a - b)).toEqual([7, 31]);
});

test("what needs everything stays whole", async () => {
  const all = [1, 2, 3];
  expect(await fewest(all, async (part) => part.length === 3, limits)).toEqual(all);
});

/** Minutes of simulation: for a machine that has nothing else to do. */
const wanted = process.env["COMITY_SLOW_TESTS"] === "1";
const why = wanted ? "" : " (skipped: takes minutes, set COMITY_SLOW_TESTS=1)";

test.skipIf(!wanted)(
  `a receipt for an aborted transaction comes down to one failing disk, and the story names it${why}`,
  async () => {
    const plan = { ...planOf(11), nodes: 2, days: 4 };
    const story = await shrink(plan, "receipt for an aborted transaction", limits);
    const told = tell(story);
    expect(new Set(story.strikes.map(({ kind }) => kind))).toEqual(new Set(["disk error"]));
    expect(story.strikes.length).toBeLessThanOrEqual(2);
    expect(told).toContain("disk error, at ");
    expect(told).toContain("I2 does not hold");
    expect(story.from.strikes).toBeGreaterThan(story.strikes.length);
  },
  600_000,
);

test("a plan that does not fail is not reduced", async () => {
  await expect(shrink({ ...planOf(1, true), nodes: 2, days: 1 })).rejects.toThrow("does not fail");
}, 120_000);
