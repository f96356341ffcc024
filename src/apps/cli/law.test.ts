import { describe, expect, test } from "vitest";
import { coverageLines } from "../../treaty/coverage.ts";
import { isProblem } from "../../base/problem.ts";
import { lawCoverageCommand, lawShowCommand } from "./law.ts";
import type { Terminal } from "./terminal.ts";

function listening(json = false) {
  const lines: string[] = [];
  const results: unknown[] = [];
  const out: Terminal = {
    json,
    say: (line = "") => void lines.push(line),
    result: (value) => void results.push(value),
    progress: () => {},
  };
  return { out, lines, results };
}

describe("comity law show", () => {
  test("a record says whom it binds, how far it was checked, and what is done with it", async () => {
    const { out, lines } = listening();
    expect(await lawShowCommand(out, "40.22")).toBe(true);
    const page = lines.join("\n");
    expect(page).toContain("Art. 40(22)  [hanoi/40(22)]");
    expect(page).toMatch(/Effect +nothing obliges/);
    expect(page).toMatch(/Binds +the requested State/);
    expect(page).toMatch(/Grade +K, not compared with a text yet/);
    expect(page).toMatch(/Rule +ground/);
  });

  test("one without a rule says why", async () => {
    const { out, lines } = listening();
    await lawShowCommand(out, "40(12)(d)");
    const page = lines.join("\n");
    expect(page).toMatch(/Grade +K\?/);
    expect(page).toMatch(/Rule +none/);
    expect(page).toMatch(/Why none +Its number, order or wording was not compared/);
  });

  test("contents name their fields as the form does", async () => {
    const { out, lines } = listening();
    await lawShowCommand(out, "42(3)(e)");
    expect(lines.join("\n")).toMatch(/Asks for +.+ \(required\)/);
  });

  test("an article shows everything below it, in one JSON document too", async () => {
    const { out, results } = listening(true);
    await lawShowCommand(out, "budapest/29");
    expect((results[0] as { id: string }[]).length).toBeGreaterThan(6);
    expect(results[0]).toContainEqual(expect.objectContaining({ id: "budapest/29(7)", grade: "T" }));
  });

  test("one that does not exist names its neighbours", async () => {
    const { out, lines } = listening();
    const refused = await lawShowCommand(out, "40(99)").catch((error: unknown) => error);
    expect(isProblem(refused, "treaty/unknown-provision")).toBe(true);
    expect((refused as { next: string }).next).toContain("40(32)");
    expect(lines).toEqual([]);
  });
});

describe("comity law coverage", () => {
  test("every provision has its line", async () => {
    const { out, lines } = listening();
    await lawCoverageCommand(out, "hanoi");
    const own = lines.filter((each) => each.startsWith("Art. "));
    expect(own.length).toBe(coverageLines("hanoi").length);
    expect(own.find((each) => each.startsWith("Art. 42(6)"))).toMatch(/forbidden +requested +K +.*ground/);
    expect(own.find((each) => each.startsWith("Art. 68(1)"))).toContain("none: ");
  });

  test("without an instrument: all of them, and which have none", async () => {
    const { out, lines, results } = listening(true);
    await lawCoverageCommand(out, undefined);
    expect(results).toHaveLength(1);
    expect((results[0] as { instrument: string }[]).map((each) => each.instrument)).toContain("cloud-act");
    expect(lines.join("\n")).toContain("Without a record of any provision: ");
  });

  test("an instrument that is not there", async () => {
    const { out } = listening();
    const refused = await lawCoverageCommand(out, "vienna").catch((error: unknown) => error);
    expect(isProblem(refused, "treaty/unknown-instrument")).toBe(true);
  });
});
