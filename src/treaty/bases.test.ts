import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import agreements from "../../law/invented/agreements/agreements.json" with { type: "json" };
import { isProblem, type Problem } from "../base/problem.ts";
import { dayOf } from "../base/time.ts";
import { provisionOf } from "./articles.ts";
import { type AgreementRecord, agreementsJsonSchema } from "./agreements.ts";
import { type Basis, type BasisQuestion, basesFor, basisAnswer, readBasisQuestion } from "./bases.ts";
import { type Law, loadLaw } from "./law.ts";
import type { Instrument, LedgerEvent } from "./ledger.ts";
import { formOpinion } from "./opinion.ts";
import { type InstrumentId, MEASURES, type Opinion, type OpinionInput } from "./opinion-types.ts";
import type { Sureness } from "./sureness.ts";
import { R1, RAW, WORLD, withEvent, withSheet } from "./world-for-tests.ts";

const LAW: Law = loadLaw({ ...RAW, agreements: [{ name: "agreements.json", json: agreements }] });

/** A ledger with its Parties, each from a day and as sure as said. */
function ledgerOf(
  id: InstrumentId,
  parties: Record<string, [from: string, sureness?: Sureness]>,
  more: Partial<Instrument> = {},
): Instrument {
  const events = Object.entries(parties).map(([state, [date, sureness = "A"]]): LedgerEvent => ({
    state,
    kind: "entry-into-force",
    date,
    provisions: [],
    text: "In force.",
    source: "test",
    sureness,
  }));
  return {
    format: "comity/instrument/v1",
    id,
    name: id,
    invented: true,
    entryIntoForce: null,
    denunciation: null,
    scopeCondition: null,
    events,
    ...more,
  };
}

const withLedgers = (...ledgers: Instrument[]): Law => ({
  ...LAW,
  instruments: { ...LAW.instruments, ...Object.fromEntries(ledgers.map((each) => [each.id, each])) },
});

const ask = (pair: string, on: string, more: Partial<BasisQuestion> = {}): BasisQuestion => {
  const [requesting = "", requested = ""] = pair.split(">");
  return { requesting, requested, on, ...more };
};
const of = (bases: readonly Basis[], id: InstrumentId, purpose: Basis["purpose"] = "assistance"): Basis =>
  bases.find((each) => each.id === id && each.purpose === purpose) as Basis;

function thrown(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("the answer", () => {
  const rows: [string, string, Partial<BasisQuestion>, "basis" | "conditional" | "none", string][] = [
    ["ES>AL", "2027-08-15", { measure: "preservation" }, "basis", "Budapest Art. 29"],
    ["ES>AL", "2027-10-20", { measure: "preservation" }, "basis", "Budapest Art. 29"],
    ["ES>AL", "2027-10-20", { measure: "preservation", offence: "hanoi/7" }, "basis", "Art. 42"],
    ["DR>AL", "2026-11-24", { measure: "preservation" }, "conditional", "Organized Crime"],
    ["DR>AL", "2027-08-15", { measure: "stored-data", offence: "s.77" }, "basis", "Art. 44"],
    ["FE>CA", "2026-11-24", { measure: "stored-data" }, "conditional", "Treaty of Cardova and Fenwick"],
    ["FE>CA", "2026-11-24", { measure: "extradition" }, "conditional", "Treaty of Cardova and Fenwick"],
    ["DR>ES", "1999-01-01", {}, "none", "No treaty basis"],
  ];
  test.each(rows)("%s on %s, %o: %s", (pair, on, more, kind, words) => {
    const [section] = basisAnswer(ask(pair, on, more), LAW).sections;
    expect(section?.answer).toBe(kind);
    expect(section?.text).toContain(words);
  });

  test("without a measure both assistance and extradition are answered", () => {
    const { sections } = basisAnswer(ask("BO>AL", "2027-07-04"), LAW);
    expect(sections.map((each) => each.purpose)).toEqual(["assistance", "extradition"]);
  });

  test("what applies comes first, then what may, then what does not", () => {
    const rank = { holds: 0, unknown: 1, fails: 2 };
    const order = basesFor(ask("ES>AL", "2027-10-20", { measure: "preservation" }), LAW).map(
      (each) => rank[each.applies],
    );
    expect(order).toEqual(order.toSorted());
  });

  test("each says why, whether it applies or not", () => {
    for (const each of basesFor(ask("DR>ES", "1999-01-01"), LAW)) expect(each.why.length).toBeGreaterThan(15);
  });
});

describe("scope", () => {
  const rows: [string, Partial<BasisQuestion>, InstrumentId, Basis["applies"], string][] = [
    ["a measure the instrument does not have", { measure: "emergency-data" }, "budapest", "fails", "measure"],
    [
      "three years, and the requested State does not say whose law counts",
      { measure: "stored-data", offence: "s.30" },
      "hanoi",
      "unknown",
      "in scope is not known",
    ],
    [
      "corruption is asked",
      { measure: "stored-data", offence: "corruption" },
      "uncac",
      "unknown",
      "lawyer judges",
    ],
    [
      "a kind no article of UNCAC has",
      { measure: "stored-data", offence: "illegal-access" },
      "uncac",
      "fails",
      "Arts. 15 to 25",
    ],
    [
      "the condition is denied",
      { measure: "stored-data", answers: { "untoc-organized-group": "no: he acted alone" } },
      "untoc",
      "fails",
      "he acted alone",
    ],
  ];
  test.each(rows)("%s", (_name, more, id, applies, words) => {
    const parties = { DR: ["2010-01-01"], FE: ["2010-01-01"] } as Record<string, [string]>;
    const uncac = { ...(LAW.instruments.uncac as Instrument), events: ledgerOf("uncac", parties).events };
    const law = withLedgers(ledgerOf("budapest", parties), uncac);
    const found = of(basesFor(ask("DR>FE", "2027-08-15", more), law), id);
    expect(found.applies).toBe(applies);
    expect(found.why).toContain(words);
  });

  test.each(["hanoi", "untoc"] as const)("three years by the law that counts are out of scope: %s", (id) => {
    const bases = basesFor(ask("DR>CA", "2027-08-15", { measure: "stored-data", offence: "s.30" }), LAW);
    expect(of(bases, id).applies).toBe("fails");
    expect(of(bases, id).why).toContain("below four years");
  });

  const COE = {
    "coe-mla": ledgerOf("coe-mla", { AL: ["1999-01-01"], BO: ["2001-01-01"] }),
    "coe-mla-protocol-2": ledgerOf("coe-mla-protocol-2", {
      AL: ["2004-01-01"],
      BO: ["2005-01-01"],
      DR: ["2005-01-01"],
    }),
  };
  test.each([
    ["preservation", "fails", "holds"],
    ["stored-data", "holds", "holds"],
    ["content-interception", "unknown", "holds"],
    ["emergency-data", "fails", "fails"],
  ] as const)("CETS 30 and 182, %s: %s and %s", (measure, convention, protocol) => {
    const bases = basesFor(ask("BO>AL", "2027-07-04", { measure }), withLedgers(...Object.values(COE)));
    expect([of(bases, "coe-mla").applies, of(bases, "coe-mla-protocol-2").applies]).toEqual([
      convention,
      protocol,
    ]);
  });

  test("the protocol is none without the convention it belongs to", () => {
    const bases = basesFor(
      ask("DR>AL", "2027-07-04", { measure: "stored-data" }),
      withLedgers(...Object.values(COE)),
    );
    const { applies, why } = of(bases, "coe-mla-protocol-2");
    expect(applies).toBe("fails");
    expect(why).toContain("convention it belongs to");
  });

  test("between members of the Union the European conventions are no plain yes", () => {
    const union = ledgerOf("eu-evidence", { AL: ["2026-08-18"], BO: ["2026-08-18"] });
    const law = withLedgers(...Object.values(COE), union);
    const bases = basesFor(ask("BO>AL", "2027-07-04", { measure: "stored-data" }), law);
    expect([of(bases, "coe-mla").applies, of(bases, "eu-evidence").applies]).toEqual(["unknown", "unknown"]);
    expect(of(bases, "budapest").notes.join()).toContain("European Union");
  });

  test("articles on procedure give way to a treaty on assistance", () => {
    const notes = (law: Law): string =>
      of(basesFor(ask("BO>AL", "2027-07-04", { measure: "stored-data" }), law), "budapest").notes.join();
    expect(notes(LAW)).not.toContain("27(1)");
    expect(notes(withLedgers(...Object.values(COE)))).toContain("27(1)");
  });
});

describe("the place in the text", () => {
  const parties = { AL: ["2001-01-01"], BO: ["2001-01-01"] } as Record<string, [string]>;
  const law = withLedgers(
    ...(["uncac", "coe-mla", "coe-mla-protocol-2", "coe-extradition"] as const).map((id) =>
      ledgerOf(id, parties),
    ),
  );
  test.each([
    [undefined, "hanoi/35(1)"],
    [undefined, "budapest/25(1)"],
    [undefined, "untoc/18(1)"],
    [undefined, "uncac/46(1)"],
    [undefined, "coe-mla/1(1)"],
    [undefined, "coe-mla-protocol-2/8"],
    ["stored-data", "untoc/18(3)(c)"],
    ["subscriber", "untoc/18(3)(e)"],
    ["preservation", "untoc/18(3)(i)"],
    ["stored-data", "uncac/46(3)(c)"],
    ["subscriber", "uncac/46(3)(e)"],
    ["preservation", "uncac/46(3)(i)"],
    ["stored-data", "coe-mla/3(1)"],
    ["preservation", "coe-mla-protocol-2/24(1)"],
    ["extradition", "hanoi/37(1)"],
    ["extradition", "budapest/24(1)(a)"],
    ["extradition", "untoc/16(1)"],
    ["extradition", "uncac/44(1)"],
    ["extradition", "coe-extradition/2(1)"],
  ] as const)("%s: %s", (measure, id) => {
    const instrument = id.split("/")[0] as InstrumentId;
    const question = ask("BO>AL", "2027-07-04", measure === undefined ? {} : { measure });
    expect(basesFor(question, law).find((each) => each.id === instrument)?.pinpoint).toBe(
      provisionOf(id).pinpoint,
    );
  });
});

describe("facts that meet or miss a condition", () => {
  const group = ["organised-group", "several-states"];
  const byRequesting = { seriousCrimeMeasuredBy: "requesting" as const };
  const rows: [string, Partial<OpinionInput>, Basis["applies"], Opinion["obligation"]["strength"]][] = [
    [
      "a group in several States, a serious crime",
      { conduct: [...R1.conduct, ...group], ...byRequesting },
      "holds",
      "shall",
    ],
    ["the same, and what happened is not said", { conduct: group, ...byRequesting }, "holds", "unknown"],
    [
      "four years by both laws: it need not be said whose count",
      { conduct: [...R1.conduct, ...group] },
      "holds",
      "shall",
    ],
    ["only the group is said", { conduct: ["organised-group"], ...byRequesting }, "unknown", "unknown"],
    ["nobody says whose four years count", { conduct: group }, "unknown", "unknown"],
    ["no group", { conductAbsent: ["organised-group"] }, "fails", "no-duty"],
    ["no other State", { conductAbsent: ["several-states"] }, "fails", "no-duty"],
  ];
  test.each(rows)("%s", (_name, change, applies, strength) => {
    const on = "2026-11-24T00:00:00.000Z";
    const input: OpinionInput = { ...R1, requested: "DR", on, measure: "stored-data", ...change };
    const { instrument, obligation } = formOpinion(input, WORLD);
    expect(instrument.candidates.find((each) => each.id === "untoc")?.applies).toBe(applies);
    expect(obligation.strength).toBe(strength);
  });

  test("a bribe in the facts opens UNCAC, whose duty and grounds are then told", () => {
    const input: OpinionInput = {
      ...R1,
      requested: "FE",
      on: "2026-11-24T00:00:00.000Z",
      measure: "stored-data",
      conduct: ["bribe-given-or-taken"],
    };
    const { instrument, grounds } = formOpinion(input, WORLD);
    expect(instrument.chosen).toBe("uncac");
    expect(grounds.map((each) => each.pinpoint)).toContain("UNCAC Art. 46(9)(b)");
    expect(grounds.find((each) => each.pinpoint === "UNCAC Art. 46(8)")?.status).toBe("forbidden");
  });
});

describe("extradition", () => {
  const law = withLedgers(ledgerOf("coe-extradition", { AL: ["1999-01-01"], BO: ["2001-01-01"] }));
  const months = (base: Law, state: string, maxMonths: number | null): Law =>
    withSheet(base, state, ({ offences }) => ({
      offences: offences.map((each) => ({
        ...each,
        penalties: each.penalties.map((penalty) => ({
          ...penalty,
          maxMonths,
          gravest: null,
          aggravated: [],
        })),
      })),
    }));
  test.each([
    [12, 12, "holds"],
    [12, 11, "unknown"],
    [11, 60, "fails"],
    [60, null, "unknown"],
    [null, 60, "unknown"],
  ] as const)("CETS 24: %s months there, %s here: %s", (there, here, applies) => {
    const changed = months(months(law, "BO", there), "AL", here);
    const bases = basesFor(
      ask("BO>AL", "2027-07-04", { measure: "extradition", offence: "CC 361" }),
      changed,
    );
    expect(of(bases, "coe-extradition", "extradition")).toMatchObject({
      applies,
      pinpoint: "CETS 24 Art. 2(1)",
    });
  });

  test.each([
    ["CC 361", "hanoi", "holds"],
    ["CC 361", "budapest", "holds"],
    ["expression", "hanoi", "unknown"],
  ] as const)("%s under %s: %s", (offence, id, applies) => {
    const bases = basesFor(ask("BO>AL", "2027-07-04", { measure: "extradition", offence }), LAW);
    expect(of(bases, id, "extradition").applies).toBe(applies);
  });

  test("the Convention's article is not for serious crimes that are none of its own", () => {
    const bases = basesFor(ask("DR>CA", "2027-07-04", { measure: "extradition", offence: "s.148" }), LAW);
    expect(of(bases, "hanoi", "extradition")).toMatchObject({ applies: "fails", pinpoint: "Art. 37(1)" });
  });

  test("what is for assistance only is none for extradition, and the other way round", () => {
    const both = withLedgers(
      ledgerOf("coe-mla", { AL: ["1999-01-01"], BO: ["2001-01-01"] }),
      ledgerOf("coe-extradition", { AL: ["1999-01-01"], BO: ["2001-01-01"] }),
    );
    const bases = basesFor(ask("BO>AL", "2027-07-04"), both);
    expect(of(bases, "coe-extradition").why).toContain("not for evidence");
    expect(of(bases, "coe-mla", "extradition").why).toContain("not for extradition");
  });
});

describe("agreements of two States", () => {
  const record = (change: Partial<AgreementRecord>): Law => ({
    ...LAW,
    agreements: [{ ...(LAW.agreements?.[0] as AgreementRecord), ...change }],
  });
  const rows: [string, Partial<AgreementRecord>, string, Basis["applies"]][] = [
    ["in force, no condition", { condition: null }, "2026-11-24", "holds"],
    ["on a condition", {}, "2026-11-24", "unknown"],
    ["before its day", { condition: null }, "2019-02-28", "fails"],
    ["on its day", { condition: null }, "2019-03-01", "holds"],
    ["after its end", { condition: null, until: "2026-01-01" }, "2026-01-01", "fails"],
    ["the day before its end", { condition: null, until: "2026-01-01" }, "2025-12-31", "holds"],
    ["only the year is known", { condition: null, inForce: "2026" }, "2026-11-24", "unknown"],
    ["another measure", { condition: null, measures: ["preservation"] }, "2026-11-24", "fails"],
    ["one secondary source", { condition: null, sureness: "C" }, "2026-11-24", "unknown"],
    ["recalled only", { condition: null, sureness: "D", inForce: null }, "2026-11-24", "unknown"],
  ];
  test.each(rows)("%s", (_name, change, on, applies) => {
    const law = record(change);
    for (const pair of ["CA>FE", "FE>CA"])
      expect(of(basesFor(ask(pair, on, { measure: "stored-data" }), law), "bilateral").applies).toBe(applies);
  });

  test("none recorded is no in the invented world and not known in the real one", () => {
    const bases = (law: Law): Basis => of(basesFor(ask("BO>AL", "2027-07-04"), law), "bilateral");
    expect(bases(LAW).applies).toBe("fails");
    expect(bases({ ...LAW, world: "real" })).toMatchObject({ applies: "unknown", sureness: "D" });
  });

  test("a promise of reciprocity counts for its time", () => {
    const on = (day: string): Basis =>
      of(basesFor(ask("DR>FE", day, { measure: "stored-data" }), LAW), "reciprocity");
    expect(on("2025-01-01")).toMatchObject({ applies: "holds" });
    expect(on("2028-05-02").name).toBe("Reciprocity, without a treaty");
  });

  const faults: [string, object, string][] = [
    ["same_state_twice", { between: ["CA", "CA"] }, "records.0.between"],
    ["date_nobody_saw", { sureness: "D" }, "records.0.inForce"],
    ["measures_without_assistance", { covers: ["extradition"] }, "records.0.measures"],
    ["impossible_date", { inForce: "2019-02-30" }, "records.0.inForce"],
    ["no_source", { source: "" }, "records.0.source"],
    ["unknown_field", { rank: 1 }, "records.0.rank"],
  ];
  test.each(faults)("%s is refused", (_name, change, where) => {
    const json = { ...agreements, records: [{ ...agreements.records[0], ...change }] };
    const problem = thrown(() => loadLaw({ ...RAW, agreements: [{ name: "a.json", json }] }));
    expect([problem.code, problem.where]).toEqual(["treaty/agreements-invalid", `a.json: ${where}`]);
  });

  test("a record of the other world is refused", () => {
    const json = { ...agreements, invented: false };
    expect(thrown(() => loadLaw({ ...RAW, agreements: [{ name: "a.json", json }] })).code).toBe(
      "treaty/worlds-mixed",
    );
  });
});

describe("bad questions", () => {
  const rows: [string, Partial<BasisQuestion> & Record<string, unknown>, string][] = [
    ["unknown_state", { requested: "Atlantis" }, "treaty/unknown-state"],
    ["same_state", { requested: "BO" }, "treaty/same-state"],
    ["unknown_offence", { offence: "witchcraft" }, "treaty/unknown-offence"],
    ["article_that_makes_no_offence", { offence: "hanoi/40" }, "treaty/unknown-offence"],
    ["unknown_measure", { measure: "everything" as "preservation" }, "treaty/unknown-measure"],
    ["impossible_date", { on: "2027-02-30" }, "treaty/input-invalid"],
    ["unknown_field", { urgency: "high" }, "treaty/input-invalid"],
  ];
  test.each(rows)("%s", (_name, change, code) => {
    const problem = thrown(() =>
      basesFor(readBasisQuestion({ ...ask("BO>AL", "2027-07-04"), ...change }), LAW),
    );
    expect(problem.code).toBe(code);
    expect(problem.next.length).toBeGreaterThan(10);
  });
});

describe("properties", () => {
  const STATES = Object.keys(WORLD.sheets);
  const question = fc.record({
    pair: fc.tuple(fc.constantFrom(...STATES), fc.constantFrom(...STATES)).filter(([a, b]) => a !== b),
    on: fc.constantFrom(
      "1999-01-01",
      "2012-06-01",
      "2026-11-24",
      "2027-05-31",
      "2027-06-01",
      "2027-10-10",
      "2028-08-01",
    ),
    measure: fc.constantFrom(...MEASURES),
    offence: fc.nat(30),
    sureness: fc.constantFrom<Sureness>("A", "B", "C", "D"),
  });
  const COE: InstrumentId[] = ["coe-mla", "coe-mla-protocol-2", "coe-extradition"];
  const lawWith = (sureness: Sureness): Law =>
    withLedgers(
      ...COE.map((id) =>
        ledgerOf(
          id,
          Object.fromEntries(STATES.map((state) => [state, ["2001-01-01", sureness] as const])) as Record<
            string,
            [string, Sureness]
          >,
        ),
      ),
    );

  test("the opinion and the list of bases never disagree", () => {
    let tried = 0;
    fc.assert(
      fc.property(question, ({ pair: [requesting, requested], on, measure, offence, sureness }) => {
        const law = lawWith(sureness);
        const offences = law.sheets[requesting]?.offences ?? [];
        const code = offences[offence % offences.length]?.code as string;
        const inForce = basesAsked(requesting, requested, on, measure, code, law);
        if (!inForce) return;
        const input: OpinionInput = {
          requesting,
          requested,
          on: `${on}T00:00:00.000Z`,
          measure,
          offences: [{ state: requesting, code }],
          conduct: [],
          facts: "",
          selectors: [],
        };
        const { instrument } = formOpinion(input, law);
        for (const each of instrument.candidates) {
          const { applies, pinpoint, inForce: bound } = of(inForce, each.id);
          expect({ id: each.id, applies, pinpoint, bound }).toEqual({
            id: each.id,
            applies: each.applies,
            pinpoint: each.pinpoint,
            bound: each.inForce,
          });
          tried += 1;
        }
        if (instrument.chosen) expect(of(inForce, instrument.chosen).applies).not.toBe("fails");
        expect(dayOf(input.on)).toBe(on);
      }),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(500);
  });

  function basesAsked(
    requesting: string,
    requested: string,
    on: string,
    measure: OpinionInput["measure"],
    offence: string,
    law: Law,
  ): Basis[] | null {
    try {
      return basesFor({ requesting, requested, on, measure, offence }, law);
    } catch (error) {
      // A statute that is not in force on that day is no statute.
      if (isProblem(error) && error.code === "treaty/unknown-offence") return null;
      throw error;
    }
  }

  test("a line that is only probable is never a yes, and no question turns it into a no", () => {
    fc.assert(
      fc.property(question, ({ pair: [requesting, requested], on, measure, sureness }) => {
        const bases = basesFor({ requesting, requested, on, measure }, lawWith(sureness));
        for (const each of bases)
          if (each.applies === "holds" && each.id !== "reciprocity")
            expect(["A", "B"]).toContain(each.sureness);
      }),
      { numRuns: 200 },
    );
  });

  test("before an instrument is in force it never applies", () => {
    fc.assert(
      fc.property(question, ({ pair: [requesting, requested], measure }) => {
        const bases = basesFor({ requesting, requested, on: "2027-05-31", measure }, LAW);
        expect(of(bases, "hanoi").applies).toBe("fails");
      }),
      { numRuns: 100 },
    );
  });

  test("a denunciation that has taken effect ends it", () => {
    const event = { kind: "denunciation" as const, date: "2027-08-01", provisions: [], text: "Denounced." };
    const law = withEvent(LAW, "hanoi", { ...event, state: "AL" });
    const on = (day: string): Basis =>
      of(basesFor(ask("BO>AL", day, { measure: "preservation", offence: "CC 361" }), law), "hanoi");
    expect(on("2028-07-31")).toMatchObject({ applies: "holds" });
    expect(on("2028-08-01")).toMatchObject({ applies: "fails" });
  });
});

test("the published schema is current", () => {
  const file = resolve(import.meta.dirname, "../../spec/schemas/agreements.schema.json");
  const text = `${JSON.stringify(agreementsJsonSchema(), null, 2)}\n`;
  if (process.env["UPDATE"]) writeFileSync(file, text);
  expect(readFileSync(file, "utf8"), "UPDATE=1 vitest run src/treaty/bases.test.ts writes it").toBe(text);
});
