import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryStore } from "../src/adapters/database/memory.ts";
import { openStore } from "../src/adapters/database/open.ts";
import type { Store } from "../src/exchange/store-port.ts";
import { requestOne, requestThree, requestTwo } from "../src/apps/sandbox/case-1.ts";
import { nextStepPayload } from "../src/custody/chain.ts";
import { caseNow } from "../src/exchange/engine.ts";
import { bodyOf } from "../src/exchange/rows.ts";
import { contentDigest, type RequestContent } from "../src/request/content.ts";
import { sealedDigest } from "../src/seal/slices.ts";
import { type Federation, startFederation } from "./federation.ts";

// Case 1, from the officer's draft to the opened item, through the real core, real law and real cryptography.

const sha = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

let world: Federation;
const server = process.env["COMITY_TEST_DATABASE_URL"];
const folder = mkdtempSync(join(tmpdir(), "comity-journey-"));
const opened: Store[] = [];

/** The rows of a party: in memory, in the embedded database, or on a PostgreSQL server, under a name of this run. */
const STORES = {
  memory: () => memoryStore(),
  "embedded PostgreSQL": (party: string) =>
    openStore({ folder: join(folder, party), node: party, template: join(folder, "template") }),
  "PostgreSQL server": (party: string) =>
    openStore({ folder, url: server ?? "", node: `${party}.${process.pid}.${Date.now()}` }),
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

export async function sendRequest(federation: Federation, content: RequestContent): Promise<string> {
  const { BO } = federation.nodes;
  const draft = await BO.saveDraft("bo-01", null, content);
  const says = { contentDigest: contentDigest(content) };
  await federation.act("bo-01", "submit-request", draft.id, says);
  const sent = await federation.act("bo-02", "approve-request", draft.id, says);
  await federation.settle();
  return "ref" in sent && sent.ref ? sent.ref : "";
}

const at = (node: "AL" | "BO", ref: string) => caseNow(world.nodes[node], ref);

async function produce(ref: string): Promise<void> {
  const bytes = new Uint8Array(randomBytes(1000));
  const { nordrack } = world;
  const row = (await nordrack.ports.store.query({ kind: "order", limit: 100 })).find(
    (each) => bodyOf("order", each).ref === ref && bodyOf("order", each).body.measure === "produce",
  );
  const order = bodyOf("order", row as NonNullable<typeof row>);
  const slices = [{ digest: sha(bytes), size: 1000 }];
  const sealed = { digest: sealedDigest(slices), size: 1000, slices };
  const manifest = sha(new Uint8Array(1));
  const fields = {
    item: `item-${ref}`,
    ref,
    at: world.now(),
    by: { state: null, provider: "nordrack", officer: null },
    sealed,
    manifest,
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
    nextStepPayload([first], { ...fields, sealed: { digest: sealed.digest, size: 1000 }, step: "sealed" }),
    world.now(),
  );
  await world.nodes.AL.ports.blobs.put(bytes, sha(bytes));
  await nordrack.reply(order.digest, {
    kind: "produced",
    order: order.digest,
    item: { id: fields.item, sealed, manifest, files: [], custody: [first, second] },
  });
  await world.settle();
}

if (server === undefined)
  test.skip("case 1 on a PostgreSQL server: not run, because COMITY_TEST_DATABASE_URL is not set");

describe.each(
  Object.entries(STORES).filter(([name]) => server !== undefined || name !== "PostgreSQL server"),
)("case 1 on rows in %s", (_name, open) => {
  beforeAll(async () => {
    world = await startFederation({
      storeFor: async (party) => {
        const store = await open(party);
        opened.push(store);
        return store;
      },
    });
  });
  afterAll(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  let r1 = "";
  let r2 = "";
  let r3 = "";

  test("R1 is registered at both nodes under one reference, and preservation is ordered at once", async () => {
    r1 = await sendRequest(world, requestOne());
    expect(r1).toBe("BO-AL-2027-0001");
    const [there, here] = [await at("AL", r1), await at("BO", r1)];
    expect(there.status).toBe("registered");
    expect(there.preservation).toMatchObject({
      state: "ordered",
      expires: "2027-09-02",
      provider: "nordrack",
    });
    expect(here.status).toBe("registered");
    expect(here.receipts.accepted).not.toBeNull();
    expect(here.receipts.onDesk).not.toBeNull();
    expect(here.preservation).toMatchObject({ state: "ordered", expires: "2027-09-02" });
  });

  test("the provider confirms, and both sides see when it ends", async () => {
    const [order] = await world.nordrack.ports.store.query({ kind: "order", limit: 10 });
    const { digest, body } = bodyOf("order", order as NonNullable<typeof order>);
    expect(body.measure).toBe("preserve");
    await world.nordrack.reply(digest, { kind: "preserved", order: digest, providerReference: "NR-77" });
    await world.settle();
    expect((await at("AL", r1)).preservation).toMatchObject({
      state: "confirmed",
      providerReference: "NR-77",
    });
    expect((await at("BO", r1)).preservation).toMatchObject({
      state: "confirmed",
      expires: "2027-09-02",
      providerReference: "NR-77",
    });
  });

  test("R2 and R3 wait for a decision and an authority", async () => {
    r2 = await sendRequest(world, requestTwo(r1));
    r3 = await sendRequest(world, requestThree(r1));
    for (const ref of [r2, r3]) {
      expect((await at("AL", ref)).status).toBe("registered");
      await world.act("al-03", "open-case", ref);
      await world.act("al-02", "decide-request", ref, {
        outcome: "granted",
        grounds: [],
        reasons: "Convention offences; no ground seen.",
        conditions: ["Only for the investigation named."],
      });
    }
    await world.settle();
    expect((await at("BO", r3)).status).toBe("granted");
    expect((await at("AL", r3)).status).toBe("granted");
    expect((await at("AL", r1)).timeline.map((entry) => entry.what)).toContain("preservation.continues");
  });

  test("the judge's reference serves the order, the provider produces, the item is held", async () => {
    for (const ref of [r2, r3]) {
      await world.act("al-04", "authorise-measure", ref, {
        issuer: "Court of Investigations",
        kind: "judge",
        number: `CI-${ref}`,
        date: "2027-07-04",
        scope: "the server named",
        digest: sha(new Uint8Array(3)),
      });
      await world.settle();
      expect((await at("AL", ref)).status).toBe("served");
      await produce(ref);
      expect((await at("AL", ref)).status).toBe("held");
    }
  });

  test("nothing is released before the remedy window ends, nor by the officer who decided", async () => {
    const item = (await at("AL", r3)).item;
    const says = { item: item?.id ?? "", sealed: item?.sealed.digest ?? "", addresses: [] };
    await expect(world.act("al-05", "release-evidence", r3, says)).rejects.toMatchObject({
      code: "evidence/held",
    });
    world.advance(25);
    await expect(world.act("al-02", "release-evidence", r3, says)).rejects.toMatchObject({
      code: "party/no-mandate",
    });
  });

  test("R2 reveals a provider in Cardova", async () => {
    await world.settle();
    const item = (await at("AL", r2)).item;
    await world.act("al-05", "release-evidence", r2, {
      item: item?.id ?? "",
      sealed: item?.sealed.digest ?? "",
      addresses: ["198.51.100.23"],
    });
    await world.settle();
    const here = await at("BO", r2);
    expect(here.status).toBe("received");
    expect(here.revealed).toEqual([{ address: "198.51.100.23", state: "CA", provider: "cloudveil" }]);
  });

  test("R3 is released, fetched, received, and both sides hold the same chain of custody", async () => {
    const item = (await at("AL", r3)).item;
    await world.act("al-05", "release-evidence", r3, {
      item: item?.id ?? "",
      sealed: item?.sealed.digest ?? "",
      addresses: [],
    });
    await world.settle();
    const [there, here] = [await at("AL", r3), await at("BO", r3)];
    expect(here.status).toBe("received");
    expect(there.status).toBe("received");
    expect(here.item?.custody).toHaveLength(6);
    expect(there.item?.custody).toEqual(here.item?.custody);
  });

  test("every message has a receipt", async () => {
    for (const engine of [world.nodes.AL, world.nodes.BO, world.nordrack]) {
      const rows = await engine.ports.store.query({ kind: "outbox", limit: 1000 });
      expect(rows.filter((row) => row.status !== "done")).toEqual([]);
    }
  });
});
