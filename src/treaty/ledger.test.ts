import fc from "fast-check";
import { describe, expect, test } from "vitest";
import hanoi from "../../law/invented/instruments/hanoi.json" with { type: "json" };
import { type Coverage, Instrument, type LedgerEvent, reservationsSeen } from "./ledger.ts";
import { readDate } from "./dates.ts";
import { bindsOn, depositsBy, firstEntryOf, standing, standingBetween } from "./standing.ts";

const INVENTED = Instrument.parse(hanoi);

const COVERAGE: Coverage = {
  compiled: "2027-12-31",
  snapshot: "a list",
  newestCovered: "2027-11",
  completeness: { kind: "complete", on: "2027-11", sureness: "A", text: "whole" },
  gaps: [],
};

type Short = [
  state: string | null,
  kind: LedgerEvent["kind"],
  date: string | null,
  sureness?: "A" | "B" | "C" | "D",
];

function event([state, kind, date, sureness = "A"]: Short, more: Partial<LedgerEvent> = {}): LedgerEvent {
  return { state, kind, date, provisions: [], text: "Done.", source: "test", sureness, ...more };
}

/** A treaty that needs three deposits, and counts as the Convention does. */
function ledger(events: (Short | LedgerEvent)[], more: Partial<Instrument> = {}): Instrument {
  return Instrument.parse({
    format: "comity/instrument/v1",
    id: "hanoi",
    name: "A treaty",
    invented: false,
    entryIntoForce: {
      first: { pinpoint: "Art. 65(1)", deposits: 3, delay: { days: 90 } },
      later: { pinpoint: "Art. 65(2)", delay: { days: 30 } },
    },
    denunciation: { pinpoint: "Art. 67(1)", delay: { years: 1 } },
    organizations: ["EU"],
    scopeCondition: null,
    coverage: COVERAGE,
    events: [
      event([null, "adoption", "2024-12-24"]),
      ...events.map((each) => (Array.isArray(each) ? event(each) : each)),
    ],
    ...more,
  });
}

const THREE: Short[] = [
  ["AA", "deposit", "2026-01-10"],
  ["BB", "deposit", "2026-05-02"],
  ["CC", "accession", "2026-12-01"],
];

describe("entry into force is computed from the deposits", () => {
  const LATER: Short[] = [...THREE, ["DD", "deposit", "2027-02-20"], ["FF", "deposit", "2027-06-30"]];
  test.each<[string, Short[], string, string, string | null, string]>([
    ["the third deposit: day 90 after it", THREE, "AA", "2027-03-01", "2027-03-01", "holds"],
    ["the day before", THREE, "AA", "2027-02-28", "2027-03-01", "fails"],
    [
      "over 29 February",
      [
        ["AA", "deposit", "2027-01-01"],
        ["BB", "deposit", "2027-01-02"],
        ["CC", "deposit", "2027-12-01"],
      ],
      "AA",
      "2028-02-29",
      "2028-02-29",
      "holds",
    ],
    [
      "a deposit after the third but with its 30 days before the first entry waits for it",
      LATER,
      "DD",
      "2027-03-21",
      "2027-03-22",
      "fails",
    ],
    ["a later joiner: day 30 after its own", LATER, "FF", "2027-07-30", "2027-07-30", "holds"],
    ["two deposits bring nothing", THREE.slice(0, 2), "AA", "2030-01-01", null, "fails"],
    [
      "an organization's is not counted",
      [...THREE.slice(0, 2), ["EU", "deposit", "2026-12-01"]],
      "AA",
      "2030-01-01",
      null,
      "fails",
    ],
    [
      "an organization is bound as a later joiner",
      [...THREE, ["EU", "deposit", "2026-12-15"]],
      "EU",
      "2027-03-01",
      "2027-03-01",
      "holds",
    ],
    [
      "a succession counts",
      [...THREE.slice(0, 2), ["CC", "succession", "2026-12-01"]],
      "CC",
      "2027-03-01",
      "2027-03-01",
      "holds",
    ],
    [
      "approval at home is no deposit",
      [...THREE.slice(0, 2), ["CC", "ratification", "2026-12-01"]],
      "CC",
      "2030-01-01",
      null,
      "fails",
    ],
  ])("%s", (_name, events, state, on, from, binds) => {
    const found = standing(ledger(events), state, on);
    expect([found.from, found.binds, bindsOn(found, on)]).toEqual([from, binds, binds === "holds"]);
  });

  test("a State that left and joined again is counted once", () => {
    const events: Short[] = [
      ...THREE.slice(0, 2),
      ["AA", "denunciation", "2026-06-01"],
      ["AA", "deposit", "2027-09-01"],
    ];
    expect(firstEntryOf(ledger(events), "2030-01-01")).toBeNull();
    expect(depositsBy(ledger(events), "2030-01-01")).toEqual({ sure: 2, perhaps: 2 });
  });

  test("it says how it counted", () => {
    const why = standing(ledger([...THREE, ["FF", "deposit", "2027-06-30"]]), "FF", "2028-01-01").why;
    expect(why).toBe(
      "FF: deposited 30 June 2027, so in force from 2027-07-30, day 30 after it, the day itself not counted",
    );
  });

  test("the invented ledger agrees with the days it was written for", () => {
    expect(firstEntryOf(INVENTED, "2027-03-03")).toEqual({ earliest: "2027-06-01", latest: "2027-06-01" });
    expect(firstEntryOf(INVENTED, "2027-03-02")).toBeNull();
  });
});

describe("time travel: what was done later is not known yet", () => {
  test.each([
    ["2024-12-23", null, "could not join it yet"],
    ["2025-12-31", null, "is not among those"],
    ["2026-06-01", null, "not in force yet"],
    ["2026-11-30", null, "not in force yet"],
    ["2026-12-01", "2027-03-01", "in force from 2027-03-01"],
    ["2027-03-01", "2027-03-01", "in force from 2027-03-01"],
  ])("AA on %s", (on, from, why) => {
    const found = standing(ledger(THREE), "AA", on);
    expect(found.from).toBe(from);
    expect(found.why).toContain(why);
  });
});

describe("a date that is not exactly known gives a range, and three answers", () => {
  const vague: Short[] = [...THREE.slice(0, 2), ["CC", "deposit", "2026-12", "C"]];
  test.each([
    ["2027-02-28", "fails"],
    ["2027-03-01", "unknown"],
    ["2027-03-30", "unknown"],
    ["2027-03-31", "holds"],
  ])("third deposit some day in December 2026: AA on %s %s", (on, binds) => {
    const found = standing(ledger(vague), "AA", on);
    expect([found.from, found.binds, bindsOn(found, on)]).toEqual([null, binds, binds === "holds"]);
    expect(found.fromBetween).toEqual({ earliest: "2027-03-01", latest: "2027-03-31" });
  });

  test.each([
    ["2026-02-01", "fails"],
    ["2026-03-10", "unknown"],
    ["2027-09-01", "unknown"],
    ["2027-10-30", "holds"],
  ])("joined between January 2026 and September 2027: on %s %s", (on, binds) => {
    const first: Short[] = THREE.map(([state, kind]) => [state, kind, "2025-01-10"]);
    const events: Short[] = [...first, ["DD", "accession", "2026-01-15/2027-09", "C"]];
    expect(standing(ledger(events), "DD", on)).toMatchObject({ binds, sureness: "C" });
  });

  test("a month in which one of many deposits fell does not blur what others decide", () => {
    const events: Short[] = [...THREE, ["ZZ", "deposit", "2026-02", "C"]];
    expect(firstEntryOf(ledger(events), "2027-01-01")).toEqual({
      earliest: "2026-07-31",
      latest: "2026-07-31",
    });
    expect(depositsBy(ledger(events), "2026-02-10")).toEqual({ sure: 1, perhaps: 2 });
  });

  test("a date nobody saw: unknown, never a day, and no yes", () => {
    const found = standing(ledger([...THREE, ["DD", "deposit", null, "D"]]), "DD", "2030-01-01");
    expect(found).toMatchObject({ binds: "unknown", from: null, sureness: "D" });
    expect(found.why).not.toMatch(/9999|0000/);
  });
});

describe("denunciation", () => {
  test.each([
    ["2027-06-14", "holds", null],
    ["2027-06-15", "holds", "2028-06-15"],
    ["2028-06-14", "holds", "2028-06-15"],
    ["2028-06-15", "fails", "2028-06-15"],
  ])("received 15 June 2027: on %s %s", (on, binds, until) => {
    const found = standing(ledger([...THREE, ["AA", "denunciation", "2027-06-15"]]), "AA", on);
    expect([found.binds, found.until]).toEqual([binds, until]);
  });

  test("known only by its month: between the two it is not known", () => {
    const of = (on: string) =>
      standing(ledger([...THREE, ["AA", "denunciation", "2027-06"]]), "AA", on).binds;
    expect(["2028-05-31", "2028-06-01", "2028-06-29", "2028-06-30"].map(of)).toEqual([
      "holds",
      "unknown",
      "unknown",
      "fails",
    ]);
  });

  test("a State that joins again is bound again", () => {
    const events: Short[] = [
      ...THREE,
      ["AA", "denunciation", "2027-06-15"],
      ["AA", "accession", "2029-01-01"],
    ];
    expect(standing(ledger(events), "AA", "2029-01-31").binds).toBe("holds");
  });
});

describe("a State that did not join", () => {
  const incomplete = { ...COVERAGE, completeness: { ...COVERAGE.completeness, kind: "incomplete" as const } };
  test.each<[string, Short[], Partial<Instrument>, string, string, string]>([
    ["not on a complete list", [], {}, "fails", "A", "is not among those"],
    ["not on a list with holes", [], { coverage: incomplete }, "unknown", "D", "not complete"],
    [
      "signed",
      [["XX", "signature", "2025-10-25"]],
      {},
      "fails",
      "A",
      "signed on 2025-10-25 and has not deposited",
    ],
    ["signed in a month", [["XX", "signature", "2026-07", "B"]], {}, "fails", "B", "signed July 2026"],
    ["invited", [["XX", "invitation", null, "A"]], {}, "fails", "A", "invited to accede"],
    ["outside on an old list", [["XX", "outside", "2026-09", "C"]], {}, "unknown", "C", "Done."],
    ["believed to be one", [["XX", "unclear", null, "D"]], {}, "unknown", "D", "Done."],
  ])("%s", (_name, events, more, binds, sureness, why) => {
    const found = standing(ledger([...THREE, ...events], more), "XX", "2027-11-30");
    expect(found).toMatchObject({ binds, sureness, from: null });
    expect(found.why).toContain(why);
  });

  test.each([
    ["2026-09-15", "fails"],
    ["2027-11-30", "unknown"],
  ])("outside on a list, and believed to have joined since: on %s %s", (on, binds) => {
    const events: Short[] = [...THREE, ["XX", "outside", "2026-09", "A"], ["XX", "deposit", null, "D"]];
    expect(standing(ledger(events), "XX", on).binds).toBe(binds);
  });

  test("on the day of the list it was outside", () => {
    expect(standing(ledger([["XX", "outside", "2026-09", "C"]]), "XX", "2026-09-15").binds).toBe("fails");
  });
});

test("a day after the newest date covered is marked", () => {
  const of = (on: string) => standing(ledger(THREE), "AA", on).notCoveredAfter;
  expect([of("2027-11-30"), of("2027-12-01")]).toEqual([null, "2027-11"]);
});

describe("two States", () => {
  const both = ledger([
    [null, "entry-into-force", "2027-03-01"],
    ...THREE,
    ["DD", "deposit", null, "D"],
    ["FF", "signature", "2025-10-25", "B"],
  ]);
  test.each([
    ["AA", "BB", "holds", "A", "2027-03-01"],
    ["AA", "DD", "unknown", "D", null],
    ["AA", "FF", "fails", "B", null],
    ["DD", "FF", "fails", "B", null],
  ])("%s and %s: %s", (a, b, binds, sureness, from) => {
    const found = standingBetween(both, a, b, "2027-11-01");
    expect(found).toMatchObject({ binds, sureness, from });
    expect(standingBetween(both, b, a, "2027-11-01")).toMatchObject({ binds, sureness, from });
  });

  test("an agreement of two binds these two and nobody else", () => {
    const agreements = ledger(
      [
        event(["GG", "entry-into-force", "2026-02-02"], { with: "HH" }),
        event(["GG", "signature", "2026-03-03"], { with: "KK" }),
      ],
      {
        entryIntoForce: null,
        hub: "GG",
        coverage: { ...COVERAGE, completeness: { ...COVERAGE.completeness, kind: "incomplete" } },
      },
    );
    const of = (a: string, b: string) => standingBetween(agreements, a, b, "2027-01-01").binds;
    expect([of("GG", "HH"), of("HH", "GG"), of("GG", "KK"), of("HH", "KK"), of("GG", "LL")]).toEqual([
      "holds",
      "holds",
      "fails",
      "fails",
      "unknown",
    ]);
    expect(standing(agreements, "HH", "2027-01-01").binds).not.toBe("holds");
  });
});

test("reservations: what is known to exist unseen is said", () => {
  const made = ledger([
    event(["AA", "reservation", "2026-01-10"], { provisions: ["hanoi/11(3)"] }),
    event(["AA", "reservation", null], {}),
    event(["BB", "reservation", "2026-05"], { provisions: ["hanoi/42(5)"] }),
    event(["BB", "reservation-withdrawn", "2027-05-01"], { provisions: ["hanoi/42(5)"] }),
  ]);
  expect(reservationsSeen(made, "AA", "2027-01-01")).toEqual({ provisions: ["hanoi/11(3)"], unseen: true });
  expect(reservationsSeen(made, "BB", "2027-01-01")).toEqual({ provisions: ["hanoi/42(5)"], unseen: false });
  expect(reservationsSeen(made, "BB", "2027-05-01").provisions).toEqual([]);
});

describe("a ledger that is refused", () => {
  const base = ledger(THREE);
  const faults: [string, unknown, string][] = [
    [
      "day_that_does_not_exist",
      { ...base, events: [event(["AA", "deposit", "2027-02-29"])] },
      "events.0.date",
    ],
    ["date_nobody_saw", { ...base, events: [event(["AA", "deposit", "2027-02-28", "D"])] }, "events.0.date"],
    [
      "sureness_left_out",
      { ...base, events: [{ ...event(["AA", "deposit", "2027"]), sureness: undefined }] },
      "events.0.sureness",
    ],
    ["deposit_of_nobody", { ...base, events: [event([null, "deposit", "2027"])] }, "events.0.state"],
    [
      "unknown_kind",
      { ...base, events: [{ ...event(["AA", "deposit", "2027"]), kind: "vote" }] },
      "events.0.kind",
    ],
    [
      "no_document",
      { ...base, events: [{ ...event(["AA", "deposit", "2027"]), source: "" }] },
      "events.0.source",
    ],
    ["coverage_left_out", { ...base, coverage: undefined }, "coverage"],
    [
      "two_units",
      { ...base, denunciation: { pinpoint: "x", delay: { days: 1, years: 1 } } },
      "denunciation.delay",
    ],
    ["unknown_field", { ...base, rank: 1 }, ""],
  ];
  test.each(faults)("%s", (_name, json, where) => {
    const parsed = Instrument.safeParse(json);
    expect(parsed.error?.issues[0]?.path.join(".")).toBe(where);
  });
});

describe("properties of every ledger", () => {
  const dayText = fc
    .date({ min: new Date("2025-01-01"), max: new Date("2029-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const vague = fc.oneof(
    dayText,
    dayText.map((date) => date.slice(0, 7)),
    fc.tuple(dayText, dayText).map((two) => two.toSorted().join("/")),
  );
  const happened = fc.record({
    state: fc.constantFrom("AA", "BB", "CC", "DD", "EU"),
    kind: fc.constantFrom<LedgerEvent["kind"]>(
      "signature",
      "deposit",
      "accession",
      "denunciation",
      "ratification",
    ),
    date: vague,
  });
  const history = fc
    .array(happened, { maxLength: 12 })
    .map((all) => ledger(all.map(({ state, kind, date }): Short => [state, kind, date])));
  const state = fc.constantFrom("AA", "BB", "CC", "DD", "EU", "XX");

  test("what is done after a day changes no answer for that day", () => {
    fc.assert(
      fc.property(history, state, dayText, (all, who, on) => {
        const until = {
          ...all,
          events: all.events.filter(({ date }) => date === null || date.slice(0, 7) <= on.slice(0, 7)),
        };
        const known = {
          ...until,
          events: until.events.filter(({ date }) => (readDate(date ?? "")?.earliest ?? "") <= on),
        };
        expect(standing(all, who, on)).toEqual(standing(known, who, on));
      }),
    );
  });

  test("a yes or a no holds on every day the dates can mean", () => {
    const exactly = (all: Instrument, end: "earliest" | "latest"): Instrument => ({
      ...all,
      events: all.events.map((each) => ({ ...each, date: readDate(each.date ?? "")?.[end] ?? each.date })),
    });
    // One deposit each and no denunciation, so that the order of events is the same however the dates fall.
    const simple = fc.tuple(vague, vague, vague, vague).map(([a, b, c, d]) =>
      ledger([
        ["AA", "deposit", a],
        ["BB", "deposit", b],
        ["CC", "deposit", c],
        ["DD", "deposit", d],
      ]),
    );
    fc.assert(
      fc.property(simple, fc.constantFrom("AA", "BB", "CC", "DD"), dayText, (all, who, on) => {
        const answer = standing(all, who, on).binds;
        const ends = (["earliest", "latest"] as const).map(
          (end) => standing(exactly(all, end), who, on).binds,
        );
        if (answer !== "unknown") expect(ends).toEqual([answer, answer]);
        else expect(new Set(ends).size).toBe(2);
      }),
    );
  });

  test("two States are bound only where each is, whichever is named first", () => {
    fc.assert(
      fc.property(history, state, state, dayText, (all, a, b, on) => {
        const pair = standingBetween(all, a, b, on);
        expect(standingBetween(all, b, a, on).binds).toBe(pair.binds);
        const each = [standing(all, a, on).binds, standing(all, b, on).binds];
        expect(pair.binds).toBe(
          each.includes("fails") ? "fails" : each.includes("unknown") ? "unknown" : "holds",
        );
      }),
    );
  });
});
