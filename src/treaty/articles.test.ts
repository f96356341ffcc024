import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { PROVISIONS, provisionOf } from "./articles.ts";
import { lineOf } from "./coverage.ts";
import { Effect, Grade } from "./opinion-types.ts";
import { SILENCES } from "./silence.ts";
import { sheetJsonSchema } from "./sheet.ts";
import { R1, R2, R3, R4, WORLD } from "./world-for-tests.ts";
import { formOpinion } from "./opinion.ts";

const all = Object.values(PROVISIONS).flat();
const root = resolve(import.meta.dirname, "../..");

/** A generated file that must be current. `UPDATE=1 vitest run src/treaty/articles.test.ts` writes it. */
function current(path: string, text: string): void {
  const file = resolve(root, path);
  if (process.env["UPDATE"]) writeFileSync(file, text);
  expect(readFileSync(file, "utf8"), `run it once with UPDATE=1 to write ${path}`).toBe(text);
}

describe("provisions", () => {
  test.each(all.map((each) => [each.id, each] as const))(
    "%s ships with pinpoint, effect and grade",
    (id, each) => {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\/\d+(\([0-9a-z]+\))*(s\d)?$/);
      expect(each.pinpoint).toMatch(/^([A-Z][A-Za-z]+ ([0-9]+ )?)?Art\. \d+(\([0-9a-z]+\))*( sentence \d)?$/);
      expect(Effect.options).toContain(each.effect);
      expect(Grade.options).toContain(each.grade);
      expect(each.statement.length).toBeGreaterThan(20);
      expect(each.statement).not.toContain("|");
    },
  );

  test("every id stands once", () => {
    const ids = all.map((each) => each.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test("such a line is shown as not compared yet", () => {
    const shown = formOpinion(R3, WORLD).duties.filter((each) => each.grade === "K?");
    expect(shown.map((each) => [each.state, each.why])).toEqual([
      ["unknown", "Not compared yet; no rule rests on it."],
      ["unknown", "Not compared yet; no rule rests on it."],
    ]);
  });

  test("each file holds the article in its name, or a neighbour it says", () => {
    for (const each of all) expect(provisionOf(each.id)).toBe(each);
    const silences = SILENCES.flatMap((each) => each.provisions);
    for (const id of silences) expect(provisionOf(id).id).toBe(id);
  });

  test("what is owed follows the measure", () => {
    const carried = [R1, R2, R3, R4].map((input) => formOpinion(input, WORLD).obligation.pinpoint);
    expect(carried).toEqual(["Art. 42(4)", "Art. 43(1)", "Art. 44(2)", "Art. 45(1)"]);
  });

  test("what the program does with a provision is said", () => {
    expect(lineOf(provisionOf("hanoi/40(22)")).rules).toContain("ground");
    expect(lineOf(provisionOf("hanoi/42(3)(e)")).rules).toContain("contents");
    expect(lineOf(provisionOf("hanoi/40(15)(f)")).rules).toEqual([]);
  });
});

describe("generated files are current", () => {
  test("spec/schemas/state-sheet.schema.json", () =>
    current("spec/schemas/state-sheet.schema.json", `${JSON.stringify(sheetJsonSchema(), null, 2)}\n`));
});
