import { beforeEach, expect, test } from "vitest";
import { toMillis } from "../src/base/time.ts";
import { type Federation, startFederation } from "./federation.ts";
import { casePath } from "./support/case-path.ts";

// Preserved data are kept for sixty days at least (42(8)): on the sixtieth day they are still there, all day.

let world: Federation;
beforeEach(async () => void (world = await startFederation()));
const path = casePath(() => world);

test("preservation lapses when its last day is over on both sides, and not before", async () => {
  const ref = await path.approved();
  await world.settle();
  const ordered = (await path.at("AL", ref)).preservation;
  const expires = ordered?.expires ?? "";
  const reach = async (instant: string): Promise<(string | undefined)[]> => {
    world.advance((toMillis(instant) - toMillis(world.now())) / 3_600_000);
    await world.settle();
    return [(await path.at("AL", ref)).preservation?.state, (await path.at("BO", ref)).preservation?.state];
  };
  const sixtyDays = toMillis(ordered?.orderedAt ?? "") + 60 * 86_400_000;
  expect(toMillis(`${expires}T00:00:00.000Z`)).toBeLessThan(sixtyDays);
  expect(await reach(`${expires}T23:59:00.000Z`)).toEqual(["ordered", "ordered"]);
  world.advance(1);
  await world.settle();
  expect([
    (await path.at("AL", ref)).preservation?.state,
    (await path.at("BO", ref)).preservation?.state,
  ]).toEqual(["lapsed", "lapsed"]);
});
