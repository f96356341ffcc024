import type { AddressInfo } from "node:net";
import type { ServerType } from "@hono/node-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpWire } from "../src/adapters/hop/wire.ts";
import { type KeyFile, hopKeysOf } from "../src/adapters/keyring/keyring.ts";
import { messageDoor } from "../src/apps/node/doors.ts";
import type { OpenParty } from "../src/apps/node/open-party.ts";
import { listen } from "../src/apps/node/server.ts";
import { stateOf } from "../src/party/directory.ts";
import { type Federation, startFederation } from "./federation.ts";
import { casePath } from "./support/case-path.ts";

// The two calls by which a party finds out what it has forgotten, over a real line and through the real door.

let world: Federation;
let server: ServerType;
const path = casePath(() => world);
const wires: ReturnType<typeof httpWire>[] = [];

beforeEach(async () => {
  world = await startFederation();
  await path.approved();
  await world.settle();
  const party = { engine: world.nodes.AL, now: world.now } as OpenParty;
  server = await listen(messageDoor(party) as unknown as Parameters<typeof listen>[0], {
    host: "127.0.0.1",
    port: 0,
  });
  const { port } = server.address() as AddressInfo;
  stateOf(world.nodes.AL.config.directory, "AL").node.url = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.close();
  await new Promise((done) => server.close(done));
});

function wireOf(party: string): Required<ReturnType<typeof httpWire>> {
  const keys = hopKeysOf(world.world.keyrings.get(party) as KeyFile);
  const wire = httpWire({ directory: world.nodes.AL.config.directory, keys, now: world.now });
  wires.push(wire);
  return wire as Required<typeof wire>;
}

const codeIn = (body: Uint8Array) => (JSON.parse(new TextDecoder().decode(body)) as { code: string }).code;

describe("GET /peer/v1/stream/{seq}", () => {
  test("a message of the stream to the caller, sealed to it", async () => {
    const { status, body } = await wireOf("node.bo").message("node.al", 1);
    expect(status).toBe(200);
    await expect(world.nodes.BO.receive("node.al", body)).resolves.toContain("payload");
    await expect(world.nodes.CA.receive("node.al", body)).rejects.toMatchObject({
      code: "seal/not-addressed",
    });
  });

  test("to another caller there is no such message", async () => {
    const { status, body } = await wireOf("node.ca").message("node.al", 1);
    expect([status, codeIn(body)]).toEqual([404, "stream/no-such-message"]);
  });

  test.each([0, -1, 1.5, 99, Number.NaN])("under %s there is none", async (seq) => {
    expect((await wireOf("node.bo").message("node.al", seq)).status).toBe(404);
  });
});

describe("GET /peer/v1/heard/{seq}", () => {
  test("what came from the caller, with nothing of it to be read on the line", async () => {
    const { status, body } = await wireOf("node.bo").heard("node.al", 1);
    expect(status).toBe(200);
    const text = new TextDecoder().decode(body);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(["sealed"]);
    const sealed = Buffer.from((JSON.parse(text) as { sealed: string }).sealed, "base64");
    expect(sealed.includes("payload")).toBe(false);
    const opened = new TextDecoder().decode(await world.nodes.BO.ports.open(new Uint8Array(sealed)));
    const sent = (await path.outbox("node.bo"))[0];
    expect(JSON.parse(opened)).toMatchObject({ act: sent?.act, receipt: sent?.receipt });
  });

  test("above the last there is nothing", async () => {
    const { status, body } = await wireOf("node.bo").heard("node.al", 2);
    expect([status, codeIn(body)]).toEqual([404, "stream/no-such-message"]);
  });
});

test("a node that has halted answers 503 to both", async () => {
  const { log } = world.nodes.AL.ports;
  world.restart("node.al");
  if (log) log.lock.load = async () => "damaged";
  const engine = world.nodes.AL;
  await new Promise((done) => server.close(done));
  server = await listen(
    messageDoor({ engine, now: world.now } as OpenParty) as unknown as Parameters<typeof listen>[0],
    { host: "127.0.0.1", port: 0 },
  );
  const { port } = server.address() as AddressInfo;
  stateOf(engine.config.directory, "AL").node.url = `http://127.0.0.1:${port}`;
  const wire = wireOf("node.bo");
  for (const { status, body } of [await wire.message("node.al", 1), await wire.heard("node.al", 1)])
    expect([status, codeIn(body)]).toEqual([503, "node/halted"]);
});
