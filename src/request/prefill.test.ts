import { describe, expect, test } from "vitest";
import type { Case } from "./case.ts";
import { type RequestContent, readContent } from "./content.ts";
import { preservationOf } from "./prefill.ts";

const content: RequestContent = {
  measure: "traffic-partial",
  requesting: "BO",
  requested: "AL",
  basis: "budapest",
  subject: "Traffic data",
  fileNumber: "BO-1",
  authority: "Central Authority of Borvania",
  offences: [{ state: "BO", code: "CC 361" }],
  conduct: ["system-access"],
  conductAbsent: ["authorised-testing"],
  facts: "What happened.",
  purpose: "To find the provider.",
  selectors: [{ kind: "server", value: "203.0.113.77", reason: "control server", port: 443 }],
  period: { from: "2027-07-01T00:00:00.000Z", to: "2027-07-04T00:00:00.000Z" },
  custodian: "nordrack",
  preservationReference: "BO-AL-2027-0001",
  urgency: { kind: "volatile", reason: "it is wiped" },
};
const origin: Pick<Case, "ref" | "side" | "content" | "revealed"> = {
  ref: "BO-AL-2027-0002",
  side: "requesting",
  content,
  revealed: [{ address: "198.51.100.20", state: "CA", provider: "cloudveil" }],
};
const words = { subject: "Preservation at CloudVeil", reason: "Found in data received." };
const prefill = (change: Partial<typeof origin> = {}, address = "198.51.100.20") =>
  preservationOf({ ...origin, ...change }, address, words, () => "hanoi");

describe("a request to a provider that a case revealed", () => {
  test("carries over what was said of the offence, and nothing of the old data", () => {
    expect(prefill()).toEqual({
      measure: "preservation",
      requesting: "BO",
      requested: "CA",
      basis: "hanoi",
      subject: words.subject,
      fileNumber: "BO-1",
      authority: "Central Authority of Borvania",
      offences: content.offences,
      conduct: content.conduct,
      conductAbsent: content.conductAbsent,
      facts: content.facts,
      selectors: [{ kind: "ip", value: "198.51.100.20", reason: words.reason }],
      custodian: "cloudveil",
      urgency: content.urgency,
    });
  });

  test("can be read as contents", () => {
    expect(() => readContent(prefill())).not.toThrow();
  });

  test("has no instrument where none is proposed", () => {
    expect(preservationOf(origin, "198.51.100.20", words, () => null)).not.toHaveProperty("basis");
  });

  test.each([
    ["an address nobody revealed", {}, "192.0.2.1"],
    ["the requested side", { side: "requested" as const }, "198.51.100.20"],
  ])("%s is refused", (_what, change, address) => {
    expect(() => prefill(change, address)).toThrow(expect.objectContaining({ code: "request/not-revealed" }));
  });
});
