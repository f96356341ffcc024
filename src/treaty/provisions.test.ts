import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import coeMla from "../../law/real/instruments/coe-mla.json" with { type: "json" };
import coeMlaProtocol from "../../law/real/instruments/coe-mla-protocol-2.json" with { type: "json" };
import { provisionOf } from "./articles.ts";
import { type Law, loadLaw } from "./law.ts";
import { Instrument } from "./ledger.ts";
import { basesFor } from "./bases.ts";
import { idsCited } from "./cited.ts";
import { formOpinion } from "./opinion.ts";
import type { Measure, Opinion, OpinionInput } from "./opinion-types.ts";
import type { SheetOffence } from "./sheet.ts";
import { R1, WORLD, withEvent, withSheet } from "./world-for-tests.ts";

// What each rule of a provision does, provision by provision. The cases show how they play together.

/** Everything any measure asks for. Case 1, so that nothing in it is in doubt. */
const WHOLE: OpinionInput = {
  ...R1,
  preservationReference: "BO-AL-2027-0001",
  mlaReference: "BO-AL-2027-0002",
  evidenceForm: "Copies with a hash.",
  period: { from: "2027-07-05T00:00:00Z", to: "2027-07-15T00:00:00Z" },
  justification: "To see who connects to the control server.",
  durationJustification: "Payments are taken over ten days.",
};
const ANSWERS = {
  "untoc-transnational": "yes: it was done from another State",
  "untoc-organized-group": "yes: three acted together",
  "uncac-offence-covered": "yes: an official was bribed",
};

type Field = keyof OpinionInput;

function asked(id: string, measure: Measure, change: Partial<OpinionInput> = {}): OpinionInput {
  const basis = id.split("/")[0] as OpinionInput["basis"];
  return { ...WHOLE, measure, basis, answers: ANSWERS, ...change };
}

function without(input: OpinionInput, field: Field): OpinionInput {
  const empty: Partial<OpinionInput> = { facts: "", offences: [], selectors: [], conduct: [] };
  const { [field]: _left, ...rest } = input;
  return { ...rest, ...(field in empty ? { [field]: empty[field] } : {}) } as OpinionInput;
}

const dutyOf = (opinion: Opinion, id: string) => opinion.duties.find((each) => each.provision === id)?.state;

describe("contents a request owes", () => {
  test.each<[string, Measure, Field]>([
    ["hanoi/35(1)", "stored-data", "offences"],
    ["hanoi/40(15)(a)", "stored-data", "authority"],
    ["hanoi/40(15)(b)", "stored-data", "authority"],
    ["hanoi/40(15)(b)", "stored-data", "offences"],
    ["hanoi/40(15)(c)", "stored-data", "facts"],
    ["hanoi/40(15)(d)", "stored-data", "selectors"],
    ["hanoi/40(15)(g)", "stored-data", "purpose"],
    ["hanoi/41(3)(e)", "emergency-data", "authority"],
    ["hanoi/41(3)(e)", "emergency-data", "facts"],
    ["hanoi/42(3)(a)", "preservation", "authority"],
    ["hanoi/42(3)(b)", "preservation", "offences"],
    ["hanoi/42(3)(b)", "preservation", "facts"],
    ["hanoi/42(3)(c)", "preservation", "selectors"],
    ["hanoi/42(3)(d)", "preservation", "custodian"],
    ["hanoi/42(3)(e)", "preservation", "necessity"],
    ["hanoi/42(3)(f)", "preservation", "intendsMla"],
    ["hanoi/42(3)(g)", "preservation", "confidentiality"],
    ["hanoi/45(3)(a)", "traffic-realtime", "authority"],
    ["hanoi/45(3)(b)", "traffic-realtime", "facts"],
    ["hanoi/45(3)(c)", "traffic-realtime", "selectors"],
    ["hanoi/45(3)(d)", "traffic-realtime", "custodian"],
    ["hanoi/45(3)(e)", "traffic-realtime", "justification"],
    ["hanoi/45(3)(f)", "traffic-realtime", "period"],
    ["hanoi/45(3)(f)", "traffic-realtime", "durationJustification"],
    ["budapest/29(2)(a)", "preservation", "authority"],
    ["budapest/29(2)(b)", "preservation", "offences"],
    ["budapest/29(2)(b)", "preservation", "facts"],
    ["budapest/29(2)(c)", "preservation", "selectors"],
    ["budapest/29(2)(d)", "preservation", "custodian"],
    ["budapest/29(2)(e)", "preservation", "necessity"],
    ["budapest/29(2)(f)", "preservation", "intendsMla"],
    ["budapest/25(1)", "stored-data", "offences"],
    ["budapest/25(5)", "stored-data", "conduct"],
    ["budapest/34", "content-interception", "facts"],
    ["budapest/30(1)", "traffic-partial", "facts"],
    ["budapest/33(1)", "traffic-realtime", "facts"],
    ["untoc/18(15)(a)", "stored-data", "authority"],
    ["untoc/18(15)(b)", "stored-data", "offences"],
    ["untoc/18(15)(c)", "stored-data", "facts"],
    ["untoc/18(15)(d)", "stored-data", "selectors"],
    ["untoc/18(15)(f)", "stored-data", "purpose"],
    ["uncac/46(15)(a)", "stored-data", "authority"],
    ["uncac/46(15)(b)", "stored-data", "offences"],
    ["uncac/43(2)", "stored-data", "conduct"],
    ["uncac/46(15)(c)", "stored-data", "facts"],
    ["uncac/46(15)(d)", "stored-data", "selectors"],
    ["uncac/46(15)(f)", "stored-data", "purpose"],
  ])("%s for %s: without %s it is not known, with it it holds", (id, measure, field) => {
    const input = asked(id, measure);
    expect(dutyOf(formOpinion(without(input, field), WORLD), id)).toBe("unknown");
    expect(dutyOf(formOpinion(input, WORLD), id)).toBe("holds");
  });

  test.each<[string, Measure, string]>([
    ["hanoi/2(o)", "emergency-data", "urgency"],
    ["hanoi/44(1)", "stored-data", "preservationReference"],
    ["budapest/31(1)", "stored-data", "preservationReference"],
  ])("%s for %s asks for %s", (id, measure, field) => {
    const opinion = formOpinion(asked(id, measure), WORLD);
    expect(opinion.asked.find((each) => each.field === field)?.pinpoint).toBe(provisionOf(id).pinpoint);
  });
});

describe("tests of a duty", () => {
  const NO_OFFENCE = { offences: [] };
  test.each<[string, Measure, Partial<OpinionInput>, string]>([
    ["hanoi/40(1)", "stored-data", {}, "holds"],
    ["hanoi/40(1)", "stored-data", NO_OFFENCE, "unknown"],
    ["hanoi/42(4)", "preservation", NO_OFFENCE, "unknown"],
    ["hanoi/44(3)", "stored-data", {}, "holds"],
    ["hanoi/44(3)", "stored-data", { urgency: { kind: "none" } }, "fails"],
    ["hanoi/40(20)", "stored-data", {}, "holds"],
    ["hanoi/40(20)", "stored-data", { confidentiality: undefined }, "fails"],
    ["hanoi/24(2)", "content-interception", { requested: "FE" }, "fails"],
    ["hanoi/24(2)", "stored-data", {}, "holds"],
    ["hanoi/45(2)", "traffic-realtime", {}, "holds"],
    ["hanoi/46", "content-interception", { requested: "FE" }, "fails"],
    ["budapest/15(2)", "stored-data", {}, "holds"],
    ["budapest/31(3)", "stored-data", {}, "holds"],
    ["budapest/31(3)", "stored-data", { urgency: { kind: "none" } }, "fails"],
    ["budapest/33(2)", "traffic-realtime", {}, "holds"],
    ["untoc/18(1)", "stored-data", {}, "unknown"],
    ["uncac/46(1)", "stored-data", {}, "unknown"],
  ])("%s for %s, %j: %s", (id, measure, change, state) => {
    expect(dutyOf(formOpinion(asked(id, measure, change), WORLD), id)).toBe(state);
  });
});

describe("grounds of the other conventions", () => {
  const RESERVED = withEvent(WORLD, "budapest", {
    state: "AL",
    kind: "reservation",
    date: "2016-01-01",
    provisions: ["budapest/29(4)"],
    text: "Reserved.",
  });
  test.each<[string, Measure, string]>([
    ["budapest/27(4)(a)", "stored-data", "open"],
    ["budapest/27(4)(b)", "stored-data", "open"],
    ["budapest/27(5)", "stored-data", "open"],
    ["budapest/25(4)", "stored-data", "closed"],
    ["budapest/29(4)", "preservation", "closed"],
    ["budapest/29(5)", "preservation", "forbidden"],
    ["budapest/29(3)", "preservation", "forbidden"],
    ["budapest/30(2)", "traffic-partial", "forbidden"],
    ["untoc/18(8)", "stored-data", "forbidden"],
    ["untoc/18(9)", "stored-data", "closed"],
    ["untoc/18(21)(a)", "stored-data", "open"],
    ["untoc/18(21)(b)", "stored-data", "open"],
    ["untoc/18(21)(c)", "stored-data", "open"],
    ["untoc/18(21)(d)", "stored-data", "open"],
    ["untoc/18(22)", "stored-data", "forbidden"],
    ["untoc/18(25)", "stored-data", "open"],
    ["uncac/46(8)", "stored-data", "forbidden"],
    ["uncac/46(9)(b)", "stored-data", "closed"],
    ["uncac/46(21)(a)", "stored-data", "open"],
    ["uncac/46(21)(b)", "stored-data", "open"],
    ["uncac/46(21)(c)", "stored-data", "open"],
    ["uncac/46(21)(d)", "stored-data", "open"],
    ["uncac/46(22)", "stored-data", "forbidden"],
    ["uncac/46(25)", "stored-data", "open"],
  ])("%s for %s is among those that are %s", (id, measure, status) => {
    const { grounds } = formOpinion(asked(id, measure), WORLD);
    expect(grounds.filter((each) => each.provision === id).map((each) => each.status)).toContain(status);
  });

  test("29(4): what was reserved opens it only for an offence outside Arts. 2 to 11 that the other does not know", () => {
    const morals = WORLD.sheets.DR?.offences.find((each) => each.code === "s.201") as SheetOffence;
    const law = withSheet(RESERVED, "BO", (sheet) => ({ offences: [...sheet.offences, morals] }));
    const of = (change: Partial<OpinionInput>) =>
      formOpinion(asked("budapest/29(4)", "preservation", change), law).grounds.find(
        (each) => each.provision === "budapest/29(4)",
      )?.status;
    expect(of({})).toBe("closed");
    const consenting = {
      conduct: ["adults-met-by-consent", "morals-offended"],
      conductAbsent: ["coercion-of-person", "minor-exploited", "exploitation-of-person"],
    };
    expect(of({ offences: [{ state: "BO", code: "s.201" }], ...consenting })).toBe("open");
  });

  test.each([
    ["budapest/27(6)", "budapest/27(4)(b)", "consult"],
    ["budapest/27(7)", "budapest/27(4)(b)", "reasons"],
    ["untoc/18(26)", "untoc/18(21)(b)", "consult"],
    ["untoc/18(23)", "untoc/18(21)(b)", "reasons"],
    ["uncac/46(26)", "uncac/46(21)(b)", "consult"],
    ["uncac/46(23)", "uncac/46(21)(b)", "reasons"],
  ])("%s: to refuse on %s owes %s", (id, ground, duty) => {
    const { grounds } = formOpinion(asked(id, "stored-data"), WORLD);
    const owed = grounds.find((each) => each.provision === ground)?.duties ?? [];
    expect(owed.find((each) => each.provision === id)?.duty).toBe(duty);
  });

  test.each(["budapest/28(2)(a)", "budapest/28(2)(b)"])("%s can be set as a condition", (id) =>
    expect(formOpinion(asked(id, "stored-data"), WORLD).conditions.map((each) => each.provision)).toContain(
      id,
    ),
  );
});

describe("what is owed before a refusal, and conditions in its place", () => {
  const { grounds, conditions } = formOpinion(asked("hanoi/40(1)", "stored-data"), WORLD);
  const owed = (ground: string, id: string) =>
    grounds.find((each) => each.provision === ground)?.duties.find((each) => each.provision === id)?.force;

  test.each([
    ["hanoi/40(21)(a)", "hanoi/40(28)", "shall"],
    ["hanoi/40(21)(b)", "hanoi/40(28)", "shall"],
    ["hanoi/40(22)", "hanoi/40(28)", "good-practice"],
    ["hanoi/40(22)", "hanoi/40(25)", "shall"],
    ["hanoi/36(1)(a)", "hanoi/36(1)(b)", "where-appropriate"],
  ])("%s: %s binds as %s", (ground, id, force) => expect(owed(ground, id)).toBe(force));

  test.each(["hanoi/36(1)(b)", "hanoi/36(2)", "hanoi/36(3)", "hanoi/40(19)", "hanoi/40(28)", "hanoi/40(30)"])(
    "%s can be set as a condition",
    (id) => expect(conditions.map((each) => each.provision)).toContain(id),
  );

  test("hanoi/40(16): an unverified sender is asked through the directory", () => {
    const opinion = formOpinion(
      asked("hanoi/40(1)", "stored-data", { sender: { verified: false, contactFromRequest: true } }),
      WORLD,
    );
    const duties = opinion.grounds.flatMap((each) => each.duties.map((duty) => duty.provision));
    expect(duties).toContain("hanoi/40(16)");
  });
});

describe("extradition and the other doors", () => {
  const doors = (change: Partial<OpinionInput> = {}) =>
    formOpinion(asked("hanoi/37(1)", "stored-data", change), WORLD).doors;
  const ground = (id: string, change: Partial<OpinionInput> = {}) =>
    doors(change).extradition.grounds?.find((each) => each.provision === id);

  test.each<[string, Partial<OpinionInput>, string]>([
    ["hanoi/37(8)", {}, "open"],
    ["hanoi/37(11)", {}, "not-known"],
    ["hanoi/37(11)", { nationalOfRequested: true }, "open"],
    ["hanoi/37(11)", { nationalOfRequested: false }, "closed"],
    ["hanoi/37(15)", {}, "open"],
    ["hanoi/37(16)", {}, "forbidden"],
  ])("%s with %j is %s", (id, change, status) => expect(ground(id, change)?.status).toBe(status));

  test.each([
    ["hanoi/37(17)", "where-appropriate"],
    ["hanoi/37(18)", "shall"],
  ])("%s goes with a refusal as %s", (id, force) =>
    expect(ground("hanoi/37(15)")?.duties.find((each) => each.provision === id)?.force).toBe(force),
  );

  test.each(["hanoi/47(1)", "hanoi/48", "hanoi/51"])("%s is for Convention offences", (id) => {
    const status = (change: Partial<OpinionInput>) => {
      const { jointInvestigation, assets, policeCooperation } = doors(change);
      return { "hanoi/48": jointInvestigation, "hanoi/51": assets, "hanoi/47(1)": policeCooperation }[id]
        ?.status;
    };
    expect(status({})).toBe("open");
    const insult: Partial<OpinionInput> = {
      requesting: "DR",
      requested: "CA",
      offences: [{ state: "DR", code: "s.148" }],
      conduct: ["words-against-authority", "statement-published"],
    };
    expect(status(insult)).toBe("closed");
  });
});

describe("offences: what a sheet enacts is found by its article", () => {
  test.each([
    ["hanoi/7(1)", "hanoi/7"],
    ["hanoi/8(1)", "hanoi/8"],
    ["hanoi/9(1)", "hanoi/9"],
    ["hanoi/10", "hanoi/10"],
    ["hanoi/11(1)", "hanoi/11"],
    ["hanoi/12(1)", "hanoi/12"],
    ["hanoi/13", "hanoi/13"],
    ["hanoi/14(1)", "hanoi/14"],
    ["hanoi/15(1)", "hanoi/15"],
    ["hanoi/16(1)", "hanoi/16"],
    ["hanoi/17(1)", "hanoi/17"],
    ["budapest/2", "budapest/2"],
    ["budapest/3", "budapest/3"],
    ["budapest/4(1)", "budapest/4"],
    ["budapest/5", "budapest/5"],
    ["budapest/6(1)", "budapest/6"],
    ["budapest/7", "budapest/7"],
    ["budapest/8", "budapest/8"],
    ["budapest/9(1)", "budapest/9"],
    ["budapest/10(1)", "budapest/10"],
  ])("%s as %s", (id, article) => {
    expect(provisionOf(id).enactedAs).toBe(article);
    const law = withSheet(WORLD, "BO", (sheet) => ({
      offences: sheet.offences.map((each) =>
        each.code === "CC 361" ? { ...each, enacts: [article] } : each,
      ),
    }));
    const input = asked(id, "stored-data", { offences: [{ state: "BO", code: "CC 361" }] });
    expect(formOpinion(input, law).classification.articles).toEqual([article]);
  });
});

describe("questions stand on a provision", () => {
  const money: Partial<OpinionInput> = {
    requesting: "AL",
    requested: "FE",
    offences: [{ state: "AL", code: "PC 263" }],
    conduct: ["deception-through-system", "property-lost", "gain-sought", "without-right", "proceeds-moved"],
  };
  test.each<[string, string, Partial<OpinionInput>]>([
    ["hanoi/2(f)", "nat-port", { selectors: [{ kind: "ip", value: "192.0.2.1", reason: "Seen." }] }],
    ["hanoi/2(o)", "emergency", { urgency: { kind: "emergency", reason: "A life." } }],
    [
      "hanoi/24(1)",
      "bulk",
      {
        selectors: Array.from({ length: 11 }, (_, at) => ({
          kind: "account" as const,
          value: `a${at}`,
          reason: "Seen.",
        })),
      },
    ],
    ["hanoi/31(2)", "time-critical-money", money],
    ["hanoi/44(3)(a)", "volatile", { urgency: { kind: "volatile", reason: "Soon gone." } }],
  ])("%s: %s", (id, prompt, change) => {
    const { prompts } = formOpinion(asked(id, "stored-data", change), WORLD);
    const pinpoint = provisionOf(id).pinpoint;
    expect(prompts.find((each) => each.id === prompt)?.pinpoint.split(", ")[0]).toBe(pinpoint);
  });
});

describe("an offence that protects adults", () => {
  test.each(["hanoi/16(2)", "hanoi/16(3)"])("%s: a child depicted raises the question", (id) => {
    const law = withSheet(WORLD, "BO", (sheet) => ({
      offences: sheet.offences.map((each) =>
        each.code === "CC 361" ? { ...each, enacts: ["hanoi/16"] } : each,
      ),
    }));
    const input = asked(id, "stored-data", { conduct: [...WHOLE.conduct, "child-depicted"] });
    const found = formOpinion(input, law).prompts.find((each) => each.id === "adult-or-child");
    expect(found?.pinpoint).toContain(provisionOf(id).pinpoint.replace("Art. ", ""));
  });
});

describe("clocks and obligations stand on a provision", () => {
  test.each<[string, Measure, string]>([
    ["hanoi/42(8)", "preservation", "preservation"],
    ["budapest/29(7)", "preservation", "preservation"],
    ["budapest/16(2)", "preservation", "order"],
    ["hanoi/40(20)", "stored-data", "confidentiality"],
    ["budapest/27(8)", "stored-data", "confidentiality"],
    ["hanoi/45(3)(f)", "traffic-realtime", "collection"],
  ])("%s for %s: %s", (id, measure, clock) => {
    const { clocks } = formOpinion(asked(id, measure), WORLD);
    expect(clocks.find((each) => each.id === clock)?.pinpoint).toBe(provisionOf(id).pinpoint);
  });

  test.each<[string, Measure]>([
    ["hanoi/42(4)", "preservation"],
    ["hanoi/43(1)", "traffic-partial"],
    ["hanoi/44(2)", "stored-data"],
    ["hanoi/45(1)", "traffic-realtime"],
    ["hanoi/46", "content-interception"],
    ["hanoi/41(3)(e)", "emergency-data"],
    ["budapest/29(3)", "preservation"],
    ["budapest/30(1)", "traffic-partial"],
    ["budapest/31(2)", "stored-data"],
    ["budapest/33(1)", "traffic-realtime"],
    ["budapest/34", "content-interception"],
  ])("%s carries the duty for %s", (id, measure) =>
    expect(formOpinion(asked(id, measure), WORLD).obligation.pinpoint).toBe(provisionOf(id).pinpoint),
  );
});

describe("the European conventions on mutual assistance", () => {
  /** The invented world as if two of its States had joined them. */
  const EUROPE: Law = {
    ...WORLD,
    instruments: {
      ...WORLD.instruments,
      "coe-mla": joined(coeMla),
      "coe-mla-protocol-2": joined(coeMlaProtocol),
    },
  };
  function joined(ledger: unknown): Instrument {
    const read = Instrument.parse(ledger);
    const events = ["AL", "BO"].map((state) => ({
      state,
      kind: "entry-into-force" as const,
      date: "2010-01-01",
      provisions: [],
      text: "In force.",
      source: "test",
    }));
    return {
      ...read,
      coverage: undefined,
      events: [...read.events.filter((each) => each.state === null), ...events],
    };
  }

  test.each([
    ["coe-mla/2(a)", "open"],
    ["coe-mla/2(b)", "open"],
    ["coe-mla/5(1)(a)", "not-known"],
    ["coe-mla/5(1)(b)", "not-known"],
    ["coe-mla/5(1)(c)", "not-known"],
    ["coe-mla/6(1)", "open"],
  ])("%s is %s", (id, status) => {
    const opinion = formOpinion(asked(id, "stored-data"), EUROPE);
    expect(opinion.instrument.chosen).toBe("coe-mla");
    expect(opinion.grounds.find((each) => each.provision === id)?.status).toBe(status);
  });

  test.each<[string, Field]>([
    ["coe-mla/14(1)(a)", "authority"],
    ["coe-mla/14(1)(b)", "purpose"],
    ["coe-mla/14(2)", "facts"],
  ])("%s: without %s it is not known", (id, field) => {
    const input = asked(id, "stored-data");
    expect(dutyOf(formOpinion(without(input, field), EUROPE), id)).toBe("unknown");
    expect(dutyOf(formOpinion(input, EUROPE), id)).toBe("holds");
  });

  test.each(["hanoi/40(6)", "hanoi/40(7)", "hanoi/60(1)"])(
    "%s: the other treaty stands beside Art. 40",
    (id) => {
      const { tensions } = formOpinion(asked("hanoi/40(1)", "stored-data"), EUROPE);
      expect(tensions.flatMap((each) => each.provisions)).toContain(id);
      const alone = formOpinion(asked("hanoi/40(1)", "stored-data"), WORLD);
      expect(alone.tensions.flatMap((each) => each.provisions)).not.toContain(id);
    },
  );
});

describe("the basis a pair has for a measure stands on a provision", () => {
  test.each<[string, Measure | "extradition", string]>([
    ["untoc/18(3)(c)", "stored-data", "unknown"],
    ["untoc/18(3)(e)", "subscriber", "unknown"],
    ["untoc/18(3)(i)", "preservation", "unknown"],
    ["uncac/46(1)", "stored-data", "fails"],
    ["hanoi/37(1)", "extradition", "holds"],
    ["budapest/24(1)(a)", "extradition", "holds"],
    ["untoc/16(1)", "extradition", "unknown"],
    ["uncac/44(1)", "extradition", "unknown"],
  ])("%s for %s: %s", (id, measure, applies) => {
    const on = "2027-07-04";
    const question = { requesting: "BO", requested: "AL", on, measure, offence: "CC 361" };
    const found = basesFor(question, WORLD).find((each) => each.id === id.split("/")[0]);
    expect([found?.pinpoint, found?.applies]).toEqual([provisionOf(id).pinpoint, applies]);
  });

  test.each<[string, Measure]>([
    ["uncac/46(3)(c)", "stored-data"],
    ["uncac/46(3)(e)", "subscriber"],
    ["uncac/46(3)(i)", "preservation"],
  ])("%s for %s, where corruption is asserted", (id, measure) => {
    const question = { requesting: "BO", requested: "AL", on: "2027-07-04", measure, answers: ANSWERS };
    expect(basesFor(question, WORLD).find((each) => each.id === "uncac")?.pinpoint).toBe(
      provisionOf(id).pinpoint,
    );
  });
});

describe("real ledgers: the basis, or why there is none, stands on a provision", () => {
  const folder = resolve(import.meta.dirname, "../../law/real");
  const read = (name: string) => ({ name, json: JSON.parse(readFileSync(name, "utf8")) as unknown });
  const ledgers = readdirSync(join(folder, "instruments")).map((name) =>
    read(join(folder, "instruments", name)),
  );
  const real = loadLaw({
    world: "real",
    instruments: ledgers,
    sheets: [],
    states: read(join(folder, "states.json")),
  });

  test.each([
    ["coe-mla/1(1)", "AL CH", "assistance"],
    ["coe-mla-protocol-2/8", "AL CH", "assistance"],
    ["coe-extradition/1", "AL CH", "assistance"],
    ["coe-extradition/2(1)", "AL CH", "extradition"],
    ["budapest/25(1)", "AL CH", "assistance"],
    ["budapest/24(1)(a)", "AL CH", "extradition"],
    ["coe-mla/27(3)", "BR SG", "assistance"],
    ["coe-mla-protocol-2/30(3)", "BR SG", "assistance"],
    ["coe-mla-protocol-2/31(3)", "BR SG", "assistance"],
    ["coe-extradition/29(3)", "BR SG", "extradition"],
    ["budapest/36(4)", "BR SG", "assistance"],
    ["budapest/37(2)", "BR SG", "assistance"],
  ])("%s for %s, %s", (id, pair, purpose) => {
    const [requesting = "", requested = ""] = pair.split(" ");
    const found = basesFor({ requesting, requested, on: "2026-11-24" }, real).filter(
      (each) => each.id === id.split("/")[0] && each.purpose === purpose,
    );
    expect(found.flatMap((each) => idsCited(each.pinpoint))).toContain(id);
  });

  test("budapest/6(3): what one of the two reserved is named with the basis", () => {
    const bases = basesFor({ requesting: "AL", requested: "CH", on: "2026-11-24" }, real);
    const reserved = bases.find((each) => each.id === "budapest")?.reservations ?? [];
    expect(reserved.flatMap((each) => each.provisions)).toContain("budapest/6(3)");
  });
});

describe("questions a provision asks of a person", () => {
  test.each([
    ["stored-data", "server", true],
    ["stored-data", "account", false],
    ["subscriber", "server", false],
  ] as const)("hanoi/24(3): %s of a %s asks about others who use the system: %s", (measure, kind, fires) => {
    const selectors = [{ kind, value: "203.0.113.77", reason: "It was used." }];
    const { prompts } = formOpinion({ ...WHOLE, measure, selectors }, WORLD);
    const asked = prompts.find((each) => each.id === "third-parties");
    expect(asked?.pinpoint).toBe(fires ? provisionOf("hanoi/24(3)").pinpoint : undefined);
  });
});
