import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LAW_FOLDER } from "../../adapters/law-files.ts";
import { isProblem } from "../../base/problem.ts";
import { sheetCheckCommand } from "./sheet.ts";
import type { Terminal } from "./terminal.ts";

const alderia = join(LAW_FOLDER, "invented/sheets/AL.json");
const albania = join(LAW_FOLDER, "real/sheets/AL.json");

async function check(file: string, json = false): Promise<{ lines: string[]; documents: unknown[] }> {
  const lines: string[] = [];
  const documents: unknown[] = [];
  const out: Terminal = {
    json,
    say: (line = "") => void lines.push(line),
    result: (value) => void documents.push(value),
    progress: () => undefined,
  };
  await sheetCheckCommand(out, file, "2026-11-24");
  return { lines, documents };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "nothing was thrown",
    (error: unknown) => (isProblem(error) ? error.code : String(error)),
  );
}

function written(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "sheet-")), "sheet.json");
  writeFileSync(file, text);
  return file;
}

test("the first line says whose sheet it is and of which world", async () => {
  expect((await check(alderia)).lines[0]).toBe(
    "Alderia (AL), invented world, version 1, good for 2027-03-31",
  );
  expect((await check(albania)).lines[0]).toBe("Albania (AL), real world, version 1, good for 2026-11-23");
});

test("a real sheet says what is old, what is not known and what was only recalled", async () => {
  const said = (await check(albania)).lines.join("\n");
  expect(said).toContain("the State has not confirmed it");
  expect(said).toContain("offences: no offence is mapped to Art. 15");
  expect(said).toMatch(/offences\.Art\. 192\/b: Criminal Code.*version of 2020-03-24/);
  expect(said.split("Recalled, never read: no facts")[1]).toContain("Laundering is recalled");
});

test("the document counts what was recalled apart from what is known", async () => {
  const [report] = (await check(albania)).documents as [
    { sureness: Record<string, number>; unverified: unknown[] },
  ];
  expect(report.sureness["D"]).toBe(report.unverified.length);
  expect(report.sureness["A"]).toBeGreaterThan(0);
});

test.each([
  ["no such file", "/nowhere/sheet.json", "cli/no-file"],
  ["no JSON", written("{"), "json/invalid"],
  ["no sheet", written("{}"), "treaty/sheet-invalid"],
  ["more than a sheet can hold", written(`"${"x".repeat(8_000_001)}"`), "treaty/sheet-oversized"],
])("%s", async (_name, file, code) => {
  expect(await codeOf(check(file))).toBe(code);
});
