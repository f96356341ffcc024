import { describe, expect, test } from "vitest";
import { isProblem } from "../../base/problem.ts";
import { BasisAnswer } from "../../treaty/bases.ts";
import { basisCommand, type BasisFlags } from "./basis.ts";
import type { Terminal } from "./terminal.ts";

async function asked(
  requesting: string,
  requested: string,
  flags: BasisFlags = {},
): Promise<{ page: string; result: unknown }> {
  const lines: string[] = [];
  let result: unknown;
  const out: Terminal = {
    json: false,
    say: (line = "") => void lines.push(line),
    result: (value) => void (result = value),
    progress: () => {},
  };
  expect(await basisCommand(out, requesting, requested, flags)).toBe(true);
  return { page: lines.join("\n"), result };
}

describe("comity basis", () => {
  test("a name chooses its world, and the first line says which and when", async () => {
    const invented = await asked("Estmark", "Alderia", { on: "2027-08-15" });
    expect(invented.page.split("\n")[0]).toBe(
      "The invented world, on 2027-08-15: its States and dates do not exist.",
    );
    const real = await asked("Japan", "France", { on: "2026-11-24" });
    expect(real.page.split("\n")[0]).toContain("The real world, as far as seen, on 2026-11-24.");
  });

  test("a code means the real world unless the other is named", async () => {
    expect((await asked("AL", "IT", { on: "2026-11-24" })).page).toContain("Albania (AL) asks Italy (IT)");
    const invented = await asked("AL", "BO", { on: "2027-08-15", world: "invented" });
    expect(invented.page).toContain("Alderia (AL) asks Borvania (BO)");
  });

  test("what applies, what may and what does not stand apart, each with place and sureness", async () => {
    const { page } = await asked("Japan", "France", {
      measure: "preservation",
      offence: "hanoi/7",
      on: "2026-11-24",
    });
    const [holds, perhaps, not] = [
      "It can rest on",
      "Perhaps, on what is not known yet",
      "It cannot rest on",
    ].map((title) => page.indexOf(title)) as [number, number, number];
    expect(holds).toBeGreaterThan(0);
    expect(page.slice(holds, perhaps)).toContain("[Budapest Art. 29] (A)");
    expect(page.slice(perhaps, not)).toContain("UNTOC");
    expect(page.slice(not)).toContain("of the 40 deposits");
    expect(page).toContain("reservations whose text was not seen");
  });

  test("no treaty basis is an answer, and what is not known stands beside it", async () => {
    const { page } = await asked("TV", "SO", {
      measure: "stored-data",
      offence: "illegal-access",
      on: "2026-11-24",
    });
    expect(page).toContain("No treaty basis between Tuvalu and Somalia on 2026-11-24");
    expect(page).toContain("check the depositary");
  });

  test("the document of --json is the published one", async () => {
    const { result } = await asked("US", "GB", { on: "2026-11-24" });
    expect(BasisAnswer.parse(result)).toEqual(result);
  });

  test.each([
    ["unknown_state", "Atlantis", {}, "treaty/unknown-state"],
    ["unknown_measure", "France", { measure: "everything" }, "treaty/unknown-measure"],
    ["unknown_offence", "France", { offence: "witchcraft" }, "treaty/unknown-offence"],
    ["impossible_date", "France", { on: "2027-02-30" }, "time/invalid"],
    ["unknown_world", "France", { world: "other" }, "cli/unknown-world"],
  ])("%s is refused with its code", async (_name, requested, flags, code) => {
    const problem = await asked("Japan", requested, flags).catch((error: unknown) => error);
    expect(isProblem(problem) && problem.code).toBe(code);
  });
});
