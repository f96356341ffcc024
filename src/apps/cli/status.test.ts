import { describe, expect, test } from "vitest";
import { isProblem } from "../../base/problem.ts";
import { type StatusFlags, statusCommand } from "./status.ts";
import type { Terminal } from "./terminal.ts";

/** What the command prints, and which world it answers for. */
async function ran(
  state: string | undefined,
  flags: StatusFlags,
): Promise<{ lines: string[]; json: unknown }> {
  const lines: string[] = [];
  let json: unknown;
  const out: Terminal = {
    json: false,
    say: (line = "") => void lines.push(line),
    result: (value) => void (json = value),
    progress: () => {},
  };
  expect(await statusCommand(out, state, flags)).toBe(true);
  return { lines, json };
}

const ON = { on: "2026-11-24" };

describe("the world", () => {
  test.each<[string | undefined, StatusFlags, "real" | "invented"]>([
    [undefined, ON, "real"],
    ["AL", ON, "real"],
    ["AL", { ...ON, world: "invented" }, "invented"],
    ["Albania", ON, "real"],
    ["Alderia", ON, "invented"],
    [undefined, { ...ON, ifRatify: "Japan,FR", deposits: "2027-03-01" }, "real"],
  ])("%s %o: %s, and the first line says so", async (state, flags, world) => {
    const { lines, json } = await ran(state, flags);
    expect(lines[0]).toContain(`The ${world} world`);
    expect(json).toMatchObject({ world });
  });
});

describe("what a person reads", () => {
  const page = async (state: string | undefined, flags: StatusFlags): Promise<string> =>
    (await ran(state, flags)).lines.join("\n");

  test.each<[string, string | undefined, StatusFlags, string[]]>([
    ["the Convention is not in force", undefined, ON, ["3 of 40 deposits", "Newest covered  August 2026"]],
    [
      "a Party, with how sure and how new",
      "Japan",
      ON,
      ["in force from 2012-11-01", "(A; newest date covered 25 April 2026"],
    ],
    ["one source only", "Japan", ON, ["probably", "between January 2014 and September 2017"]],
    ["what nobody saw", "Japan", ON, ["not known  Japan is believed to have joined"]],
    ["reservations", "Qatar", ON, ["reservation on hanoi/14, hanoi/15, hanoi/16"]],
    ["approval at home", "AZ", { on: "2026-02-15" }, ["this is no deposit"]],
    ["two thirds of those present", "US", ON, ["67 of 100 present"]],
    ["a poll is reported and no position", "Estmark", { on: "2027-08-01" }, ["no position: A poll"]],
    [
      "a what-if that falls short",
      undefined,
      { ifRatify: "JP,BR", deposits: "2027-03-01" },
      ["35 more would be needed"],
    ],
  ])("%s", async (_name, state, flags, words) => {
    const text = await page(state, flags);
    for (const each of words) expect(text).toContain(each);
  });
});

describe("a question that is refused, and nothing printed before", () => {
  test.each<[string, string | undefined, StatusFlags, string]>([
    ["unknown_state", "Atlantis", ON, "treaty/unknown-state"],
    ["unknown_world", "JP", { world: "other" }, "cli/unknown-world"],
    ["impossible_day", "JP", { on: "2026-02-30" }, "time/invalid"],
    ["no_day_of_deposit", undefined, { ifRatify: "JP" }, "cli/no-deposits"],
    ["impossible_deposit", undefined, { ifRatify: "JP", deposits: "2027-02-29" }, "treaty/impossible-date"],
    [
      "unknown_instrument",
      undefined,
      { ifRatify: "JP", deposits: "2027-02-28", instrument: "rome" },
      "treaty/unknown-instrument",
    ],
    ["state_of_the_other_world", "Alderia", { world: "real" }, "treaty/unknown-state"],
  ])("%s", async (_name, state, flags, code) => {
    await expect(ran(state, flags)).rejects.toSatisfy((error) => isProblem(error, code));
  });
});
