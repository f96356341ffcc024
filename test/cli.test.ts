import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

// What somebody types, what they see, and how it ends. The longer commands (start, demo) have tests of their own.

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "comity-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function comity(...words: string[]): { out: string; err: string; code: number | null } {
  const run = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "src/apps/cli/main.ts"), ...words],
    { cwd: root, encoding: "utf8" },
  );
  return { out: run.stdout, err: run.stderr, code: run.status };
}

const R1 = "spec/examples/r1-preservation.json";

describe("comity", () => {
  test.each([
    [[], "demo"],
    [["--help"], "comity start --sandbox"],
    [["opinion", "--help"], "comity opinion spec/examples/r1-preservation.json"],
    [["verify", "--help"], "comity verify demo-out/evidence/R3"],
    [["log", "verify", "--help"], "--list demo-out/directory/AL.json"],
  ])("%j helps, with an example", (words, text) => {
    const { out, code } = comity(...words);
    expect(out).toContain(text);
    expect(code).toBe(0);
  });

  test("opinion: case 1 in July 2027", () => {
    const { out, code } = comity("opinion", R1, "--on", "2027-07-04T03:10:00Z");
    expect(out).toContain("Obligation      shall");
    expect(out).toContain("(hanoi/7, hanoi/9, hanoi/10)");
    expect(out).toContain("preservation: ends 2027-09-02");
    expect(out).toContain("It can be sent.");
    expect(code).toBe(0);
  });

  test("opinion: before the Convention is in force it says so and proposes another basis", () => {
    const { out } = comity("opinion", R1, "--on", "2027-05-31", "--json");
    const opinion = JSON.parse(out) as {
      instrument: { chosen: string | null; proposed: string | null };
      canBeSent: boolean;
    };
    expect(opinion.instrument).toMatchObject({ chosen: null, proposed: "budapest" });
    expect(opinion.canBeSent).toBe(false);
  });

  test("opinion: R4 without period and justification cannot be sent", () => {
    const { out } = comity("opinion", "spec/examples/r4-real-time-without-period.json", "--on", "2027-07-04");
    expect(out).toContain("required period");
    expect(out).toContain("It cannot be sent yet.");
  });

  test.each([
    ["a file that is not there", ["opinion", "nowhere.json"], "cli/no-file"],
    ["a date that is none", ["opinion", R1, "--on", "yesterday"], "time/invalid"],
    ["evidence that is not there", ["verify", "nowhere"], "cli/no-file"],
    ["a log without a policy", ["log", "verify", "spec"], "cli/no-policy"],
    ["a node without a folder", ["start", "--folder", folder], "settings/missing"],
  ])("%s: a code, what, where and what next; exit 1", (_name, words, code) => {
    const run = comity(...words);
    expect(run.err).toMatch(new RegExp(`^${code}\\n  .+\\n  Where: .+\\n  Next:  .+`));
    expect(run.code).toBe(1);
    const json = JSON.parse(comity(...words, "--json").out) as { ok: boolean; problem: { code: string } };
    expect(json).toMatchObject({ ok: false, problem: { code } });
  });

  test("a request with an unknown field: every fault is named", () => {
    const path = join(folder, "wrong.json");
    writeFileSync(
      path,
      JSON.stringify({
        subject: "x",
        measure: "preservation",
        requesting: "BO",
        requested: "AL",
        offences: [],
        conduct: [],
        selectors: [],
        colour: 1,
      }),
    );
    const { err, code } = comity("opinion", path);
    expect(err).toContain("facts: A field that every request has is missing.");
    expect(err).toContain("colour: This field is not part of a request.");
    expect(code).toBe(1);
  });

  test("wrong usage ends with 2", () => {
    expect(comity("verify").code).toBe(2);
    expect(comity("opinion", R1, "--colour").code).toBe(2);
  });
});
