import { expect, test } from "vitest";
import { CASE } from "./case-facts.ts";
import { flowsOf, trafficLog } from "./traffic-log.ts";

test("partial traffic data reveals the provider behind the payment page, in time order", () => {
  const flows = flowsOf("case 1");
  const beyond = flows.filter((flow) => flow.from === CASE.control.address);
  expect(beyond.length).toBe(52);
  expect(new Set(beyond.map((flow) => `${flow.to}:${flow.toPort}`))).toEqual(new Set(["198.51.100.23:443"]));
  expect(flows.filter((flow) => flow.to === CASE.control.address).length).toBe(CASE.machines);
  expect(flows.map((flow) => flow.at)).toEqual(flows.map((flow) => flow.at).toSorted());
});

test("is one JSON object a line, traffic data only, the same from the same seed", () => {
  const text = trafficLog("case 1");
  const lines = text.trimEnd().split("\n");
  for (const line of lines)
    expect(Object.keys(JSON.parse(line) as object)).toEqual([
      "at",
      "from",
      "fromPort",
      "to",
      "toPort",
      "protocol",
      "bytes",
    ]);
  expect(trafficLog("case 1")).toBe(text);
  expect(trafficLog("case 2")).not.toBe(text);
});
