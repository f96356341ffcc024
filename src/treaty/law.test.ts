import { describe, expect, test } from "vitest";
import { isProblem, type Problem } from "../base/problem.ts";
import { loadLaw } from "./law.ts";
import { bindsOn, reservationsOf, standing, type Instrument } from "./ledger.ts";
import { readOpinionInput } from "./opinion.ts";
import { RAW, R1, WORLD, withEvent } from "./world-for-tests.ts";

const raw = (state: string): Record<string, unknown> =>
  structuredClone(RAW.sheets.find((each) => each.name === `${state}.json`)?.json) as Record<string, unknown>;

function thrown(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("sheets and ledgers together", () => {
  test("reservations_differ: a sheet and the ledger must name the same", () => {
    const sheets = RAW.sheets.map((each) =>
      each.name === "AL.json" ? { ...each, json: { ...raw("AL"), reservations: [] } } : each,
    );
    expect(thrown(() => loadLaw({ ...RAW, sheets })).code).toBe("treaty/reservations-differ");
  });

  test("state_twice", () => {
    const sheets = [...RAW.sheets, { name: "AL-2.json", json: raw("AL") }];
    expect(thrown(() => loadLaw({ ...RAW, sheets })).code).toBe("treaty/twice");
  });

  test("ledger_with_unknown_field", () => {
    const instruments = [{ name: "x.json", json: { ...(RAW.instruments[0]?.json as object), rank: 1 } }];
    expect(thrown(() => loadLaw({ ...RAW, instruments })).code).toBe("treaty/ledger-invalid");
  });
});

describe("the question", () => {
  test.each([
    ["unknown_field", { ...R1, priority: 1 }],
    ["unknown_measure", { ...R1, measure: "everything" }],
    ["wrong_type", { ...R1, intendsMla: "yes" }],
    ["time_without_offset", { ...R1, on: "2027-07-04T03:10:00" }],
    ["state_is_no_code", { ...R1, requested: "Alderia" }],
    ["two_megabytes_of_facts", { ...R1, facts: "x".repeat(2_000_000) }],
  ])("%s is refused", (_name, input) => {
    expect(thrown(() => readOpinionInput(input)).code).toBe("treaty/input-invalid");
  });
});

describe("the ledger", () => {
  const hanoi = WORLD.instruments.hanoi as Instrument;
  test.each([
    ["AL", "2027-05-31", null, false],
    ["AL", "2027-06-01", "2027-06-01", true],
    ["CA", "2027-06-01", "2027-06-01", true],
    ["ES", "2027-09-09", null, false],
    ["ES", "2027-09-10", "2027-10-10", false],
    ["ES", "2027-10-10", "2027-10-10", true],
    ["XX", "2027-10-10", null, false],
  ])("%s on %s", (state, on, from, binds) => {
    const found = standing(hanoi, state, on);
    expect(bindsOn(found, on)).toBe(binds);
    if (binds || state === "ES") expect(found.from).toBe(from);
  });

  test("entry into force is computed: a corrected deposit moves it", () => {
    const events = hanoi.events.map((each) =>
      each.state === "ES" && each.kind === "deposit" ? { ...each, date: "2027-09-12" } : each,
    );
    expect(standing({ ...hanoi, events }, "ES", "2027-11-01")).toMatchObject({
      from: "2027-10-12",
      pinpoint: "Art. 65(2)",
    });
  });

  test("before the fortieth deposit is known, nobody is bound", () => {
    expect(standing(hanoi, "BO", "2027-03-02")).toMatchObject({ from: null, pinpoint: "Art. 65(1)" });
  });

  test("a reservation stands until it is withdrawn", () => {
    const law = withEvent(WORLD, "hanoi", {
      state: "AL",
      kind: "reservation-withdrawn",
      date: "2028-01-01",
      provisions: ["hanoi/42(5)"],
      text: "Withdrawn.",
    });
    const of = (on: string): string[] => reservationsOf(law.instruments.hanoi as Instrument, "AL", on);
    expect([of("2026-09-13"), of("2027-06-01"), of("2028-01-01")]).toEqual([[], ["hanoi/42(5)"], []]);
  });
});

test("worlds_mixed: a file of the invented world is never read into the real one", () => {
  expect(thrown(() => loadLaw({ ...RAW, world: "real" })).code).toBe("treaty/worlds-mixed");
});
