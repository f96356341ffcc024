import { describe, expect, test } from "vitest";
import { formOpinion } from "./opinion.ts";
import type { OpinionInput } from "./opinion-types.ts";
import { R1, R4, WORLD, withSheet } from "./world-for-tests.ts";

const clock = (input: OpinionInput, id: string, law = WORLD) =>
  formOpinion(input, law).clocks.find((each) => each.id === id);

describe("clocks of an opinion", () => {
  test("preservation: the date, and how it was found", () => {
    expect(clock({ ...R1, preservedFrom: R1.on }, "preservation")).toMatchObject({
      ends: "2027-09-02T03:10:00.000Z",
      endsThere: "Thursday 2027-09-02 05:10:00 +02:00 (Europe/Vienna)",
      steps: [
        "Counted from Sunday 2027-07-04 05:10:00 +02:00 (Europe/Vienna).",
        "60 days of 24 hours; weekends and holidays do not lengthen it: it ends at Thursday 2027-09-02 05:10:00 +02:00 (Europe/Vienna).",
      ],
    });
  });

  test("once the request has come it ends with the decision", () => {
    const waiting = clock({ ...R1, dataRequestedAt: "2027-08-01T00:00:00.000Z" }, "preservation");
    expect(waiting).toMatchObject({ ends: null, endsThere: null });
    expect(waiting?.rule).toContain("preserved until it is decided");
    const decided = {
      dataRequestedAt: "2027-08-01T00:00:00.000Z",
      dataDecidedAt: "2027-12-01T00:00:00.000Z",
    };
    expect(clock({ ...R1, ...decided }, "preservation")?.ends).toBe("2027-12-01T00:00:00.000Z");
  });

  test("one order to the holder lasts at most ninety days", () => {
    expect(clock(R1, "order")).toMatchObject({ ends: "2027-10-02T03:10:00.000Z", pinpoint: "Art. 25(2)" });
  });

  test.each([
    ["a working day", "2027-09-01T12:00:00Z", "2027-09-01", []],
    ["a Saturday", "2027-09-04T12:00:00Z", "2027-09-06", ["Saturday 2027-09-04", "Sunday 2027-09-05"]],
    ["a holiday", "2027-08-15T12:00:00Z", "2027-08-16", ["Sunday 2027-08-15"]],
    [
      "Friday in UTC, but Saturday there",
      "2027-09-03T23:00:00Z",
      "2027-09-06",
      ["Saturday 2027-09-04", "Sunday 2027-09-05"],
    ],
  ])("secrecy that ends on %s", (_name, until, due, skipped) => {
    const input = { ...R1, confidentiality: { reason: "The suspects watch the server.", until } };
    const found = clock(input, "disclosure-due");
    expect(found?.ends).toBe(due);
    for (const each of skipped) expect(found?.steps.join("\n")).toContain(`${each} is no working day`);
    expect(clock(input, "confidentiality")?.ends).toBe(until.replace("Z", ".000Z"));
  });

  test("a holiday is named", () => {
    const law = withSheet(WORLD, "BO", () => ({ holidays: [{ day: "2027-09-01", name: "Founders' Day" }] }));
    const input = { ...R1, confidentiality: { reason: "They watch.", until: "2027-09-01T12:00:00Z" } };
    const found = clock(input, "disclosure-due", law);
    expect(found).toMatchObject({ ends: "2027-09-02", endsThere: "Thursday 2027-09-02 (Europe/Warsaw)" });
    expect(found?.steps).toContain(
      "Wednesday 2027-09-01 is no working day: Founders' Day, a public holiday of Borvania.",
    );
  });

  test("holidays that are not known: no date is given as sure", () => {
    const law = withSheet(WORLD, "BO", () => ({ holidays: null, holidaysCover: null }));
    const input = { ...R1, confidentiality: { reason: "They watch.", until: "2027-09-01T12:00:00Z" } };
    const found = clock(input, "disclosure-due", law);
    expect(found).toMatchObject({ ends: null, endsThere: null });
    expect(found?.rule).toContain("not known");
  });

  test("a State without a sheet is read in UTC, which is seen", () => {
    const { AL: _gone, ...sheets } = WORLD.sheets;
    expect(clock(R1, "preservation", { ...WORLD, sheets })?.endsThere).toBe(
      "Thursday 2027-09-02 03:10:00 +00:00 (UTC)",
    );
  });

  test("72 hours for the papers are hours", () => {
    expect(clock({ ...R1, measure: "emergency-data" }, "emergency-papers")?.ends).toBe(
      "2027-07-07T03:10:00.000Z",
    );
  });

  test("collection ends when it was asked to, there and here", () => {
    expect(clock(R4, "collection")).toMatchObject({
      ends: "2027-07-15T00:00:00.000Z",
      endsThere: "Thursday 2027-07-15 02:00:00 +02:00 (Europe/Vienna)",
    });
  });
});
