import { expect, test } from "vitest";
import type { Fact } from "./facts.ts";
import { AL, BO, REF, actOf, at, commits, endParty, instant, lost, saidOf, says } from "./hand-made.ts";
import { deadlines } from "./i07-deadlines.ts";

const key = `preservation-ends/${REF}`;
const armed = (due: number) => commits(BO, { kind: "timer", key, status: "armed", due: instant(due) });
const fired = (hours: number): Fact => ({
  ...commits(BO, { kind: "timer", key, status: "fired" }),
  at: at(hours),
  local: instant(hours),
});
const booted: Fact = { what: "booted", at: at(0), party: BO };
const promised = says({
  kind: "preservation",
  from: BO,
  to: AL,
  seq: 1,
  body: { state: "ordered", expires: instant(24).slice(0, 10) },
});
const held = says({
  kind: "evidence",
  from: BO,
  to: AL,
  seq: 2,
  body: { item: { custody: [actOf({ step: "held", until: instant(24) })] } },
});
const timeline = (...lines: string[]) => commits(BO, { body: { timeline: lines.map((what) => ({ what })) } });

test("armed, due, and fired once, holds", async () => {
  expect(
    await saidOf(deadlines, [booted, promised, armed(24), fired(24.2), timeline("preservation.lapsed")]),
  ).toEqual([]);
});

test.each<[string, Fact[], string]>([
  ["fired before it is due", [booted, armed(24), fired(23)], "fired at"],
  ["fired hours late", [booted, armed(24), fired(27)], "minutes late"],
  ["fired twice", [booted, armed(24), fired(24), fired(24.5)], "fired twice"],
  ["fired without having been armed", [booted, fired(24)], "was never armed"],
  ["never fired", [booted, armed(24)], "never fired"],
  ["promised and not on the calendar", [booted, promised], "is not on the calendar"],
  ["held until a day that is not on the calendar", [booted, held], "is not on the calendar"],
  ["what it does done twice", [timeline("preservation.alarm", "preservation.alarm")], "came twice"],
])("%s", async (_name, facts, what) => {
  expect((await saidOf(deadlines, facts)).join("; ")).toContain(what);
});

test("late because its node was down holds", async () => {
  const again: Fact = { what: "booted", at: at(30), party: BO };
  expect(await saidOf(deadlines, [booted, armed(24), again, fired(30.5)])).toEqual([]);
});

test("a node whose disk went back is excused", async () => {
  expect(await saidOf(deadlines, [booted, armed(24), lost(BO)], { parties: [endParty(BO)] })).toEqual([]);
});
