import { describe, expect, test } from "vitest";
import { formOpinion } from "./opinion.ts";
import type { Opinion, OpinionInput } from "./opinion-types.ts";
import { R1, R3, R4, WORLD, withEvent, withSheet } from "./world-for-tests.ts";

// What the tables in cases/ do not hold: sentences, several questions at once, and law that is taken away.

const at = (day: string): string => `${day}T09:00:00.000Z`;

const abuseMaterial: OpinionInput = {
  ...R1,
  measure: "subscriber",
  on: at("2027-07-25"),
  offences: [{ state: "BO", code: "CC 176" }],
  conduct: ["child-material-shared", "child-depicted", "without-right"],
  facts: "Seven uploads were reported.",
  selectors: [
    { kind: "ip", value: "198.51.100.23", port: 51822, at: "2027-07-20T22:14:05-07:00", reason: "Uploaded." },
  ],
};
const researcher: OpinionInput = {
  ...R3,
  requesting: "DR",
  requested: "CA",
  on: at("2027-06-10"),
  offences: [{ state: "DR", code: "s.77" }],
  conduct: ["system-access", "without-right", "data-obtained", "flaw-reported"],
  conductAbsent: ["security-measure-infringed", "dishonest-intent"],
  facts: "He changed a number in a web address and told the response team.",
  selectors: [{ kind: "account", value: "k.osei", reason: "His mailbox." }],
  urgency: { kind: "none" },
};
const extortionist: OpinionInput = {
  ...researcher,
  conduct: [
    "system-access",
    "without-right",
    "data-obtained",
    "demand-with-threat",
    "gain-sought",
    "dishonest-intent",
  ],
  conductAbsent: ["security-measure-infringed"],
  answers: { research: "no: he asked for money and reported nothing" },
};
const insult: OpinionInput = {
  ...R3,
  requesting: "DR",
  requested: "CA",
  on: at("2027-07-01"),
  offences: [{ state: "DR", code: "s.148" }],
  conduct: ["words-against-authority", "statement-published"],
  conductAbsent: ["violence-threatened"],
  facts: "An account wrote that the Leader is a thief.",
  selectors: [{ kind: "account", value: "@thirdriver", reason: "It wrote the words." }],
  urgency: { kind: "none" },
};
const realThreat: OpinionInput = {
  ...insult,
  offences: [
    { state: "DR", code: "s.148" },
    { state: "DR", code: "s.60" },
  ],
  conduct: [
    "words-against-authority",
    "statement-published",
    "violence-threatened",
    "attack-prepared",
    "life-threatened",
  ],
  conductAbsent: [],
  answers: { expression: "no: the words announce an attack, with place and time" },
};
const estmark: OpinionInput = {
  ...R1,
  requesting: "ES",
  basis: "hanoi",
  on: at("2027-08-15"),
  offences: [{ state: "ES", code: "KS 206" }],
  conduct: ["data-damaged", "without-right"],
};
const preserve = (input: OpinionInput): OpinionInput => ({ ...input, measure: "preservation" });
// Alderia has reserved Arts. 14 to 16.
const reservedChildArticles = withEvent(WORLD, "hanoi", {
  state: "AL",
  kind: "reservation",
  date: "2026-09-14",
  provisions: ["hanoi/14", "hanoi/15", "hanoi/16"],
  text: "Arts. 14 to 16 are not applied.",
});

const firedIn = (opinion: Opinion): string[] => opinion.prompts.map((each) => each.id);
const indicatedIn = (opinion: Opinion): string[] =>
  opinion.grounds
    .filter((each) => each.indicated)
    .map((each) => each.id)
    .toSorted();
const statusIn = (opinion: Opinion, id: string): string | undefined =>
  opinion.grounds.find((each) => each.id === id)?.status;
const requiredIn = (opinion: Opinion): string[] =>
  opinion.missing.filter((each) => each.severity === "required").map((each) => each.field);

describe("case 1, beyond its table", () => {
  test("Alderia's judge authorises the image, with a day's remedy window and notice at the end", () => {
    expect(formOpinion(R3, WORLD).authorisation).toMatchObject({
      requestedState: "judge",
      available: true,
      remedyWindowHours: 24,
    });
  });

  test("preservation has its closed list: R2, R3, R5 open, the rest closed, dual criminality forbidden", () => {
    const opinion = formOpinion(R1, WORLD);
    const by = (status: string): string[] =>
      opinion.grounds.filter((each) => each.status === status).map((each) => each.id);
    expect(by("open")).toEqual(["R2", "R3", "R5"]);
    expect(by("closed")).toEqual(["R1", "R4", "R7", "R8", "R9", "R14", "P1"]);
    expect(by("forbidden")).toEqual(["F-dual", "F-other-42", "F-bank", "F-fiscal"]);
    expect(opinion.grounds.find((each) => each.id === "F-dual")?.pinpoint).toBe("Art. 42(4)");
    expect(opinion.tensions).toEqual([]);
  });
});

describe("case 3, beyond its table", () => {
  const selector = abuseMaterial.selectors[0] as OpinionInput["selectors"][number];
  test.each([
    ["without offset", { at: "2027-07-20T22:14:05" }, ["selectors.at"]],
    ["without time", { at: undefined }, ["selectors.at"]],
    ["on a day that does not exist", { at: "2027-02-30T22:14:05-07:00" }, ["selectors.at"]],
    ["without reason", { reason: undefined }, ["selectors.reason"]],
  ])("an address %s blocks sending", (_name, change, fields) => {
    const opinion = formOpinion({ ...abuseMaterial, selectors: [{ ...selector, ...change }] }, WORLD);
    expect(requiredIn(opinion)).toEqual(fields);
    expect(opinion.canBeSent).toBe(false);
  });

  test("a reservation closes joint investigations and assets too, in both directions", () => {
    const back: OpinionInput = {
      ...abuseMaterial,
      requesting: "AL",
      requested: "BO",
      offences: [{ state: "AL", code: "PC 184" }],
    };
    for (const input of [abuseMaterial, back]) {
      const { doors, classification } = formOpinion(input, reservedChildArticles);
      expect([classification.kind, doors.jointInvestigation.status, doors.assets.status]).toEqual([
        "serious-crime",
        "closed",
        "closed",
      ]);
    }
    const elsewhere: OpinionInput = { ...abuseMaterial, requested: "CA" };
    expect(formOpinion(elsewhere, reservedChildArticles).classification.kind).toBe("convention-offence");
  });
});

describe("case 5, beyond its table", () => {
  test("the option of 7(2) is named, with both statutes", () => {
    const { grounds, dualCriminality } = formOpinion(researcher, WORLD);
    expect(grounds.find((each) => each.id === "R6")?.why).toContain("Art. 7(2)");
    expect(dualCriminality.compared[0]).toMatchObject({
      state: "CA",
      code: "18-1030",
      through: "hanoi/7(2)",
    });
  });

  test("whether an unchecked number is a security measure is not decided here", () => {
    const opinion = formOpinion({ ...researcher, conductAbsent: [] }, WORLD);
    expect(opinion.dualCriminality.result).toBe("unknown");
    expect(statusIn(opinion, "R6")).toBe("not-known");
    expect(opinion.obligation.strength).toBe("unknown");
  });

  test("5G: extortion is met, access is not, and an answer without a reason settles nothing", () => {
    const opinion = formOpinion(extortionist, WORLD);
    expect(opinion.dualCriminality.why).toContain("18-1951");
    expect(opinion.doors.extradition.why).toContain("another treaty");
    const bare = formOpinion({ ...realThreat, answers: { expression: "no" } }, WORLD);
    expect(indicatedIn(bare)).toContain("R5");
  });
});

describe("case 6, beyond its table", () => {
  test("40(8) and de minimis cannot be used against preservation, and the tension is shown", () => {
    const opinion = formOpinion(preserve(insult), WORLD);
    expect([statusIn(opinion, "R7"), statusIn(opinion, "F-dual"), statusIn(opinion, "R9")]).toEqual([
      "closed",
      "forbidden",
      "closed",
    ]);
    expect(opinion.tensions[0]?.provisions).toContain("hanoi/42(6)");
  });

  test.each(["permanent", "", undefined])("secrecy until %j cannot be entered", (until) => {
    const confidentiality = { reason: "As the law says.", ...(until === undefined ? {} : { until }) };
    expect(requiredIn(formOpinion({ ...insult, confidentiality }, WORLD))).toEqual(["confidentiality.until"]);
  });

  test("a death penalty in the requesting State's law is a question of assurances, not a ground", () => {
    const { doors, grounds } = formOpinion(realThreat, WORLD);
    expect(doors.extradition.conditions.join()).toContain("assurance");
    expect(grounds.map((each) => each.title).join()).not.toContain("death");
  });
});

describe("case 12, beyond its table", () => {
  test("12a: before entry into force the Convention is refused, and Budapest 29 proposed with what was written", () => {
    const { instrument, canBeSent, missing, asked } = formOpinion(estmark, WORLD);
    expect(instrument).toMatchObject({ chosen: null, proposed: "budapest" });
    expect(instrument.candidates[0]).toMatchObject({ id: "hanoi", applies: "fails", pinpoint: "Art. 65(2)" });
    expect(instrument.carriedOver).toContainEqual({
      field: "necessity",
      from: "hanoi/42(3)(e)",
      to: "budapest/29(2)(e)",
    });
    expect(canBeSent).toBe(false);
    expect(missing.filter((each) => each.severity === "required").map((each) => each.field)).toEqual([
      "basis",
    ]);
    expect(asked.find((each) => each.field === "necessity")?.pinpoint).toBe("Budapest Art. 29(2)(e)");
  });

  test.each([
    ["2027-09-09", "signed on 2026-12-20"],
    ["2027-09-20", "2027-10-10"],
    ["2027-10-09", "2027-10-10"],
  ])("12b: on %s it is not in force and the answer says %s", (day, words) => {
    const { instrument } = formOpinion({ ...estmark, on: at(day) }, WORLD);
    expect(instrument.candidates[0]?.applies).toBe("fails");
    expect(instrument.candidates[0]?.why).toContain(words);
  });

  test("12c: on 24 November 2026 the Convention is in force for no pair", () => {
    const states = Object.keys(WORLD.sheets);
    const applies = states.flatMap((requesting) =>
      states
        .filter((requested) => requested !== requesting)
        .map((requested) => {
          const { instrument } = formOpinion(
            { ...R1, requesting, requested, offences: [], on: at("2026-11-24") },
            WORLD,
          );
          return instrument.candidates.find((each) => each.id === "hanoi")?.applies;
        }),
    );
    expect(new Set(applies)).toEqual(new Set(["fails"]));
  });

  test("12c: where neither instrument binds, UNTOC is a candidate on conditions, and reciprocity a question", () => {
    const input: OpinionInput = { ...R1, requested: "DR", on: at("2026-11-24") };
    const opinion = formOpinion(input, WORLD);
    expect(opinion.instrument).toMatchObject({ chosen: null, proposed: null });
    expect(opinion.instrument.candidates.map((each) => [each.id, each.applies])).toEqual([
      ["hanoi", "fails"],
      ["budapest", "fails"],
      ["untoc", "unknown"],
      ["uncac", "fails"],
    ]);
    expect(opinion.instrument.why).toContain("No treaty is surely a basis");
    expect(opinion).toMatchObject({ canBeSent: false, obligation: { strength: "unknown" } });
    expect(firedIn(opinion)).toContain("reciprocity");
    expect(
      formOpinion({ ...input, answers: { reciprocity: "yes: s. 3 of both Acts" } }, WORLD).canBeSent,
    ).toBe(true);
    const onUntoc = { ...input, basis: "untoc" as const };
    expect(requiredIn(formOpinion(onUntoc, WORLD))).toEqual([
      "answers.untoc-transnational",
      "answers.untoc-organized-group",
    ]);
  });

  test("12d: a denunciation takes effect after a year; until then requests stand", () => {
    const law = withEvent(WORLD, "hanoi", {
      state: "AL",
      kind: "denunciation",
      date: "2027-08-01",
      provisions: [],
      text: "Denounced.",
    });
    const on = (day: string) => formOpinion({ ...R1, on: at(day) }, law).instrument;
    expect(on("2027-07-31").why).not.toContain("denounced");
    expect(on("2028-07-31").chosen).toBe("hanoi");
    expect(on("2028-07-31").why).toContain("with effect from 2028-08-01");
    expect(on("2028-08-01").candidates[0]?.applies).toBe("fails");
    expect(on("2028-08-01").chosen).toBe("budapest");
  });
});

describe("small changes that flip an answer", () => {
  test.each([
    ["requesting", "serious-crime"],
    ["requested", "neither"],
    ["both", "neither"],
    [null, "unknown"],
  ] as const)("four years there, two here, read by %s: %s", (reading, kind) => {
    const threat: OpinionInput = {
      ...R3,
      requesting: "BO",
      requested: "CA",
      offences: [{ state: "BO", code: "CC 115" }],
      conduct: ["violence-threatened"],
    };
    const law = withSheet(WORLD, "CA", (sheet) => ({
      seriousCrimeMeasuredBy: reading,
      offences: [
        ...sheet.offences,
        {
          ...(sheet.offences[0] as (typeof sheet.offences)[number]),
          code: "18-875",
          elements: ["violence-threatened"],
          enacts: [],
          penalties: [{ from: "2015-01-01", minMonths: null, maxMonths: 24, gravest: "term" as const }],
        },
      ],
    }));
    expect(formOpinion(threat, law).classification.kind).toBe(kind);
  });

  test("Fenwick has no interception law, and says so", () => {
    const opinion = formOpinion({ ...R4, requested: "FE", measure: "content-interception" }, WORLD);
    expect(opinion.authorisation).toMatchObject({ available: false });
    expect(indicatedIn(opinion)).toEqual(expect.arrayContaining(["R3", "R13"]));
  });

  test("an empty draft stays on the Convention; an offence below four years moves it to Budapest", () => {
    const empty: OpinionInput = {
      requesting: "BO",
      requested: "AL",
      on: R1.on,
      measure: "stored-data",
      offences: [],
      conduct: [],
      facts: "",
      selectors: [],
    };
    expect(formOpinion(empty, WORLD)).toMatchObject({
      instrument: { chosen: "hanoi" },
      classification: { kind: "unknown" },
      obligation: { strength: "unknown" },
      canBeSent: false,
    });
    const minor = withSheet(WORLD, "BO", (sheet) => ({
      offences: sheet.offences.map((each) => ({
        ...each,
        enacts: [],
        penalties: [{ from: "2015-01-01", minMonths: null, maxMonths: 12, gravest: "term" as const }],
      })),
    }));
    expect(formOpinion({ ...empty, offences: R1.offences }, minor)).toMatchObject({
      instrument: { chosen: "budapest" },
      classification: { kind: "neither" },
    });
  });

  test("contents that are missing leave their paragraph not known", () => {
    const { necessity: _left, confidentiality: _also, ...rest } = R1;
    const state = (id: string) =>
      formOpinion(rest, WORLD).duties.find((each) => each.provision === id)?.state;
    expect([state("hanoi/42(3)(e)"), state("hanoi/42(3)(g)"), state("hanoi/42(3)(f)")]).toEqual([
      "unknown",
      "unknown",
      "holds",
    ]);
  });

  test("a State nobody has a sheet of: nothing of its law is guessed", () => {
    const { AL: _gone, ...sheets } = WORLD.sheets;
    const opinion = formOpinion(R3, { ...WORLD, sheets });
    expect(opinion.authorisation).toMatchObject({
      requestedState: "not known",
      available: null,
      remedyWindowHours: null,
    });
    expect(opinion.dualCriminality).toMatchObject({ required: null, result: "unknown" });
  });
});
