import { describe, expect, test } from "vitest";
import type { StateSheet } from "../sheet.ts";
import { WORLD } from "../world-for-tests.ts";
import { orderUntil, preservationUntil, safeConductUntil } from "./lasting.ts";
import { calendarOf } from "./work-calendar.ts";

const ALDERIA = calendarOf(WORLD.sheets["AL"] as StateSheet);
const FROM = "2027-07-04T03:10:00.000Z";
const END = "2027-09-02T03:10:00.000Z";

describe("preservation: at least sixty days, then until the request is decided", () => {
  test.each([
    ["nothing else happened", {}, END],
    ["the State preserves longer", { days: 90 }, "2027-10-02T03:10:00.000Z"],
    ["a State that says less is bound all the same", { days: 30 }, END],
    [
      "extended in time",
      { extensions: [{ on: "2027-08-30T00:00:00.000Z", days: 30 }] },
      "2027-10-02T03:10:00.000Z",
    ],
    ["the request came and waits", { requestCame: "2027-08-01T00:00:00.000Z" }, null],
    ["it came in the last moment", { requestCame: "2027-09-02T03:09:59.999Z" }, null],
    ["it came when it was over", { requestCame: END }, END],
    [
      "decided after the sixty days",
      { requestCame: "2027-08-01T00:00:00.000Z", decided: "2027-12-24T10:00:00.000Z" },
      "2027-12-24T10:00:00.000Z",
    ],
    [
      "decided before them: the least still holds",
      { requestCame: "2027-07-10T00:00:00.000Z", decided: "2027-07-12T00:00:00.000Z" },
      END,
    ],
    [
      "extended, and the request came only then",
      {
        extensions: [{ on: "2027-09-01T00:00:00.000Z", days: 10 }],
        requestCame: "2027-09-05T00:00:00.000Z",
      },
      null,
    ],
  ])("%s", (_name, events, ends) => {
    const lasting = preservationUntil("hanoi", { from: FROM, ...events }, ALDERIA);
    expect(lasting.ends).toBe(ends);
    expect(lasting.pinpoint).toBe("Art. 42(8)");
    expect(lasting.steps.length).toBeGreaterThan(1);
  });

  test.each([
    ["extended when it was over", { extensions: [{ on: END, days: 10 }] }, "clock/lapsed", "extensions"],
    ["extended by nothing", { extensions: [{ on: FROM, days: 0 }] }, "clock/length", "extensions"],
    ["the request came before", { requestCame: "2027-07-01T00:00:00.000Z" }, "clock/order", "requestCame"],
    ["decided without a request", { decided: END }, "clock/order", "decided"],
    [
      "decided before it was asked",
      { requestCame: "2027-08-01T00:00:00.000Z", decided: "2027-07-20T00:00:00.000Z" },
      "clock/order",
      "decided",
    ],
  ])("%s: %o is refused as %s", (_name, events, code, where) => {
    expect(() => preservationUntil("budapest", { from: FROM, ...events }, ALDERIA)).toThrow(
      expect.objectContaining({ code, where }),
    );
  });
});

describe("an order to preserve: at most ninety days, renewable", () => {
  test.each([
    ["as long as it can be", {}, "2027-10-02T03:10:00.000Z"],
    ["shorter", { days: 30 }, "2027-08-03T03:10:00.000Z"],
    [
      "renewed in time, counted from the renewal",
      { days: 30, renewals: [{ on: "2027-08-01T00:00:00.000Z", days: 90 }] },
      "2027-10-30T00:00:00.000Z",
    ],
    [
      "renewed twice",
      {
        renewals: [
          { on: "2027-10-01T00:00:00.000Z", days: 90 },
          { on: "2027-12-29T00:00:00.000Z", days: 60 },
        ],
      },
      "2028-02-27T00:00:00.000Z",
    ],
  ])("%s", (_name, events, ends) => {
    expect(orderUntil("hanoi", { from: FROM, ...events }, ALDERIA).ends).toBe(ends);
  });

  test.each([
    ["ninety-one days", { days: 91 }, "clock/length"],
    ["renewed for too long", { renewals: [{ on: "2027-08-01T00:00:00.000Z", days: 91 }] }, "clock/length"],
    [
      "renewed when it was over",
      { renewals: [{ on: "2027-10-02T03:10:00.000Z", days: 30 }] },
      "clock/lapsed",
    ],
    [
      "renewed before it was made",
      { renewals: [{ on: "2027-07-01T00:00:00.000Z", days: 30 }] },
      "clock/order",
    ],
  ])("%s is refused", (_name, events, code) => {
    expect(() => orderUntil("budapest", { from: FROM, ...events }, ALDERIA)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe("safe conduct: fifteen consecutive days in which the person could leave", () => {
  test.each([
    ["not told yet: it does not run", { told: null }, null],
    ["told", { told: "2027-06-26T13:00:00.000Z" }, "2027-07-11T22:00:00.000Z"],
    [
      "kept from leaving, so counted from when the way was free",
      { told: "2027-06-26T13:00:00.000Z", preventedUntil: "2027-06-30T13:00:00.000Z" },
      "2027-07-15T22:00:00.000Z",
    ],
    ["agreed otherwise", { told: "2027-06-26T13:00:00.000Z", agreedDays: 5 }, "2027-07-01T22:00:00.000Z"],
    [
      "left and came back",
      { told: "2027-06-26T13:00:00.000Z", cameBack: "2027-07-01T08:00:00.000Z" },
      "2027-07-01T08:00:00.000Z",
    ],
    [
      "came back before being told",
      { told: null, cameBack: "2027-07-01T08:00:00.000Z" },
      "2027-07-01T08:00:00.000Z",
    ],
    [
      "came back after it had ended",
      { told: "2027-06-26T13:00:00.000Z", cameBack: "2027-08-01T08:00:00.000Z" },
      "2027-07-11T22:00:00.000Z",
    ],
  ])("%s", (_name, events, ends) => {
    expect(safeConductUntil(events, ALDERIA).ends).toBe(ends);
  });
});
