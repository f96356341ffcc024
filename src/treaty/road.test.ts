import { describe, expect, test } from "vitest";
import roadES from "../../law/invented/road/ES.json" with { type: "json" };
import { Road, needed, roadOn } from "./road.ts";

const ESTMARK = Road.parse(roadES);

describe("how many must agree", () => {
  test.each<[string, Parameters<typeof needed>[0], number, number]>([
    ["two thirds of 100 present", { atLeast: [2, 3] }, 100, 67],
    ["two thirds of 99 present", { atLeast: [2, 3] }, 99, 66],
    ["two thirds of 51 present", { atLeast: [2, 3] }, 51, 34],
    ["more than half of 100", { atLeast: [1, 2], moreThan: true }, 100, 51],
    ["more than half of 101", { atLeast: [1, 2], moreThan: true }, 101, 51],
    ["half of 100", { atLeast: [1, 2] }, 100, 50],
    ["three fifths of 10", { atLeast: [3, 5] }, 10, 6],
  ])("%s: %i", (_name, threshold, of, votes) => expect(needed(threshold, of)).toBe(votes));
});

describe("time travel", () => {
  test.each([
    ["2027-03-19", 0, 0, 0, 0, null],
    ["2027-04-15", 1, 1, 0, 1, null],
    ["2027-07-01", 2, 1, 1, 1, null],
    ["2027-09-10", 2, 1, 1, 1, "deposited"],
  ])("on %s", (on, steps, positions, reported, papers, stage) => {
    const known = roadOn(ESTMARK, on);
    expect([known.steps, known.positions, known.reported, known.papers].map((each) => each.length)).toEqual([
      steps,
      positions,
      reported,
      papers,
    ]);
    expect(known.stage?.stage ?? null).toBe(stage);
  });
});

describe("a road that is refused", () => {
  const raw = (): Record<string, unknown> & typeof roadES => structuredClone(roadES);
  test.each<[string, (road: ReturnType<typeof raw>) => void, string]>([
    ["unknown_field", (road) => (road["forecast"] = "passes"), ""],
    [
      "poll_as_position",
      (road) => ((road.positions[0] as Record<string, unknown>)["poll"] = 60),
      "positions.0",
    ],
    ["position_of_nobody", (road) => ((road.positions[0] as { who: string }).who = ""), "positions.0.who"],
    ["step_without_source", (road) => ((road.steps[0] as { source: string }).source = ""), "steps.0.source"],
    [
      "day_that_does_not_exist",
      (road) => ((road.steps[0] as { date: string }).date = "2027-04-31"),
      "steps.0.date",
    ],
    ["date_nobody_saw", (road) => ((road.steps[0] as { sureness: string }).sureness = "D"), "steps.0.date"],
    ["unknown_stage", (road) => ((road.stage as { stage: string }).stage = "likely"), "stage.stage"],
    ["half_a_vote", (road) => (road.threshold.atLeast = [0.5, 1]), "threshold.atLeast.0"],
    ["blank_left_out", (road) => delete (road as Record<string, unknown>)["threshold"], "threshold"],
  ])("%s", (_name, spoil, where) => {
    const road = raw();
    spoil(road);
    expect(Road.safeParse(road).error?.issues[0]?.path.join(".")).toBe(where);
  });
});
