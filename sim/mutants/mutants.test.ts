import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CLASSES, MUTANTS } from "./all.ts";
import { patched } from "./mutant.ts";

const source = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");

test("there are at least 45, each with a name of its own", () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(45);
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
});

for (const [name, mutants] of Object.entries(CLASSES)) {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(`${name}: %s`, (_name, mutant) => {
    for (const file of new Set(mutant.edits.map((edit) => edit.file))) {
      expect(file.startsWith("src/")).toBe(true);
      const before = source(file);
      const after = patched(before, file, mutant);
      expect(after).not.toBe(before);
      expect(() => stripTypeScriptTypes(after)).not.toThrow();
    }
  });
}

test("a patch whose text is gone is an error, not a mutant less", () => {
  const gone = { name: "gone", edits: [{ file: "src/a.ts", find: "x", replace: "y" }] };
  expect(() => patched("abc", "src/a.ts", gone)).toThrow("0 times");
  expect(() => patched("x x", "src/a.ts", gone)).toThrow("2 times");
});
