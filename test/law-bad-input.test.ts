import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLaw } from "../src/adapters/law-files.ts";
import { mount } from "../src/apps/node/contract.ts";
import { lawRoutes } from "../src/apps/node/law-api.ts";
import { listen } from "../src/apps/node/server.ts";
import { findProvisions } from "../src/treaty/citation.ts";
import { isProblem } from "../src/base/problem.ts";
import { CONDUCT } from "../src/treaty/conduct.ts";
import { wholeOpinion } from "../src/treaty/opinion.ts";
import { MEASURES, Opinion } from "../src/treaty/opinion-types.ts";
import { readQuestion } from "../src/treaty/question.ts";
import { readSheet } from "../src/treaty/sheet.ts";

// Bad input at the three doors of the law: the library, the command line, HTTP. Each fault has the same code at each,
// says its place and what to do next, and never comes out as an answer or as a fault of the program.

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "comity-bad-"));
const NOW = "2027-07-04T03:10:00.000Z";
const law = readLaw("invented");
let server: Awaited<ReturnType<typeof listen>>;
let url: string;

beforeAll(async () => {
  const app = new Hono();
  mount(
    app,
    lawRoutes(() => NOW),
    async () => "bo-01",
  );
  server = await listen(app, { host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  code: string;
  what: string;
  where: string;
  next: string;
}

function library(call: () => unknown): Said {
  try {
    call();
  } catch (error) {
    return JSON.parse(JSON.stringify(error)) as Said;
  }
  throw new Error("it was accepted");
}

function commandLine(...words: string[]): Promise<Said> {
  const main = join(root, "src/apps/cli/main.ts");
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", main, ...words, "--json"],
      { cwd: root },
      (error, out, err) => {
        if (error?.code === 1 && err === "") done((JSON.parse(out) as { problem: Said }).problem);
        else fail(new Error(`exit ${error?.code ?? 0}: ${err}${out}`));
      },
    );
  });
}

async function overHttp(path: string, body?: unknown): Promise<Said & { status: number }> {
  const answer = await fetch(
    `${url}${path}`,
    body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
  );
  return { ...((await answer.json()) as Said), status: answer.status };
}

function file(name: string, json: unknown): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(json));
  return path;
}

const QUESTION = {
  requesting: "BO",
  requested: "AL",
  on: "2027-07-04",
  measure: "preservation",
  offences: ["CC 361"],
  conduct: ["system-access"],
};

interface Fault {
  name: string;
  question: unknown;
  code: string;
  /** The end of the place. */
  where: string;
}

const FAULTS: Fault[] = [
  {
    name: "an impossible date",
    question: { ...QUESTION, on: "2027-02-30" },
    code: "time/invalid",
    where: "on",
  },
  {
    name: "an impossible hour",
    question: { ...QUESTION, preservedFrom: "2027-07-04T25:00:00Z" },
    code: "time/invalid",
    where: "preservedFrom",
  },
  {
    name: "a date without offset",
    question: { ...QUESTION, on: "2027-07-04T10:00:00" },
    code: "time/no-offset",
    where: "on",
  },
  {
    name: "conduct both there and not there",
    question: { ...QUESTION, conductAbsent: ["system-access"] },
    code: "treaty/input-contradiction",
    where: "conductAbsent",
  },
  {
    name: "a State that asks itself",
    question: { ...QUESTION, requested: "Borvania" },
    code: "treaty/input-contradiction",
    where: "requested",
  },
  {
    name: "decided before it was asked",
    question: { ...QUESTION, dataDecidedAt: "2027-07-04T00:00:00.000Z" },
    code: "treaty/input-contradiction",
    where: "dataDecidedAt",
  },
  {
    name: "an unknown State",
    question: { ...QUESTION, requested: "Atlantis" },
    code: "treaty/unknown-state",
    where: "state",
  },
  {
    name: "an unknown code of a State",
    question: { ...QUESTION, requested: "ZZ" },
    code: "treaty/unknown-state",
    where: "state",
  },
  {
    name: "an unknown measure",
    question: { ...QUESTION, measure: "arrest" },
    code: "treaty/input-invalid",
    where: "measure",
  },
  {
    name: "an unknown instrument",
    question: { ...QUESTION, basis: "magna-carta" },
    code: "treaty/input-invalid",
    where: "basis",
  },
  {
    name: "an unknown field",
    question: { ...QUESTION, urgent: true },
    code: "treaty/input-invalid",
    where: "urgent",
  },
  {
    name: "too many offences",
    question: { ...QUESTION, offences: Array.from({ length: 51 }, () => "CC 361") },
    code: "treaty/input-invalid",
    where: "offences",
  },
  {
    name: "facts longer than any",
    question: { ...QUESTION, facts: "x".repeat(50_001) },
    code: "treaty/input-invalid",
    where: "facts",
  },
  { name: "no object", question: ["BO", "AL"], code: "treaty/input-invalid", where: "" },
];

function expectSaid(said: Said, { code, where }: Pick<Fault, "code" | "where">): void {
  expect(said.code).toBe(code);
  expect(said.where.endsWith(where)).toBe(true);
  expect(said.what).toMatch(/\S/);
  expect(said.next).toMatch(/\S.*\.$/);
}

describe("a question with", () => {
  test.each(FAULTS)("$name: the library", (fault) => {
    expectSaid(
      library(() => readQuestion(fault.question, law, NOW)),
      fault,
    );
  });

  test.each(FAULTS)("$name: over HTTP", async (fault) => {
    const said = await overHttp("/law/v1/opinion", { question: fault.question, world: "invented" });
    expect(said.status).toBe(422);
    expectSaid(said, fault);
  });

  // A process each: the faults of this door itself, and one of each kind of the others.
  test.each(FAULTS.filter((_, index) => index % 2 === 1))("$name: the command line", async (fault) => {
    expectSaid(await commandLine("opinion", file("question", fault.question), "--world", "invented"), fault);
  });
});

describe("an unknown article", () => {
  const fault = { code: "treaty/unknown-provision", where: "" };
  test.each(["99", "40(77)", "budapest/99", "no number", "hanoi/40(22)(z)(z)(z)"])("%s", async (written) => {
    expectSaid(
      library(() => findProvisions(written)),
      fault,
    );
    const said = await overHttp(`/law/v1/provision/${encodeURIComponent(written)}`);
    expect(said.status).toBe(404);
    expectSaid(said, fault);
  });

  test("the command line", async () => {
    expectSaid(await commandLine("law", "show", "99.1"), fault);
  });
});

describe("a sheet that", () => {
  const sheet = JSON.parse(readFileSync(join(root, "law/invented/sheets/AL.json"), "utf8")) as Record<
    string,
    unknown
  >;

  test("contains itself (in JSON nothing can, so this door alone can meet it)", () => {
    const circle: Record<string, unknown> = { ...sheet };
    circle["secrecy"] = circle;
    expectSaid(
      library(() => readSheet(circle, "AL.json")),
      { code: "treaty/sheet-cyclic", where: "AL.json" },
    );
  });

  const large = { ...sheet, offences: Array.from({ length: 5_001 }, () => ({})) };
  test("has too many offences: the library and the command line", async () => {
    const fault = { code: "treaty/sheet-oversized", where: "large.json" };
    expectSaid(
      library(() => readSheet(large, "large.json")),
      fault,
    );
    expectSaid(await commandLine("sheet", "check", file("large", large)), fault);
  });

  test("is too large comes no further over HTTP than the limit of a body", async () => {
    const said = await overHttp("/law/v1/opinion", {
      question: QUESTION,
      assume: { sheets: large },
      x: "x".repeat(600_000),
    });
    expect(said.status).toBe(413);
    expectSaid(said, { code: "api/too-large", where: "body" });
  });

  test("is nested without end", async () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const answer = await fetch(`${url}/law/v1/opinion`, {
      method: "POST",
      body: `{"question":{"requesting":"BO","requested":"AL","measure":"preservation","assume":{"sheets":{"AL":{"secrecy":${deep}}}}}}`,
    });
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as Said).code).toMatch(/^(treaty|api|json)\//);
  });
});

describe("whatever is asked", () => {
  const states = [...Object.keys(law.sheets), "Alderia", "XX", ""];
  const words = Object.keys(CONDUCT);
  const times = fc.oneof(
    fc.constantFrom(
      "2027-07-04",
      "2027-07-04T23:59:59+14:00",
      "2027-02-30",
      "9999-12-31T23:59:59Z",
      "0001-01-01",
    ),
    fc.string(),
  );
  const question = fc
    .record({
      requesting: fc.constantFrom(...states),
      requested: fc.constantFrom(...states),
      on: fc.oneof({ weight: 4, arbitrary: fc.constant("2027-07-04") }, times),
      measure: fc.constantFrom(...MEASURES),
      offences: fc.subarray(["CC 361", "s.148", "PC 202", "nothing"]),
      conduct: fc.subarray(words.slice(0, 40)),
      conductAbsent: fc.subarray(words.slice(40, 80)),
      period: fc.record({ from: times, to: times }),
      confidentiality: fc.record({ until: times }),
    })
    .map((each): object => each);
  const anything = fc.oneof(
    { weight: 4, arbitrary: question },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          question,
          fc.constantFrom("measure", "offences", "assume", "selectors", "answers", "x"),
          fc.jsonValue(),
        )
        .map(([each, field, value]) => ({ ...each, [field]: value })),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );

  test("there is an opinion of the published shape, or a problem with its place", () => {
    const counted = { opinions: 0, problems: 0 };
    fc.assert(
      fc.property(anything, (json) => {
        try {
          const opinion = wholeOpinion(readQuestion(json, law, NOW), law);
          expect(Opinion.parse(JSON.parse(JSON.stringify(opinion)))).toEqual(opinion);
          counted.opinions += 1;
        } catch (error) {
          if (!isProblem(error)) throw error;
          expect([error.code, error.where, error.next].every((each) => each !== "")).toBe(true);
          counted.problems += 1;
        }
      }),
      { numRuns: 600 },
    );
    expect(Math.min(counted.opinions, counted.problems)).toBeGreaterThan(20);
  });
});
