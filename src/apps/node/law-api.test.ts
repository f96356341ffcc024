import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mount, openApi } from "./contract.ts";
import { lawRoutes } from "./law-api.ts";
import { listen } from "./server.ts";

// The law doors over real HTTP: who may read, what comes back, and what is refused with code, place and next step.

const NOW = "2027-07-04T03:10:00.000Z";
const routes = lawRoutes(() => NOW);
let server: Awaited<ReturnType<typeof listen>>;
let url: string;

beforeAll(async () => {
  const app = new Hono();
  mount(app, routes, async (context) => context.req.header("x-officer") ?? null);
  server = await listen(app, { host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

interface Body {
  code?: string;
  where?: string;
  what?: string;
  next?: string;
  provisions?: object[];
  obligation?: { strength: string };
  parties?: { world: string };
  clocks?: { steps: string[] }[];
  text?: string;
  lastDay?: string;
  begins?: string;
  steps?: object[];
  sections?: { bases: { id: string }[] }[];
  requesting?: { name: string };
  instruments?: object[];
}
type Answer = { status: number; body: Body };

async function get(
  path: string,
  headers: Record<string, string> = { "x-officer": "bo-01" },
): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, { headers });
  return { status: answer.status, body: (await answer.json()) as Answer["body"] };
}

async function post(path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "x-officer": "bo-01", "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Answer["body"] };
}

const ATTACK = {
  requesting: "Borvania",
  requested: "Alderia",
  on: "2027-07-04",
  measure: "preservation",
  offences: ["CC 361"],
  conduct: ["system-access", "without-right"],
};

describe("who may read", () => {
  test.each([
    "/law/v1/basis?requesting=JP&requested=FR",
    "/law/v1/status",
    "/law/v1/provision/40.22",
    "/law/v1/clock?rule=eu-production&from=2027-07-05&state=AL",
  ])("%s: nobody who is not signed in", async (path) => {
    expect(await get(path, {})).toMatchObject({ status: 401, body: { code: "api/not-signed-in" } });
  });
});

describe("bases", () => {
  test("two real States, by name", async () => {
    const { status, body } = await get(
      "/law/v1/basis?requesting=Japan&requested=France&measure=preservation",
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ world: "real", on: "2027-07-04", measure: "preservation" });
    expect(body.sections?.[0]?.bases.map((each) => each.id)).toContain("budapest");
  });

  test("a code is of the real world unless another is asked for", async () => {
    const real = await get("/law/v1/basis?requesting=AL&requested=ES&on=2026-11-24");
    const invented = await get("/law/v1/basis?requesting=AL&requested=ES&on=2027-11-24&world=invented");
    expect([real.body.requesting?.name, invented.body.requesting?.name]).toEqual(["Albania", "Alderia"]);
  });

  test("no treaty basis is an answer", async () => {
    const { status, body } = await get("/law/v1/basis?requesting=Tuvalu&requested=Bhutan&on=2026-11-24");
    expect(status).toBe(200);
    expect(body.sections?.length).toBeGreaterThan(0);
  });
});

describe("status", () => {
  test("of a State, on a day", async () => {
    const { status, body } = await get("/law/v1/status?state=Japan&on=2026-11-24");
    expect(status).toBe(200);
    expect(body).toMatchObject({ world: "real", state: "JP", on: "2026-11-24" });
    expect(body.instruments?.length).toBeGreaterThan(3);
  });

  test("of the instruments", async () => {
    const { body } = await get("/law/v1/status?world=invented");
    expect(body).toMatchObject({ world: "invented", on: "2027-07-04" });
    expect(body.instruments?.length).toBeGreaterThan(0);
  });
});

describe("provisions", () => {
  test.each(["40.22", "40(22)", "Art.%2040(22)", "hanoi%2F40(22)", "hanoi/40(22)"])("%s", async (written) => {
    const { status, body } = await get(`/law/v1/provision/${written}`);
    expect(status).toBe(200);
    expect(body.provisions?.[0]).toMatchObject({ id: "hanoi/40(22)", pinpoint: "Art. 40(22)" });
  });

  test("of another instrument", async () => {
    const { body } = await get("/law/v1/provision/budapest/29(7)");
    expect(body.provisions?.[0]).toMatchObject({ id: "budapest/29(7)", grade: "T" });
  });
});

describe("opinions", () => {
  test("a question as a person writes it", async () => {
    const { status, body } = await post("/law/v1/opinion", { question: ATTACK });
    expect(status).toBe(200);
    expect(body.obligation?.strength).toBe("shall");
    expect(body.parties?.world).toBe("invented");
    expect(body.clocks?.[0]?.steps.length).toBeGreaterThan(0);
  });

  test("a name of the real world is answered by the real world", async () => {
    const question = { requesting: "Japan", requested: "France", measure: "stored-data" };
    const { status, body } = await post("/law/v1/opinion", { question });
    expect([status, body.parties?.world]).toEqual([200, "real"]);
  });

  test("as text to paste", async () => {
    const { status, body } = await post("/law/v1/opinion/text", { question: ATTACK });
    expect(status).toBe(200);
    expect(body.text).toContain("Alderia");
    expect(body.text).toContain("Art. 42");
  });
});

describe("clocks", () => {
  test("ten days that end on a holiday", async () => {
    const { status, body } = await get("/law/v1/clock?rule=eu-production&from=2027-06-27&state=Alderia");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      lastDay: "2027-07-08",
      endsThere: "2027-07-09 00:00:00 +02:00",
      sure: true,
    });
    expect(JSON.stringify(body.steps)).toContain("Statute Day");
  });

  test("a day is one of the State's own, also west of UTC", async () => {
    const { body } = await get("/law/v1/clock?rule=eu-production&from=2027-07-05&state=Cardova");
    expect(body.lastDay).toBe("2027-07-15");
  });

  test("a day of another calendar", async () => {
    const { body } = await get("/law/v1/clock?rule=hanoi-order&from=1406-04-13%20persian&state=Alderia");
    expect(body.begins).toBe("2027-07-03T22:00:00.000Z");
  });
});

describe("what is refused", () => {
  test.each([
    ["an unknown article", "/law/v1/provision/99.1", 404, "treaty/unknown-provision"],
    ["no article at all", "/law/v1/provision/nothing", 404, "treaty/unknown-provision"],
    [
      "an impossible date",
      "/law/v1/clock?rule=hanoi-order&from=2027-02-30&state=Alderia",
      422,
      "time/no-such-day",
    ],
    [
      "a time without offset",
      "/law/v1/clock?rule=hanoi-order&from=2027-07-04T10:00&state=Alderia",
      422,
      "time/no-offset",
    ],
    [
      "an unknown State",
      "/law/v1/clock?rule=hanoi-order&from=2027-07-04&state=Nowhere",
      422,
      "treaty/unknown-state",
    ],
    [
      "a basis of an unknown State",
      "/law/v1/basis?requesting=JP&requested=Nowhere",
      422,
      "treaty/unknown-state",
    ],
    ["a basis of one State", "/law/v1/basis?requesting=Japan", 422, "api/invalid-field"],
    ["a basis with itself", "/law/v1/basis?requesting=JP&requested=Japan", 422, "treaty/same-state"],
    [
      "a basis on a day that is none",
      "/law/v1/basis?requesting=JP&requested=FR&on=2027-02-30",
      422,
      "time/no-such-day",
    ],
    [
      "a basis for an unknown measure",
      "/law/v1/basis?requesting=JP&requested=FR&measure=arrest",
      422,
      "api/invalid-field",
    ],
    [
      "a basis for an unknown offence",
      "/law/v1/basis?requesting=JP&requested=FR&offence=frowning",
      422,
      "treaty/unknown-offence",
    ],
    ["the status of an unknown State", "/law/v1/status?state=Nowhere", 422, "treaty/unknown-state"],
    ["an unknown rule", "/law/v1/clock?rule=soon&from=2027-07-04&state=AL", 422, "api/invalid-field"],
    [
      "a length the rule does not allow",
      "/law/v1/clock?rule=hanoi-order&from=2027-07-04&state=Alderia&length=91",
      422,
      "clock/length",
    ],
    ["an unknown parameter", "/law/v1/provision/40.22?verbose=1", 422, "api/unknown-field"],
    [
      "a parameter said twice",
      "/law/v1/clock?rule=hanoi-order&from=2027-07-04&state=AL&state=BO",
      422,
      "api/twice",
    ],
  ])("%s", async (_name, path, status, code) => {
    const answer = await get(path);
    expect(answer).toMatchObject({ status, body: { code } });
    for (const part of ["what", "where", "next"] as const) expect(answer.body[part]).toMatch(/\S/);
  });

  test.each([
    ["an unknown field", { question: { ...ATTACK, colour: "red" } }, "treaty/input-invalid", "colour"],
    ["an impossible date", { question: { ...ATTACK, on: "2027-02-30" } }, "time/invalid", "on"],
    ["an unknown State", { question: { ...ATTACK, requested: "Nowhere" } }, "treaty/unknown-state", "state"],
    ["an unknown measure", { question: { ...ATTACK, measure: "arrest" } }, "treaty/input-invalid", "measure"],
    [
      "facts that contradict each other",
      { question: { ...ATTACK, conductAbsent: ["without-right"] } },
      "treaty/input-contradiction",
      "conductAbsent",
    ],
    ["a world that is not there", { question: ATTACK, world: "imagined" }, "api/invalid-field", "world"],
    ["no question", { question: null }, "treaty/input-invalid", "question"],
    ["a list", [], "api/invalid-field", "body"],
    ["no JSON", "{", "json/invalid", "body"],
    [
      "too long",
      JSON.stringify({ question: { ...ATTACK, facts: "x".repeat(600_000) } }),
      "api/too-large",
      "body",
    ],
    [
      "facts longer than any",
      { question: { ...ATTACK, facts: "x".repeat(60_000) } },
      "treaty/input-invalid",
      "facts",
    ],
  ])("a question with %s", async (_name, body, code, where) => {
    const answer = await post("/law/v1/opinion", body);
    expect(answer.status).toBe(code === "api/too-large" ? 413 : 422);
    expect(answer.body.code).toBe(code);
    expect(answer.body.where).toContain(where);
    expect(answer.body.next).toMatch(/\S/);
  });

  test("a body that does not say its length is cut off at the limit", async () => {
    const status = await new Promise<number>((done, fail) => {
      const call = request(`${url}/law/v1/opinion`, { method: "POST", headers: { "x-officer": "bo-01" } });
      call.on("response", (answer) => done(answer.statusCode ?? 0));
      call.on("error", fail);
      for (let part = 0; part < 20; part++) call.write("x".repeat(50_000));
      call.end();
    });
    expect(status).toBe(413);
  });
});

test("OpenAPI names every route, its query and its body", () => {
  const { paths } = openApi(routes, { title: "", version: "", description: "" }) as {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string; required: boolean }[] }>>;
  };
  expect(Object.keys(paths).toSorted()).toMatchInlineSnapshot(`
    [
      "/law/v1/basis",
      "/law/v1/clock",
      "/law/v1/opinion",
      "/law/v1/opinion/text",
      "/law/v1/provision/{id}",
      "/law/v1/provision/{instrument}/{article}",
      "/law/v1/status",
    ]
  `);
  const clock = paths["/law/v1/clock"]?.["get"]?.parameters ?? [];
  expect(clock.map((each) => [each.name, each.in, each.required])).toEqual([
    ["rule", "query", true],
    ["from", "query", true],
    ["state", "query", true],
    ["zone", "query", false],
    ["world", "query", false],
    ["length", "query", false],
  ]);
});
