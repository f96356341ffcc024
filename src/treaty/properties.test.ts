import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONDUCT } from "./conduct.ts";
import type { Law } from "./law.ts";
import { formOpinion, readOpinionInput } from "./opinion.ts";
import { MEASURES, Opinion, type OpinionInput } from "./opinion-types.ts";
import type { StateSheet } from "./sheet.ts";
import { R1, R2, R3, R4, WORLD } from "./world-for-tests.ts";

const STATES = Object.keys(WORLD.sheets);
const KEYS = Object.keys(CONDUCT);

/** Drafts of every kind: any pair, day, measure and offence; conduct ticked, denied or left; fields there or not. */
const draft: fc.Arbitrary<OpinionInput> = fc
  .record({
    requesting: fc.constantFrom(...STATES),
    requested: fc.constantFrom(...STATES),
    on: fc
      .constantFrom("2026-11-24", "2027-05-31", "2027-06-01", "2027-07-04", "2027-10-10")
      .map((day) => `${day}T09:00:00.000Z`),
    measure: fc.constantFrom(...MEASURES),
    basis: fc.option(fc.constantFrom("hanoi", "budapest", "untoc", "uncac" as const), { nil: undefined }),
    pick: fc.array(fc.nat(20), { maxLength: 3 }),
    marks: fc.array(fc.constantFrom("yes", "no", "", "", ""), {
      minLength: KEYS.length,
      maxLength: KEYS.length,
    }),
    base: fc.constantFrom(R1, R2, R3, R4),
    drop: fc.subarray([
      "purpose",
      "period",
      "justification",
      "durationJustification",
      "necessity",
      "intendsMla",
      "authority",
      "preservationReference",
      "urgency",
    ] as const),
  })
  .map(({ pick, marks, base, drop, basis, ...rest }) => {
    const offences = (WORLD.sheets[rest.requesting] as StateSheet).offences;
    const others = STATES.filter((each) => each !== rest.requesting);
    const full: OpinionInput = {
      ...R4,
      ...base,
      ...rest,
      requested: rest.requested === rest.requesting ? (others[0] as string) : rest.requested,
      offences: pick.map((at) => ({
        state: rest.requesting,
        code: (offences[at % offences.length] as { code: string }).code,
      })),
      conduct: KEYS.filter((_, index) => marks[index] === "yes"),
      conductAbsent: KEYS.filter((_, index) => marks[index] === "no"),
      ...(basis ? { basis } : {}),
    };
    return Object.fromEntries(
      Object.entries(full).filter(([key]) => !(drop as readonly string[]).includes(key)),
    ) as OpinionInput;
  });
const RUNS = { numRuns: 300 };

describe("properties of every opinion", () => {
  test("it has the published shape, and the same question gives the same answer", () => {
    fc.assert(
      fc.property(draft, (input) => {
        const opinion = formOpinion(readOpinionInput(input), WORLD);
        expect(Opinion.parse(opinion)).toEqual(opinion);
        expect(formOpinion(structuredClone(input), WORLD)).toEqual(opinion);
      }),
      RUNS,
    );
  });

  test("taking a required field away never makes a draft sendable", () => {
    let tried = 0;
    fc.assert(
      fc.property(draft, (input) => {
        const before = formOpinion(input, WORLD);
        for (const { field } of before.asked.filter((each) => each.level === "required")) {
          const poorer = without(input, field.split(".")[0] as string);
          const after = formOpinion(poorer, WORLD);
          if (after.canBeSent) expect(before.canBeSent).toBe(true);
          tried += 1;
        }
      }),
      RUNS,
    );
    expect(tried).toBeGreaterThan(1000);
  });

  test.each([
    ["R1", R1],
    ["R2", R2],
    ["R3", R3],
    ["R4", R4],
  ] as const)("%s: each required field that is there is needed", (_name, input) => {
    expect(formOpinion(input, WORLD).canBeSent).toBe(true);
    const own = formOpinion(input, WORLD)
      .asked.filter((each) => each.level === "required" && !each.field.includes("."))
      .map((each) => each.field);
    const stillSent = own.filter((field) => formOpinion(without(input, field), WORLD).canBeSent);
    expect(stillSent).toEqual([]);
  });

  test("conduct that was not said never makes dual criminality hold", () => {
    fc.assert(
      fc.property(draft, (input) => {
        const { result } = formOpinion(input, WORLD).dualCriminality;
        const met = (WORLD.sheets[input.requested] as StateSheet).offences.some((each) =>
          each.elements.every((key) => input.conduct.includes(key)),
        );
        if (result === "holds") expect(met).toBe(true);
        const silent = formOpinion({ ...input, conduct: [], conductAbsent: [] }, WORLD).dualCriminality
          .result;
        expect(silent).toBe("unknown");
      }),
      RUNS,
    );
  });

  test("a cell of the requested State's sheet that is blanked never turns into an answer", () => {
    const cells = ["dualCriminality", "secrecy", "notice", "preservation", "seriousCrimeMeasuredBy"] as const;
    fc.assert(
      fc.property(draft, fc.constantFrom(...cells), (input, cell) => {
        const before = formOpinion(input, WORLD);
        const after = formOpinion(input, blanked(WORLD, input.requested, cell));
        if (cell === "seriousCrimeMeasuredBy" && after.classification.kind !== before.classification.kind)
          expect(after.classification.kind).toBe("unknown");
        if (cell === "notice") expect(after.authorisation.notice).toBe("not known");
        if (cell === "dualCriminality" && before.dualCriminality.required !== false)
          expect(after.dualCriminality.required).toBeNull();
        expect(after.dualCriminality.result).toBe(before.dualCriminality.result);
      }),
      RUNS,
    );
  });

  test("on 42 and 43 no ground outside the closed list is ever open", () => {
    fc.assert(
      fc.property(draft, fc.constantFrom("preservation", "traffic-partial" as const), (input, measure) => {
        const opinion = formOpinion({ ...input, measure }, WORLD);
        if (opinion.instrument.chosen !== "hanoi") return;
        const open = opinion.grounds.filter((each) => each.status === "open").map((each) => each.id);
        expect(open.filter((id) => !["R2", "R3", "R5", "R9"].includes(id))).toEqual([]);
      }),
      RUNS,
    );
  });

  test("renaming the States changes no question", () => {
    fc.assert(
      fc.property(draft, fc.shuffledSubarray(STATES, { minLength: STATES.length }), (input, order) => {
        const renamed = (state: string): string => `${"XYZUVW"[order.indexOf(state)]}X`;
        const before = formOpinion(input, WORLD).prompts;
        const after = formOpinion(rename(input, renamed), renameLaw(WORLD, renamed)).prompts;
        expect(after).toEqual(before);
      }),
      RUNS,
    );
  });
});

function without(input: OpinionInput, field: string): OpinionInput {
  const empty: Record<string, unknown> = { offences: [], conduct: [], selectors: [], facts: "" };
  const { [field as keyof OpinionInput]: _left, ...rest } = input;
  return (field in empty ? { ...rest, [field]: empty[field] } : rest) as OpinionInput;
}

function blanked(law: Law, state: string, cell: string): Law {
  return {
    ...law,
    sheets: { ...law.sheets, [state]: { ...(law.sheets[state] as StateSheet), [cell]: null } },
  };
}

function rename(input: OpinionInput, to: (state: string) => string): OpinionInput {
  return {
    ...input,
    requesting: to(input.requesting),
    requested: to(input.requested),
    offences: input.offences.map((each) => ({ ...each, state: to(each.state) })),
  };
}

function renameLaw(law: Law, to: (state: string) => string): Law {
  const sheets = Object.fromEntries(
    Object.values(law.sheets).map((sheet) => [
      to(sheet.state),
      { ...sheet, state: to(sheet.state), name: "renamed" },
    ]),
  );
  const instruments = Object.fromEntries(
    Object.values(law.instruments).map((ledger) => [
      ledger.id,
      {
        ...ledger,
        events: ledger.events.map((event) => ({
          ...event,
          state: event.state === null ? null : to(event.state),
        })),
      },
    ]),
  );
  return { ...law, sheets, instruments };
}
