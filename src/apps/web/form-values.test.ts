import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RequestContent } from "../../request/content.ts";
import { type FormValues, readForm, rowsOf, valuesOfContent, withRow } from "./form-values.ts";

const base: Record<string, string[]> = {
  measure: ["preservation"],
  requested: ["AL"],
  subject: ["Ransomware"],
  offences: ["CC 361"],
  conduct: ["system-access"],
  facts: ["What happened."],
  "selectors.0.kind": ["ip"],
  "selectors.0.value": ["203.0.113.77"],
};
const form = (change: Record<string, string[]> = {}): FormValues =>
  new Map(Object.entries({ ...base, ...change }));

describe("reading the form", () => {
  test("whole contents come out as they went in", () => {
    const content: RequestContent = {
      measure: "stored-data",
      requesting: "BO",
      requested: "AL",
      basis: "hanoi",
      subject: "Ransomware",
      offences: [{ state: "BO", code: "CC 361" }],
      conduct: ["system-access"],
      conductAbsent: ["authorised-testing"],
      facts: "One.\nTwo.",
      selectors: [
        {
          kind: "ip",
          value: "203.0.113.77",
          reason: "control server",
          port: 443,
          at: "2027-07-04T00:00:00.000Z",
        },
      ],
      period: { from: "2027-07-01T00:00:00.000Z", to: "2027-07-04T00:00:00.000Z" },
      intendsMla: true,
      urgency: { kind: "volatile", reason: "it is wiped" },
      confidentiality: { reason: "the suspect is unaware", until: "2027-09-01T00:00:00.000Z" },
      answers: { research: "no: nothing was reported", "untoc-transnational": "two States" },
    };
    expect(readForm(valuesOfContent(content), "BO")).toEqual({ content, problems: [] });
  });

  // Each row: one fault, and the code and field it is reported under.
  const faults: [string, Record<string, string[]>, string, string][] = [
    [
      "time without offset",
      { "selectors.0.at.local": ["2027-07-04T01:40:00"] },
      "time/no-offset",
      "selectors.0.at",
    ],
    [
      "time that does not exist",
      { "selectors.0.at.local": ["2027-02-30T01:40:00"], "selectors.0.at.offset": ["+02:00"] },
      "time/invalid",
      "selectors.0.at",
    ],
    ["port that is no number", { "selectors.0.port": ["https"] }, "request/wrong-port", "selectors.0.port"],
    [
      "period with one end",
      { "period.from.local": ["2027-07-04T01:40"], "period.from.offset": ["Z"] },
      "request/period-half",
      "period.to",
    ],
    [
      "period that ends before it starts",
      {
        "period.from.local": ["2027-07-04T01:40"],
        "period.from.offset": ["Z"],
        "period.to.local": ["2027-07-03T01:40"],
        "period.to.offset": ["Z"],
      },
      "request/end-before-start",
      "period.to",
    ],
    [
      "secrecy without end",
      { "confidentiality.reason": ["covert"] },
      "request/secrecy-half",
      "confidentiality.until",
    ],
    ["range", { "selectors.0.value": ["203.0.113.0/24"] }, "request/wildcard", "selectors.0.value"],
    ["two megabytes of facts", { facts: ["x".repeat(2_000_000)] }, "request/too-long", "facts"],
    ["measure nobody knows", { measure: ["extradition"] }, "request/wrong-value", "measure"],
    ["own State", { requested: ["BO"] }, "request/same-state", "requested"],
  ];
  test.each(faults)("%s", (_name, change, code, where) => {
    const { problems } = readForm(form(change), "BO");
    expect(problems.map((each) => [each.code, each.where])).toContainEqual([code, where]);
  });

  test("what can be read is kept beside what cannot", () => {
    const { content, problems } = readForm(form({ "selectors.0.at.local": ["yesterday"] }), "BO");
    expect(problems).toHaveLength(1);
    expect(content.selectors).toEqual([{ kind: "ip", value: "203.0.113.77" }]);
  });

  test("a time pasted with its own offset is taken as it is", () => {
    const { content } = readForm(form({ "selectors.0.at.local": ["2027-07-04T01:40:00+02:00"] }), "BO");
    expect(content.selectors[0]?.at).toBe("2027-07-03T23:40:00.000Z");
  });

  test("no text a person types makes the reading throw", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...Object.keys(base), "period.to.local", "answers.x.text", "selectors.7.value"),
          fc.string(),
        ),
        (typed) => {
          const values = new Map(Object.entries(typed).map(([name, value]) => [name, [value]]));
          expect(readForm(values, "BO").content.requesting).toBe("BO");
        },
      ),
    );
  });
});

test("rows are added and taken away, the last one stays", () => {
  const two = withRow(form(), "add");
  expect(rowsOf(two)).toEqual([0, 1]);
  expect(rowsOf(withRow(two, 0))).toEqual([1]);
  expect(rowsOf(withRow(form(), 0))).toEqual([0]);
});
