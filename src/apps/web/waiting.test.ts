import { describe, expect, test } from "vitest";
import type { Officer } from "../../party/directory.ts";
import type { Case } from "../../request/case.ts";
import { stepsFor } from "./steps-for.ts";
import { nearestClock, urgencyOf, waitsFor } from "./waiting.ts";

const NOW = "2027-07-04T12:00:00.000Z";
const officer = (...mandates: Officer["mandates"]): Officer =>
  ({ id: "x-01", name: "X", mandates }) as unknown as Officer;
const aCase = (change: Partial<Case>): Case =>
  ({
    ref: "BO-AL-2027-0001",
    side: "requested",
    status: "registered",
    owner: "examiner",
    examiner: null,
    decision: null,
    item: null,
    clocks: [],
    content: { measure: "stored-data" },
    author: { officer: "x-09" },
    ...change,
  }) as unknown as Case;
const decidedBy = (id: string) => ({ officer: id }) as unknown as Case["decision"];

describe("a case waits for", () => {
  test.each([
    ["an examiner where an examiner acts next", {}, officer("examine"), true],
    ["nobody without the mandate", {}, officer("decide"), false],
    ["no examiner of the requesting side", { side: "requesting" as const }, officer("examine"), false],
    [
      "its author",
      {
        side: "requesting" as const,
        owner: "author" as const,
        author: { officer: "x-01" } as Case["author"],
      },
      officer(),
      true,
    ],
    ["no other author", { side: "requesting" as const, owner: "author" as const }, officer("draft"), false],
    [
      "a releasing officer",
      { owner: "releaser" as const, decision: decidedBy("x-02") },
      officer("release"),
      true,
    ],
    [
      "no releasing officer who decided",
      { owner: "releaser" as const, decision: decidedBy("x-01") },
      officer("release"),
      false,
    ],
    [
      "a receiving officer",
      { side: "requesting" as const, owner: "receiver" as const },
      officer("receive"),
      true,
    ],
    ["no receiving officer of the other side", { owner: "receiver" as const }, officer("receive"), false],
    [
      "nobody where nobody acts next",
      { owner: "nobody" as const },
      officer("examine", "decide", "release"),
      false,
    ],
  ])("%s", (_what, change, who, expected) => {
    expect(waitsFor(aCase(change), who)).toBe(expected);
  });
});

describe("a clock is", () => {
  test.each([
    ["calm with eleven days", "2027-07-15", "calm", 11],
    ["soon with ten", "2027-07-14", "soon", 10],
    ["urgent with three", "2027-07-07", "urgent", 3],
    ["urgent in the last hour", "2027-07-04T13:00:00.000Z", "urgent", 0],
    ["over at its end", NOW, "over", 0],
    ["over on its day, which begins at midnight in UTC", "2027-07-04", "over", 0],
  ])("%s", (_what, ends, level, days) => {
    expect(urgencyOf({ id: "preservation", ends }, NOW)).toMatchObject({ level, days });
  });

  test("the nearest that runs; stopped clocks and windows that are over do not count", () => {
    const clock = (id: string, ends: string, stopped: string | null = null) => ({
      id,
      ends,
      stopped,
      pinpoint: "",
    });
    const clocks = [
      clock("secrecy", "2027-09-01"),
      clock("preservation", "2027-07-05", NOW),
      clock("hold", "2027-07-03"),
    ];
    expect(nearestClock(aCase({ clocks }), NOW)?.name).toBe("secrecy");
    expect(nearestClock(aCase({}), NOW)).toBeNull();
  });
});

describe("what may be done", () => {
  const names = (change: Partial<Case>, who: Officer) =>
    stepsFor(aCase(change), who, NOW).map((each) => each.step);
  test.each([
    ["take, by an examiner", {}, officer("examine"), ["open", "deficient", "close"]],
    ["nothing, by an officer who oversees", {}, officer("oversee"), []],
    [
      "decide, once it was opened",
      { status: "under-review" as const, examiner: "x-03" },
      officer("decide"),
      ["decide"],
    ],
    ["authorise what was granted", { status: "granted" as const }, officer("authorise"), ["authorise"]],
    [
      "no authority for a preservation",
      { status: "granted" as const, content: { measure: "preservation" } as Case["content"] },
      officer("authorise"),
      [],
    ],
    [
      "withdraw, by who approves",
      { side: "requesting" as const, status: "sent" as const },
      officer("approve"),
      ["withdraw"],
    ],
    [
      "open what was received",
      {
        side: "requesting" as const,
        status: "received" as const,
        item: { state: "received" } as Case["item"],
      },
      officer("receive"),
      ["open-evidence"],
    ],
  ])("%s", (_what, change, who, expected) => {
    expect(names(change, who)).toEqual(expected);
  });

  test.each([
    ["the window runs", "2027-07-05T00:00:00.000Z", "x-02", "hold-runs"],
    ["the officer decided", "2027-07-01T00:00:00.000Z", "x-01", "decided-by-you"],
    ["nothing", "2027-07-01T00:00:00.000Z", "x-02", null],
  ])("a release is barred where %s bars it", (_what, holdUntil, decider, barred) => {
    const current = aCase({
      status: "held",
      decision: decidedBy(decider),
      item: { state: "held", holdUntil } as Case["item"],
    });
    expect(stepsFor(current, officer("release"), NOW)).toMatchObject([{ step: "release", barred }]);
  });
});
