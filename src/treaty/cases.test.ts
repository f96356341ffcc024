import { describe, expect, test } from "vitest";
import { addDays } from "../base/time.ts";
import type { Law } from "./law.ts";
import { formOpinion } from "./opinion.ts";
import type { Opinion, OpinionInput } from "./opinion-types.ts";
import { R1, R2, R3, R4, WORLD, withEvent, withSheet } from "./world-for-tests.ts";

// The cases of the invented world. Each row says what must come out; a lawyer can correct a row without reading code.

const PROTECTED = [
  "expression",
  "association",
  "belief",
  "sexuality",
  "journalism",
  "research",
  "leak",
  "protest",
];
const at = (day: string): string => `${day}T09:00:00.000Z`;

const fraud: OpinionInput = {
  ...R3,
  requesting: "AL",
  requested: "FE",
  on: at("2027-08-19"),
  offences: [
    { state: "AL", code: "PC 263" },
    { state: "AL", code: "PC 270" },
  ],
  conduct: [
    "deception-through-system",
    "property-lost",
    "gain-sought",
    "without-right",
    "proceeds-moved",
    "knowledge-of-proceeds",
  ],
  facts: "A supplier was impersonated and a payment diverted.",
  selectors: [{ kind: "account", value: "FE00 0000", reason: "The payment went there." }],
  urgency: { kind: "volatile", reason: "The money moves on." },
};
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
const ownPictures: OpinionInput = {
  ...abuseMaterial,
  conduct: [
    "child-material-shared",
    "child-depicted",
    "self-generated-by-child",
    "shared-in-private",
    "suspect-is-child",
  ],
};
const sextortion: OpinionInput = {
  ...R1,
  requested: "CA",
  measure: "emergency-data",
  on: at("2027-09-12"),
  offences: [
    { state: "BO", code: "CC 176" },
    { state: "BO", code: "CC 177" },
  ],
  conduct: [
    "child-approached",
    "child-material-shared",
    "child-depicted",
    "demand-with-threat",
    "life-threatened",
  ],
  facts: "A girl of 16 says she will die tonight.",
  urgency: { kind: "emergency", reason: "She announced it an hour ago." },
  selectors: [{ kind: "account", value: "88123", reason: "Her account." }],
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
const datingApp: OpinionInput = {
  ...R3,
  requesting: "DR",
  requested: "AL",
  on: at("2027-07-01"),
  offences: [
    { state: "DR", code: "s.201" },
    { state: "DR", code: "s.202" },
  ],
  conduct: ["adults-met-by-consent", "morals-offended"],
  conductAbsent: ["coercion-of-person", "minor-exploited", "exploitation-of-person"],
  facts: "Adults agreed to meet; a decoy wrote first.",
  selectors: Array.from({ length: 34 }, (_, i) => ({
    kind: "account" as const,
    value: `m${i}`,
    reason: "Was in the chat.",
  })),
  urgency: { kind: "none" },
};
const sellerOfChild: OpinionInput = {
  ...datingApp,
  offences: [{ state: "DR", code: "s.203" }],
  conduct: ["minor-exploited", "exploitation-of-person", "victim-named"],
  conductAbsent: [],
  selectors: datingApp.selectors.slice(0, 2),
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

interface Row {
  case: string;
  input: OpinionInput;
  law?: Law;
  class: Opinion["classification"]["kind"];
  articles?: string[];
  obligation: Opinion["obligation"]["strength"];
  dual: Opinion["dualCriminality"]["result"];
  extradition: Opinion["doors"]["extradition"]["status"];
  /** Grounds something in the file points to: exactly these. */
  grounds: string[];
  fires?: string[];
  silent?: string[];
}

const rows: Row[] = [
  {
    case: "1 R1 ransomware, preserve",
    input: R1,
    class: "convention-offence",
    articles: ["hanoi/7", "hanoi/9", "hanoi/10"],
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
    fires: ["volatile"],
    silent: PROTECTED,
  },
  {
    case: "1 R2 partial traffic data",
    input: R2,
    class: "convention-offence",
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
    silent: PROTECTED,
  },
  {
    case: "1 R3 server image",
    input: R3,
    class: "convention-offence",
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
    silent: PROTECTED,
  },
  {
    case: "1 R4 real-time traffic data",
    input: R4,
    class: "convention-offence",
    obligation: "shall-endeavour",
    dual: "holds",
    extradition: "open",
    grounds: [],
    silent: PROTECTED,
  },
  {
    case: "1 with lives at risk",
    input: { ...R1, conduct: [...R1.conduct, "life-threatened"] },
    class: "convention-offence",
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
    fires: ["emergency"],
    silent: PROTECTED,
  },
  {
    case: "2 business e-mail fraud",
    input: fraud,
    class: "convention-offence",
    articles: ["hanoi/13", "hanoi/17"],
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
    fires: ["time-critical-money"],
    silent: PROTECTED,
  },
  {
    case: "3 abuse material",
    input: abuseMaterial,
    class: "convention-offence",
    articles: ["hanoi/14"],
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
    fires: ["nat-port", "time-zone", "child"],
    silent: ["child-suspect"],
  },
  {
    case: "3r Arts 14-16 reserved",
    input: abuseMaterial,
    law: reservedChildArticles,
    class: "serious-crime",
    articles: [],
    obligation: "shall",
    dual: "holds",
    extradition: "closed",
    grounds: [],
    fires: ["nat-port", "child"],
  },
  {
    case: "3c own pictures, disclose",
    input: ownPictures,
    class: "convention-offence",
    obligation: "may-decline",
    dual: "fails",
    extradition: "closed",
    grounds: ["R3", "R6"],
    fires: ["child-suspect"],
  },
  {
    case: "3c own pictures, preserve",
    input: preserve(ownPictures),
    class: "convention-offence",
    obligation: "shall",
    dual: "fails",
    extradition: "closed",
    grounds: ["R3"],
    fires: ["child-suspect"],
  },
  {
    case: "4 emergency",
    input: sextortion,
    class: "convention-offence",
    articles: ["hanoi/14", "hanoi/15"],
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
    fires: ["emergency", "child"],
    silent: PROTECTED,
  },
  {
    case: "5 researcher, preserve",
    input: preserve(researcher),
    class: "convention-offence",
    articles: ["hanoi/7"],
    obligation: "shall",
    dual: "fails",
    extradition: "closed",
    grounds: [],
    fires: ["research", "intent"],
  },
  {
    case: "5 researcher, disclose",
    input: researcher,
    class: "convention-offence",
    obligation: "may-decline",
    dual: "fails",
    extradition: "closed",
    grounds: ["R6"],
    fires: ["research", "intent"],
  },
  {
    case: "5G extortion",
    input: extortionist,
    class: "convention-offence",
    obligation: "shall",
    dual: "holds",
    extradition: "closed",
    grounds: [],
    fires: ["research"],
  },
  {
    case: "6 insult, preserve",
    input: preserve(insult),
    class: "serious-crime",
    articles: [],
    obligation: "may-refuse",
    dual: "fails",
    extradition: "closed",
    grounds: ["R15", "R2", "R5"],
    fires: ["expression"],
  },
  {
    case: "6 insult, disclose",
    input: insult,
    class: "serious-crime",
    articles: [],
    obligation: "may-decline",
    dual: "fails",
    extradition: "closed",
    grounds: ["R10", "R15", "R2", "R5", "R6"],
    fires: ["expression"],
  },
  {
    case: "6G real threat",
    input: realThreat,
    class: "serious-crime",
    obligation: "shall",
    dual: "holds",
    extradition: "closed",
    grounds: [],
    fires: ["expression", "emergency"],
  },
  {
    case: "7 dating app, preserve",
    input: preserve(datingApp),
    class: "serious-crime",
    articles: [],
    obligation: "may-refuse",
    dual: "fails",
    extradition: "closed",
    grounds: ["R15", "R2", "R5", "R9"],
    fires: ["sexuality", "label-conduct", "bulk"],
  },
  {
    case: "7 dating app, disclose",
    input: datingApp,
    class: "serious-crime",
    articles: [],
    obligation: "may-decline",
    dual: "fails",
    extradition: "closed",
    grounds: ["R10", "R15", "R2", "R5", "R6"],
    fires: ["sexuality", "label-conduct", "bulk"],
  },
  {
    case: "7G the two accounts",
    input: sellerOfChild,
    class: "serious-crime",
    obligation: "shall",
    dual: "holds",
    extradition: "closed",
    grounds: [],
    silent: ["sexuality", "label-conduct", "bulk"],
  },
  {
    case: "12b Estmark, after",
    input: { ...estmark, on: at("2027-10-20") },
    class: "convention-offence",
    obligation: "shall",
    dual: "holds",
    extradition: "open",
    grounds: [],
  },
];

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
const clock = (opinion: Opinion, id: string): Opinion["clocks"][number] | undefined =>
  opinion.clocks.find((each) => each.id === id);

describe("the answer table", () => {
  test.each(rows)("$case", (row) => {
    const opinion = formOpinion(row.input, row.law ?? WORLD);
    expect({
      class: opinion.classification.kind,
      ...(row.articles ? { articles: opinion.classification.articles } : {}),
      obligation: opinion.obligation.strength,
      dual: opinion.dualCriminality.result,
      extradition: opinion.doors.extradition.status,
      grounds: indicatedIn(opinion),
      missing: requiredIn(opinion),
    }).toEqual({
      class: row.class,
      ...(row.articles ? { articles: row.articles } : {}),
      obligation: row.obligation,
      dual: row.dual,
      extradition: row.extradition,
      grounds: row.grounds.toSorted(),
      missing: [],
    });
    expect(opinion.canBeSent).toBe(true);
    expect(firedIn(opinion)).toEqual(expect.arrayContaining(row.fires ?? []));
    expect(firedIn(opinion).filter((id) => row.silent?.includes(id))).toEqual([]);
  });
});

describe("case 1", () => {
  test("sixty days from 4 July end on 2 September, and both sides are told before", () => {
    const preservation = clock(
      formOpinion({ ...R1, preservedFrom: "2027-07-04T03:10:00.000Z" }, WORLD),
      "preservation",
    );
    expect(preservation).toMatchObject({ ends: "2027-09-02T03:10:00.000Z", pinpoint: "Art. 42(8)" });
    expect(preservation?.alarmDaysBefore.length).toBeGreaterThan(0);
  });

  test.each([
    ["period", "period"],
    ["justification", "justification"],
    ["durationJustification", "durationJustification"],
  ] as const)("R4 without %s cannot be sent", (field, missing) => {
    const { [field]: _left, ...rest } = R4;
    const opinion = formOpinion(rest, WORLD);
    expect(requiredIn(opinion)).toEqual([missing]);
    expect(opinion.canBeSent).toBe(false);
  });

  test("R3 without the number of R1 is advised to give it, and can be sent", () => {
    const { preservationReference: _left, ...rest } = R3;
    const opinion = formOpinion(rest, WORLD);
    expect(opinion.missing.map((each) => [each.field, each.severity])).toContainEqual([
      "preservationReference",
      "advised",
    ]);
    expect(opinion.canBeSent).toBe(true);
  });

  test("R2 belongs to a preservation and cannot be sent without its number", () => {
    const { preservationReference: _left, ...rest } = R2;
    expect(requiredIn(formOpinion(rest, WORLD))).toEqual(["preservationReference"]);
  });

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

describe("case 2", () => {
  test("bank secrecy is no ground, and the article is named", () => {
    const ground = formOpinion(fraud, WORLD).grounds.find((each) => each.id === "F-bank");
    expect(ground).toMatchObject({ status: "forbidden", pinpoint: "Art. 40(24)" });
  });
});

describe("case 3", () => {
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

  test("an address without port is warned of, and can be sent", () => {
    const opinion = formOpinion({ ...abuseMaterial, selectors: [{ ...selector, port: undefined }] }, WORLD);
    expect(opinion.missing.map((each) => [each.field, each.severity])).toContainEqual([
      "selectors.port",
      "advised",
    ]);
    expect(opinion.canBeSent).toBe(true);
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

describe("case 5", () => {
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

  test("42(5) is not usable: no reservation, and with one it covers only other offences", () => {
    const reserved = withEvent(WORLD, "hanoi", {
      state: "CA",
      kind: "reservation",
      date: "2027-03-03",
      provisions: ["hanoi/42(5)"],
      text: "Reserved.",
    });
    for (const law of [WORLD, reserved])
      expect(statusIn(formOpinion(preserve(researcher), law), "R9")).toBe("closed");
  });

  test("5G: extortion is met, access is not, and an answer without a reason settles nothing", () => {
    const opinion = formOpinion(extortionist, WORLD);
    expect(opinion.dualCriminality.why).toContain("18-1951");
    expect(opinion.doors.extradition.why).toContain("another treaty");
    const bare = formOpinion({ ...realThreat, answers: { expression: "no" } }, WORLD);
    expect(indicatedIn(bare)).toContain("R5");
  });
});

describe("case 6", () => {
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

  test("secrecy by a law that fixes its end can", () => {
    const confidentiality = { reason: "As the law says.", law: "Code s. 9: one year" };
    expect(requiredIn(formOpinion({ ...insult, confidentiality }, WORLD))).toEqual([]);
  });

  test("a death penalty in the requesting State's law is a question of assurances, not a ground", () => {
    const { doors, grounds } = formOpinion(realThreat, WORLD);
    expect(doors.extradition.conditions.join()).toContain("assurance");
    expect(grounds.map((each) => each.title).join()).not.toContain("death");
  });
});

describe("case 12", () => {
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

  test("12a: the same draft on Budapest can be sent, and its clock is Budapest's", () => {
    const opinion = formOpinion({ ...estmark, basis: "budapest" }, WORLD);
    expect(opinion).toMatchObject({
      canBeSent: true,
      obligation: { strength: "shall", pinpoint: "Budapest Art. 29(3)" },
    });
    expect(clock(opinion, "preservation")).toMatchObject({
      pinpoint: "Budapest Art. 29(7)",
      ends: addDays(estmark.on, 60),
    });
    expect(opinion.grounds.filter((each) => each.status === "open").map((each) => each.pinpoint)).toEqual([
      "Budapest Art. 29(5)",
      "Budapest Art. 29(5)",
    ]);
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

  test("12b: on 2027-10-10 it is in force, and older facts are a question, not a block", () => {
    const period = { from: "2027-09-01T00:00:00Z", to: "2027-09-30T00:00:00Z" };
    const opinion = formOpinion({ ...estmark, on: at("2027-10-10"), period }, WORLD);
    expect(opinion.instrument.chosen).toBe("hanoi");
    expect(firedIn(opinion)).toContain("transitional");
    expect(opinion.canBeSent).toBe(true);
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
    expect(opinion.instrument.why).toContain("No treaty basis here");
    expect(opinion).toMatchObject({ canBeSent: false, obligation: { strength: "no-duty" } });
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
  const penalty =
    (maxMonths: number | null, from = "2015-01-01") =>
    (law: Law) =>
      withSheet(law, "DR", (sheet) => ({
        offences: sheet.offences.map((each) =>
          each.code === "s.30"
            ? {
                ...each,
                penalties: [
                  ...each.penalties,
                  { from, minMonths: null, maxMonths, gravest: "term" as const },
                ],
              }
            : each,
        ),
      }));
  const falseNews: OpinionInput = {
    ...insult,
    offences: [{ state: "DR", code: "s.30" }],
    conduct: ["statement-published", "statement-false"],
  };

  test("three years are out of scope, for the Convention and for the duty", () => {
    const opinion = formOpinion(falseNews, WORLD);
    expect(opinion.classification.kind).toBe("neither");
    expect(opinion.instrument.chosen).toBeNull();
    expect(opinion.canBeSent).toBe(false);
  });

  test("four years the day before the request are in scope, and are asked about", () => {
    const opinion = formOpinion(falseNews, penalty(48, "2027-06-30")(WORLD));
    expect(opinion.classification.kind).toBe("serious-crime");
    expect(firedIn(opinion)).toContain("recent-penalty-change");
  });

  test("47 months are not four years; an unknown maximum is not known", () => {
    expect(formOpinion(falseNews, penalty(47, "2020-01-01")(WORLD)).classification.kind).toBe("neither");
    expect(formOpinion(falseNews, penalty(null, "2020-01-01")(WORLD)).classification.kind).toBe("unknown");
  });

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

  test("secrecy that ends on a holiday is looked at on the next working day", () => {
    // 25 and 26 December 2027 are holidays of Borvania and a week-end.
    const confidentiality = { reason: "Covert.", until: "2027-12-25T12:00:00Z" };
    expect(clock(formOpinion({ ...R1, confidentiality }, WORLD), "disclosure-due")?.ends).toBe("2027-12-27");
  });

  test("secrecy beyond the requested State's cap ends at the cap and is said", () => {
    const confidentiality = { reason: "Covert.", until: "2029-01-01T00:00:00Z" };
    const opinion = formOpinion({ ...R1, confidentiality }, WORLD);
    expect(clock(opinion, "confidentiality")?.ends).toBe(addDays(R1.on, 180));
    expect(opinion.missing.map((each) => each.field)).toContain("confidentiality.until");
  });

  test("a reservation of 11(3) leaves no Convention offence under Art. 11 for the pair", () => {
    const tool = (law: Law) =>
      withSheet(law, "BO", (sheet) => ({
        offences: [
          ...sheet.offences,
          {
            ...(sheet.offences[0] as (typeof sheet.offences)[number]),
            code: "CC 364",
            kind: "misuse-of-devices" as const,
            elements: ["tool-supplied", "tool-intended-for-offence"],
            enacts: ["hanoi/11"],
          },
        ],
      }));
    const input: OpinionInput = {
      ...R1,
      offences: [{ state: "BO", code: "CC 364" }],
      conduct: ["tool-supplied", "tool-intended-for-offence"],
    };
    const reserved = withEvent(tool(WORLD), "hanoi", {
      state: "AL",
      kind: "reservation",
      date: "2026-09-14",
      provisions: ["hanoi/11(3)"],
      text: "Reserved.",
    });
    expect(formOpinion(input, tool(WORLD)).classification.kind).toBe("convention-offence");
    expect(formOpinion(input, reserved).classification.kind).toBe("serious-crime");
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
