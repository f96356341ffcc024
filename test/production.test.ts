import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askEnrolmentCode } from "../src/apps/node/admin.ts";
import { newNode, signList } from "../src/apps/node/new-node.ts";
import { type RunningNode, startNode } from "../src/apps/node/server.ts";
import { readSettings, writeSettings } from "../src/apps/node/settings.ts";
import { toInstant } from "../src/base/time.ts";
import { COSIGNER_KEY, formatVkey, keyOfSeed } from "../src/log/note.ts";

// A node outside a sandbox: no picked roles, no officer by header, no sandbox clock; real accounts or nothing.

const folder = mkdtempSync(join(tmpdir(), "comity-production-"));
const at = toInstant(Date.now());
const PORT = 24_555;
let node: RunningNode;

beforeAll(async () => {
  const witness = formatVkey(keyOfSeed("witness.example", COSIGNER_KEY, new Uint8Array(32).fill(9)));
  await newNode(
    {
      folder,
      state: "AL",
      name: "Alderia",
      url: `http://localhost:${PORT}`,
      port: PORT,
      witnesses: `witness w1 ${witness} http://127.0.0.1:1\nquorum w1`,
    },
    at,
  );
  const list = JSON.parse(readFileSync(join(folder, "list.json"), "utf8"));
  list.officers = [
    {
      id: "al-02",
      name: "T. Verrin",
      role: "Head",
      authority: "al-central",
      mandates: ["approve", "decide"],
      credentials: [],
      from: at,
      until: null,
    },
  ];
  writeFileSync(join(folder, "list.json"), JSON.stringify(list));
  await signList(folder, at);
  node = await startNode(folder, {}, () => {});
});

afterAll(async () => {
  await node.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${node.url}${path}`, { headers, redirect: "manual" });

describe("outside a sandbox", () => {
  test("the desk asks for a passkey and shows no sandbox banner", async () => {
    expect((await get("/desk")).status).toBe(303);
    const page = await (await get("/account")).text();
    expect(page).toContain("comity-");
    expect(page).not.toMatch(/sandbox/i);
  });

  test("no officer is taken from a header", async () => {
    const answer = await get("/api/v1/cases", { "x-comity-officer": "al-02" });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      401,
      "api/not-signed-in",
    ]);
  });

  test.each(["/law/v1/status", "/law/v1/basis?requesting=JP&requested=FR", "/law/v1/provision/40.22"])(
    "%s is for those who are signed in",
    async (path) => {
      const answer = await get(path, { "x-comity-officer": "al-02" });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        401,
        "api/not-signed-in",
      ]);
    },
  );

  test("there is no sandbox clock to move and no sandbox key to sign with", async () => {
    const post = (path: string) =>
      fetch(`${node.url}${path}`, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json", "x-comity-officer": "al-02" },
      });
    expect((await post("/api/v1/sandbox/advance")).status).toBe(404);
    expect((await post("/api/v1/acts/sign")).status).toBe(401);
  });

  test("the API says what it is in OpenAPI, from the schemas that validate", async () => {
    const doc = (await (await get("/api/openapi.json")).json()) as {
      openapi: string;
      paths: Record<
        string,
        Record<
          string,
          {
            requestBody?: {
              content: Record<string, { schema: { required?: string[]; additionalProperties?: boolean } }>;
            };
          }
        >
      >;
    };
    expect(doc.openapi).toBe("3.1.0");
    expect(Object.keys(doc.paths)).toEqual(
      expect.arrayContaining(["/api/v1/about", "/api/v1/cases/{ref}", "/api/v1/opinion", "/api/v1/acts"]),
    );
    const schema = doc.paths["/api/v1/acts"]?.["post"]?.requestBody?.content["application/json"]?.schema;
    expect(schema).toMatchObject({ required: ["act", "signature"], additionalProperties: false });
  });

  test("an enrolment code is made only for whoever can read the node's folder", async () => {
    const answer = await askEnrolmentCode(folder, readSettings(folder), "al-02");
    expect(answer.code).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
    const without = await fetch(`${node.url}/operator/enrolment-code`, {
      method: "POST",
      body: '{"officer":"al-02"}',
      headers: { "content-type": "application/json" },
    });
    expect(without.status).toBe(401);
    await expect(askEnrolmentCode(folder, readSettings(folder), "zz-01")).rejects.toMatchObject({
      code: "account/unknown-officer",
    });
  });

  test("what is secret is readable by the node's user alone", () => {
    for (const name of ["keys/keyring.json", "keys/pages.secret", "operator.token"])
      expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
  });

  test("a node is never made over another", async () => {
    await expect(
      newNode({ folder, state: "AL", name: "x", url: "http://localhost", port: 1, witnesses: "" }, at),
    ).rejects.toMatchObject({ code: "node/exists" });
  });

  test("a second process on the same folder is refused", async () => {
    await expect(startNode(folder, {}, () => {})).rejects.toMatchObject({ code: "store/in-use" });
  });
});

describe("settings", () => {
  test("a sandbox that would listen to others does not start", () => {
    const other = mkdtempSync(join(tmpdir(), "comity-settings-"));
    writeSettings(other, { ...readSettings(folder), mode: "sandbox", host: "0.0.0.0" });
    expect(() => readSettings(other)).toThrowError(
      expect.objectContaining({ code: "settings/sandbox-not-loopback" }),
    );
    rmSync(other, { recursive: true });
  });

  test("production without a site for passkeys does not start", () => {
    const other = mkdtempSync(join(tmpdir(), "comity-settings-"));
    const { site: _site, ...settings } = readSettings(folder);
    writeSettings(other, settings);
    expect(() => readSettings(other)).toThrowError(expect.objectContaining({ code: "settings/no-site" }));
    rmSync(other, { recursive: true });
  });
});
