import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isProblem } from "../base/problem.ts";
import { WORLD } from "../treaty/world-for-tests.ts";
import { readLaw } from "./law-files.ts";

test("the folder that ships is the law the tests use", () => {
  expect(readLaw()).toEqual(WORLD);
});

test("a file that is not JSON stops the start and is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "law-"));
  mkdirSync(join(folder, "real", "sheets"), { recursive: true });
  writeFileSync(join(folder, "real", "sheets", "AL.json"), "{");
  expect(() => readLaw("real", folder)).toThrow(
    expect.toSatisfy((error) => isProblem(error, "json/invalid") && error.where === "AL.json"),
  );
});
