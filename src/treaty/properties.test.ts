import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idsCited } from "./cited.ts";
import { CONDUCT, TOPICS } from "./conduct.ts";
import type { Law } from "./law.ts";
import { caseRows } from "./cases/table-for-tests.ts";
import { formOpinion, readOpinionInput, wholeOpinion } from "./opinion.ts";
import { MEASURES, Opinion, type OpinionInput } from "./opinion-types.ts";
import { readQuestion } from "./question.ts";
import type { StateSheet } from "./sheet.ts";
import { hasClosedList } from "./silence.ts";
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

/** The questions of the tables of cases: drafts that make sense. */
const real = fc.constantFrom(
  ...caseRows().map(({ question, row }) => readQuestion(question, WORLD, "2027-07-01T00:00:00.000Z", row)),
);

/** One more fact: conduct ticked or said to be absent, a flag, an answer, an urgency, a consent. */
const oneMore: fc.Arbitrary<(input: OpinionInput) => OpinionInput> = fc.oneof(
  fc.constantFrom(...KEYS).map((key) => (input: OpinionInput): OpinionInput => {
    const known = [...input.conduct, ...(input.conductAbsent ?? [])].includes(key);
    return known ? input : { ...input, conduct: [...input.conduct, key] };
  }),
  fc.constantFrom(...KEYS).map((key) => (input: OpinionInput): OpinionInput => {
    const known = [...input.conduct, ...(input.conductAbsent ?? [])].includes(key);
    return known ? input : { ...input, conductAbsent: [...(input.conductAbsent ?? []), key] };
  }),
  fc.constantFrom(...TOPICS).map((topic) => (input: OpinionInput): OpinionInput => ({
    ...input,
    contextFlags: [...(input.contextFlags ?? []), topic],
  })),
  fc
    .tuple(fc.constantFrom(...TOPICS), fc.constantFrom("yes: it is", "no: it is not"))
    .map(([topic, answer]) => (input: OpinionInput): OpinionInput => ({
      ...input,
      answers: { ...input.answers, [topic]: answer },
    })),
  fc
    .constantFrom("emergency", "volatile", "custody", "none" as const)
    .map((kind) => (input: OpinionInput): OpinionInput => ({ ...input, urgency: { kind, reason: "Said." } })),
  fc.boolean().map((nationalOfRequested) => (input: OpinionInput): OpinionInput => ({
    ...input,
    nationalOfRequested,
  })),
);

describe("what a fact can and cannot do", () => {
  test("adding a fact never turns shall into silence: what follows still binds, or says what stands against it", () => {
    let bound = 0;
    let changed = 0;
    fc.assert(
      fc.property(real, fc.array(oneMore, { minLength: 1, maxLength: 4 }), (input, more) => {
        const before = formOpinion(input, WORLD);
        if (!["shall", "shall-endeavour"].includes(before.obligation.says)) return;
        bound += 1;
        const richer = more.reduce((draftSoFar, add) => add(draftSoFar), input);
        const after = formOpinion(richer, WORLD);
        expect(["shall", "shall-endeavour", "may", "not-known"]).toContain(after.obligation.says);
        expect(after.obligation.why).not.toBe("");
        // A fact can bring an offence back that a reservation had taken out, and with it another instrument.
        const instrumentOf = ({ instrument }: typeof after) => instrument.chosen ?? instrument.proposed;
        if (instrumentOf(after) === instrumentOf(before))
          expect(after.duties.length).toBe(before.duties.length);
        if (after.obligation.says === before.obligation.says) return;
        changed += 1;
        const reasons = [
          ...after.grounds.filter((each) => each.indicated || each.status === "not-known"),
          ...(after.classification.kind === "unknown" ? [after.classification] : []),
        ];
        expect(reasons).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect([bound > 100, changed > 5]).toEqual([true, true]);
  });

  test("what nobody said is never taken for no", () => {
    fc.assert(
      fc.property(draft, (input) => {
        const { conductAbsent: _said, ...silent } = input;
        const { dualCriminality, classification, instrument } = formOpinion(silent, WORLD);
        const lines = (WORLD.sheets[input.requested] as StateSheet).notCriminal;
        if (dualCriminality.result === "fails")
          expect(lines.some((each) => each.without.length === 0)).toBe(true);
        if (classification.kind === "neither")
          expect((WORLD.sheets[input.requesting] as StateSheet).offences.length).toBeGreaterThan(0);
        const nothingSaid = formOpinion({ ...silent, conduct: [], offences: [] }, WORLD);
        expect(nothingSaid.classification.kind).toBe("unknown");
        expect(nothingSaid.dualCriminality.result).toBe("unknown");
        if (instrument.chosen === "hanoi" && nothingSaid.instrument.chosen === "hanoi")
          expect(nothingSaid.obligation.says).toMatch(/^(not-known|not-available)$/);
      }),
      RUNS,
    );
  });

  test("a sheet that is not there closes no ground and answers nothing", () => {
    fc.assert(
      fc.property(draft, (input) => {
        const { [input.requested]: _gone, ...sheets } = WORLD.sheets;
        const opinion = formOpinion(input, { ...WORLD, sheets });
        expect(opinion.dualCriminality.result).toBe("unknown");
        expect(opinion.authorisation.available).toBeNull();
        const closed = opinion.grounds.filter((each) => each.status === "closed").map((each) => each.id);
        expect(closed.filter((id) => ["R6", "B4", "UT9", "UC9", "R12", "R13"].includes(id)).length).toBe(
          hasClosedList(input.measure) ? closed.filter((id) => id === "R6").length : 0,
        );
      }),
      RUNS,
    );
  });

  test("a closed list stays closed, whatever is added", () => {
    fc.assert(
      fc.property(
        draft,
        fc.array(oneMore, { maxLength: 4 }),
        fc.constantFrom("preservation", "traffic-partial" as const),
        (input, more, measure) => {
          const richer = more.reduce((draftSoFar, add) => add(draftSoFar), {
            ...input,
            measure,
          } as OpinionInput);
          const { grounds, instrument } = formOpinion(richer, WORLD);
          if ((instrument.chosen ?? instrument.proposed) !== "hanoi") return;
          const open = grounds.filter((each) => each.status === "open").map((each) => each.pinpoint);
          const listed = ["Art. 40(21)(b)", "Art. 40(21)(c)", "Art. 40(22)", "Art. 42(5)"];
          expect(open.filter((each) => !listed.includes(each))).toEqual([]);
          expect(grounds.find((each) => each.provision === "hanoi/40(8)")?.status).not.toBe("open");
        },
      ),
      RUNS,
    );
  });
});

describe("time and place", () => {
  test("before it is in force between the two, the Convention is nowhere cited as binding", () => {
    let tried = 0;
    fc.assert(
      fc.property(draft, fc.constantFrom("2025-01-01", "2026-11-24", "2027-05-31"), (input, day) => {
        const { basis: _basis, ...unbased } = input;
        for (const question of [{ ...unbased, on: `${day}T09:00:00.000Z` }]) {
          const opinion = wholeOpinion(question, WORLD);
          tried += 1;
          expect(opinion.instrument.chosen).not.toBe("hanoi");
          expect(opinion.instrument.candidates.find((each) => each.id === "hanoi")?.applies).toBe("fails");
          expect(bindingIds(opinion).filter((id) => id.startsWith("hanoi/"))).toEqual([]);
          expect(opinion.doors.extradition.status).toBe("unknown");
        }
      }),
      { numRuns: 150 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  test("whoever bears which name, with the same law the answer is the same", () => {
    fc.assert(
      fc.property(draft, fc.shuffledSubarray(STATES, { minLength: STATES.length }), (input, order) => {
        const swapped = (state: string): string => order[STATES.indexOf(state)] ?? state;
        const back = (state: string): string => STATES[order.indexOf(state)] ?? state;
        const before = formOpinion(input, WORLD);
        const after = formOpinion(rename(input, swapped), renameLaw(WORLD, swapped));
        const named = JSON.stringify(after).replaceAll(/\b[A-Z]{2}\b/g, (word) => back(word));
        expect(withoutNames(JSON.parse(named) as Opinion)).toEqual(withoutNames(before));
      }),
      RUNS,
    );
  });
});

/** Every provision that something in the opinion rests on as binding or as a ground. */
function bindingIds(opinion: Opinion): string[] {
  const { duties, grounds, conditions, clocks, obligation, prompts, next = [], enacted, tensions } = opinion;
  return [
    ...duties.map((each) => each.provision),
    ...grounds.flatMap((each) => [each.provision, ...each.duties.map((duty) => duty.provision)]),
    ...conditions.map((each) => each.provision),
    ...tensions.flatMap((each) => each.provisions),
    ...enacted.map((each) => each.article),
    ...[...clocks, obligation, ...prompts, ...next].flatMap((each) => idsCited(each.pinpoint)),
  ];
}

function withoutNames({ parties: _parties, ...rest }: Opinion): Omit<Opinion, "parties"> {
  return rest;
}

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
  const agreements = (law.agreements ?? []).map((each) => ({
    ...each,
    between: each.between.map(to) as [string, string],
  }));
  return { ...law, sheets, instruments, agreements };
}
