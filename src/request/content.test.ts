import { describe, expect, test } from "vitest";
import { isProblem, type Problem } from "../base/problem.ts";
import { contentDigest, readContent } from "./content.ts";

const good = {
  measure: "preservation",
  requesting: "BO",
  requested: "AL",
  subject: "Preserve a server",
  offences: [{ state: "BO", code: "CC 361" }],
  conduct: ["system-access"],
  facts: "Somebody got in.",
  selectors: [
    { kind: "ip", value: "203.0.113.77", port: 443, at: "2027-07-03T23:40:00.000Z", reason: "seen" },
  ],
};

function codesOf(value: unknown): string[] {
  try {
    readContent(value);
    return [];
  } catch (error) {
    if (!isProblem(error)) throw error;
    return error.also.length
      ? error.also.map((each: Problem) => `${each.code} ${each.where}`)
      : [`${error.code} ${error.where}`];
  }
}

const without = (field: string) =>
  Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));

const table: [name: string, value: unknown, codes: string[]][] = [
  ["a good request", good, []],
  ["a missing field", without("facts"), ["request/field-missing facts"]],
  ["an unknown field", { ...good, colour: "red" }, ["request/unknown-field colour"]],
  [
    "an unknown field within a selector",
    { ...good, selectors: [{ kind: "ip", value: "203.0.113.77", x: 1 }] },
    ["request/unknown-field selectors.0.x"],
  ],
  ["a wrong type", { ...good, facts: 7 }, ["request/wrong-type facts"]],
  [
    "a date without offset",
    { ...good, period: { from: "2027-07-04T01:40:00", to: "2027-07-05T00:00:00.000Z" } },
    ["time/no-offset period.from"],
  ],
  [
    "an end before the start",
    { ...good, period: { from: "2027-07-05T00:00:00.000Z", to: "2027-07-04T00:00:00.000Z" } },
    ["request/end-before-start period.to"],
  ],
  ["two megabytes of text", { ...good, facts: "x".repeat(2_000_000) }, ["request/too-long facts"]],
  [
    "many long fields that together are too much",
    {
      ...good,
      facts: "x".repeat(19_000),
      purpose: "x".repeat(4000),
      answers: Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`a${i}`, "x".repeat(4000)])),
    },
    ["request/too-long content"],
  ],
  [
    "a range instead of a selector",
    { ...good, selectors: [{ kind: "ip", value: "203.0.113.0/24", reason: "all" }] },
    ["request/wildcard selectors.0.value"],
  ],
  [
    "a wildcard account",
    { ...good, selectors: [{ kind: "account", value: "*@mail.example", reason: "all" }] },
    ["request/wildcard selectors.0.value"],
  ],
  ["a State asking itself", { ...good, requested: "BO" }, ["request/same-state requested"]],
  ["an unknown measure", { ...good, measure: "everything" }, ["request/wrong-value measure"]],
  [
    "a prototype in disguise",
    JSON.parse('{"__proto__":{"x":1},"measure":"preservation"}'),
    codesOf(JSON.parse('{"__proto__":{"x":1},"measure":"preservation"}')),
  ],
  [
    "several faults at once",
    { ...without("facts"), colour: "red" },
    ["request/field-missing facts", "request/unknown-field colour"],
  ],
  ["null", null, ["request/wrong-type content"]],
];

describe("reading a request's contents", () => {
  test.each(table)("%s", (_name, value, codes) => expect(codesOf(value)).toEqual(codes));

  test("right-to-left and zero-width characters are kept as they are: text is text", () => {
    const subject = "Moha\u200bmmed \u202eevil\u202c محمد";
    expect(readContent({ ...good, subject }).subject).toBe(subject);
  });

  test("no problem shows what was written", () => {
    try {
      readContent({ ...good, facts: 7, subject: "SECRET-NAME".repeat(100) });
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain("SECRET-NAME");
    }
  });

  test("the digest follows every change", () => {
    const digest = contentDigest(readContent(good));
    expect(contentDigest(readContent({ ...good, facts: "Somebody got in!" }))).not.toBe(digest);
    expect(contentDigest(readContent({ ...good }))).toBe(digest);
  });
});
