import { createHash, randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { requestThree } from "../src/apps/sandbox/case-1.ts";
import { nextStepPayload } from "../src/custody/chain.ts";
import { caseNow } from "../src/exchange/engine.ts";
import { bodyOf } from "../src/exchange/rows.ts";
import { contentDigest } from "../src/request/content.ts";
import { sealedDigest } from "../src/seal/slices.ts";
import { type Federation, startFederation } from "./federation.ts";

// A sealed item between two nodes: cut, altered, asked for by the wrong party, held. Nothing is received but the whole.

const sha = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const listOf = (slices: readonly Uint8Array[]) =>
  slices.map((part) => ({ digest: sha(part), size: part.length }));
const parts: Uint8Array[] = [
  new Uint8Array(randomBytes(70_000)),
  new Uint8Array(randomBytes(70_000)),
  new Uint8Array(randomBytes(500)),
];
const whole = Buffer.concat(parts);
/** The digest of the sealed file, as it is signed for. */
const released = sealedDigest(listOf(parts));

let world: Federation;
let ref: string;

/** R3, decided, authorised, and ordered from the provider. */
beforeEach(async () => {
  world = await startFederation();
  const content = requestThree("BO-AL-2027-0009");
  const says = { contentDigest: contentDigest(content) };
  const draft = await world.nodes.BO.saveDraft("bo-01", null, content);
  await world.act("bo-01", "submit-request", draft.id, says);
  ref = String((await world.act("bo-02", "approve-request", draft.id, says)).ref);
  await world.settle();
  await world.act("al-03", "open-case", ref);
  await world.act("al-02", "decide-request", ref, {
    outcome: "granted",
    grounds: [],
    reasons: "No ground seen.",
    conditions: [],
  });
  await world.act("al-04", "authorise-measure", ref, {
    issuer: "Court",
    kind: "judge",
    number: "1",
    date: "2027-07-04",
    scope: "the server",
    digest: sha(whole),
  });
  await world.settle();
});

async function reply(slices = parts): Promise<void> {
  const { nordrack } = world;
  const order = bodyOf("order", (await nordrack.ports.store.query({ kind: "order", limit: 1 }))[0] as never);
  const sealed = {
    digest: released,
    size: whole.length,
    slices: listOf(slices),
  };
  const fields = {
    item: "item-1",
    ref,
    at: world.now(),
    by: { state: null, provider: "nordrack", officer: null },
    why: "order",
    tool: { name: "test", version: "1" },
  };
  const first = await nordrack.ports.sign(
    "comity-custody",
    nextStepPayload([], { ...fields, sealed: null, manifest: null, step: "collected" }),
    world.now(),
  );
  const second = await nordrack.ports.sign(
    "comity-custody",
    nextStepPayload([first], {
      ...fields,
      sealed: { digest: sealed.digest, size: sealed.size },
      manifest: sha(parts[2] as Uint8Array),
      step: "sealed",
    }),
    world.now(),
  );
  await nordrack.reply(order.digest, {
    kind: "produced",
    order: order.digest,
    item: {
      id: "item-1",
      sealed,
      manifest: sha(parts[2] as Uint8Array),
      files: [],
      custody: [first, second],
    },
  });
}

async function release(): Promise<void> {
  for (const part of parts) await world.nodes.AL.ports.blobs.put(part, sha(part));
  await reply();
  await world.settle();
  world.advance(25);
  await world.settle();
  await world.act("al-05", "release-evidence", ref, { item: "item-1", sealed: released, addresses: [] });
}

const here = () => caseNow(world.nodes.BO, ref);
const there = () => caseNow(world.nodes.AL, ref);

async function later(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await world.settle();
    world.advance(0.02);
  }
}

describe("from the provider to the requested Party", () => {
  test("a reply before its slices waits, and is taken when they are there", async () => {
    await world.nodes.AL.ports.blobs.put(parts[0] as Uint8Array, sha(parts[0] as Uint8Array));
    await reply();
    await world.settle();
    expect((await there()).status).toBe("served");
    for (const part of parts) await world.nodes.AL.ports.blobs.put(part, sha(part));
    await later();
    expect((await there()).status).toBe("held");
  });

  test("slices that together are another file are never held", async () => {
    const swapped = [parts[1], parts[0], parts[2]] as Uint8Array[];
    for (const part of parts) await world.nodes.AL.ports.blobs.put(part, sha(part));
    await reply(swapped);
    await later();
    expect((await there()).status).toBe("served");
    const [row] = await world.nordrack.ports.store.query({ kind: "outbox", status: "ready", limit: 1 });
    expect(bodyOf("outbox", row as NonNullable<typeof row>).lastProblem).toBe("evidence/digest-differs");
  });
});

describe("from the requested to the requesting Party", () => {
  test("cut in the middle of a slice: what is here is kept, the rest is fetched later", async () => {
    await release();
    const { wire } = world.nodes.BO.ports;
    const slice = wire.slice.bind(wire);
    let calls = 0;
    wire.slice = async (from, reference, digest) => {
      calls++;
      if (calls !== 2) return slice(from, reference, digest);
      return (async function* () {
        yield (parts[1] as Uint8Array).subarray(0, 30_000);
        throw new Error("the line broke");
      })();
    };
    await world.settle();
    expect((await here()).item?.state).toBe("announced");
    await later();
    expect((await here()).item?.state).toBe("received");
    expect(calls).toBeLessThanOrEqual(5);
    expect((await here()).item?.custody).toHaveLength(6);
  });

  test("another slice than was asked for is not kept, and nothing is received", async () => {
    await release();
    const { wire, blobs } = world.nodes.BO.ports;
    const slice = wire.slice.bind(wire);
    wire.slice = async () =>
      (async function* () {
        yield new Uint8Array(500);
      })();
    await later();
    expect((await here()).item?.state).toBe("announced");
    expect(await blobs.has(sha(new Uint8Array(500)))).toBe(false);
    const [fetch] = await world.nodes.BO.ports.store.query({ kind: "fetch", limit: 1 });
    expect(bodyOf("fetch", fetch as NonNullable<typeof fetch>).lastProblem).toBe("blob/digest-differs");
    wire.slice = slice;
    await later();
    expect((await here()).item?.state).toBe("received");
  });

  test("the chain of custody is the same at both ends", async () => {
    await release();
    await later();
    expect((await there()).item?.custody).toEqual((await here()).item?.custody);
  });
});

describe("the remedy window", () => {
  test("an unknown length is no open door: the releasing officer answers in writing first", async () => {
    const sheet = world.nodes.AL.config.law.sheets["AL"] as {
      remedyWindowHours: Record<string, number | null>;
    };
    sheet.remedyWindowHours["stored-data"] = null;
    for (const part of parts) await world.nodes.AL.ports.blobs.put(part, sha(part));
    await reply();
    await world.settle();
    const says = { item: "item-1", sealed: released, addresses: [] };
    await expect(world.act("al-05", "release-evidence", ref, says)).rejects.toMatchObject({
      code: "evidence/remedy-not-known",
    });
    await world.act("al-05", "release-evidence", ref, {
      ...says,
      remedy: "Appeal to the court within ten days; none was lodged.",
    });
    expect((await there()).status).toBe("released");
  });
});
