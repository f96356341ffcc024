import { beforeEach, describe, expect, test } from "vitest";
import { requestOne, requestThree } from "../src/apps/sandbox/case-1.ts";
import { utf8 } from "../src/base/bytes.ts";
import { caseNow } from "../src/exchange/engine.ts";
import { readMessage } from "../src/exchange/messages.ts";
import { type Outgoing, bodyOf } from "../src/exchange/rows.ts";
import { type RequestContent, contentDigest } from "../src/request/content.ts";
import { type Federation, startFederation } from "./federation.ts";

// Order is kept within a case and not between cases: what is lost, late, doubled or poisoned stops its own case only.

let world: Federation;
beforeEach(async () => void (world = await startFederation()));

async function approved(content: RequestContent = requestOne()): Promise<string> {
  const says = { contentDigest: contentDigest(content) };
  const draft = await world.nodes.BO.saveDraft("bo-01", null, content);
  await world.act("bo-01", "submit-request", draft.id, says);
  const sent = await world.act("bo-02", "approve-request", draft.id, says);
  return "ref" in sent ? String(sent.ref) : "";
}

const outbox = async (party: string): Promise<Outgoing[]> =>
  (await world.engineOf(party).ports.store.query({ kind: "outbox", limit: 200 })).map((row) =>
    bodyOf("outbox", row),
  );
const at = (node: "AL" | "BO", ref: string) => caseNow(world.nodes[node], ref);

/** Lets a party's line do something else with what it carries, until it is put back. */
function disturb(
  party: string,
  deliver: (to: string, sealed: Uint8Array, go: Deliver) => ReturnType<Deliver>,
) {
  const { wire } = world.engineOf(party).ports;
  const go = wire.deliver.bind(wire);
  wire.deliver = (to, sealed) => deliver(to, sealed, go);
  return () => void (wire.deliver = go);
}
type Deliver = Federation["nodes"]["AL"]["ports"]["wire"]["deliver"];

describe("news that is faster than the receipt for the request", () => {
  test("is taken in: it shows that the request has arrived", async () => {
    const ref = await approved();
    const back = disturb("node.bo", async (to, sealed, go) => {
      await go(to, sealed);
      throw new Error("the answer was lost");
    });
    for (let round = 0; round < 4; round++) {
      await world.nodes.BO.work();
      await world.nodes.AL.work();
    }
    const early = await at("BO", ref);
    expect(early.receipts.accepted).toBeNull();
    expect(early.preservation).toMatchObject({ state: "ordered" });
    back();
    world.advance(1);
    await world.settle();
    expect(await at("BO", ref)).toMatchObject({ status: "registered" });
    expect((await outbox("node.al")).filter((each) => each.lastProblem !== null)).toEqual([]);
  });
});

describe("the numbers a message comes after", () => {
  test("the last message of the same case; a first request comes after nothing", async () => {
    await approved();
    await approved();
    await world.settle();
    const [first, second] = await outbox("node.bo");
    expect([first?.after, second?.after]).toEqual([[], []]);
    const told = (await outbox("node.al")).filter((each) => each.to === "node.bo");
    // The two requests travel side by side, so either may be answered first.
    for (const ref of ["BO-AL-2027-0001", "BO-AL-2027-0002"]) {
      const [onDesk, preserved] = told.filter((each) => each.ref === ref);
      expect([onDesk?.kind, onDesk?.after]).toEqual(["receipt", []]);
      expect([preserved?.kind, preserved?.after]).toEqual(["preservation", [onDesk?.seq]]);
    }
  });

  test("a request that builds on a preservation comes after what was said last about it", async () => {
    const preserved = await approved();
    await approved();
    await approved(requestThree(preserved));
    expect((await outbox("node.bo")).map(({ seq, after }) => [seq, after])).toEqual([
      [1, []],
      [2, []],
      [3, [1]],
    ]);
  });
});

describe("what is lost, late or poisoned", () => {
  test("a message that is refused to the face stops its case, and no other to the same peer", async () => {
    const restore = disturb("node.bo", async (to, sealed, go) =>
      (await isFor(sealed, 1)) ? { status: 422, body: utf8('{"code":"message/malformed"}') } : go(to, sealed),
    );
    const poisoned = await approved();
    const healthy = await approved();
    await world.settle();
    expect((await at("AL", healthy)).status).toBe("registered");
    await expect(at("AL", poisoned)).rejects.toMatchObject({ code: "request/no-case" });
    restore();
    world.advance(0.01);
    await world.settle();
    expect((await at("AL", poisoned)).status).toBe("registered");
    const head = await world.nodes.AL.ports.store.read("stream", "node.bo>node.al");
    expect(bodyOf("stream", head as NonNullable<typeof head>)).toEqual({ seq: 2, digest: null, ahead: [] });
  });

  test("the answers of two cases cross: each case arrives in its own order", async () => {
    const seen: [number, string][] = [];
    const restore = disturb("node.al", async (to, sealed, go) => {
      const { seq, ref } = await peek(to, sealed);
      if (ref.endsWith("0001") && seen.length < 4) {
        seen.push([seq, ref]);
        throw new Error("lost");
      }
      return go(to, sealed);
    });
    const first = await approved();
    const second = await approved();
    await world.settle();
    expect((await at("BO", second)).preservation?.state).toBe("ordered");
    expect((await at("BO", first)).receipts.onDesk).toBeNull();
    // Only the first message of the silent case was ever tried: its second waits for a receipt.
    expect(new Set(seen.map(([seq]) => seq))).toEqual(new Set([1]));
    restore();
    world.advance(1);
    await world.settle();
    expect((await at("BO", first)).preservation?.state).toBe("ordered");
  });

  test("a party that was silent and is heard again gets at once what waited for it", async () => {
    world.reachable.delete("node.al");
    const refs = [await approved(), await approved(), await approved()];
    for (let round = 0; round < 12; round++) {
      await world.nodes.BO.work();
      world.advance(0.4);
    }
    world.reachable.add("node.al");
    const next = Math.min(
      ...(await world.nodes.BO.ports.store.query({ kind: "outbox", status: "ready", limit: 9 })).map((row) =>
        Date.parse(row.due as string),
      ),
    );
    world.advance(Math.max(0, (next - Date.parse(world.now())) / 3_600_000));
    await world.settle();
    for (const ref of refs) expect((await at("AL", ref)).status).toBe("registered");
  });
});

/** What a sealed envelope says, opened with the receiver's own key. */
async function peek(to: string, sealed: Uint8Array): Promise<{ seq: number; ref: string; kind: string }> {
  const { peekPayload } = await import("../src/crypto/acts.ts");
  const opened = await world.engineOf(to).ports.open(sealed);
  const { act } = JSON.parse(new TextDecoder().decode(opened)) as { act: string };
  return readMessage(peekPayload(act, to), to);
}

async function isFor(sealed: Uint8Array, seq: number): Promise<boolean> {
  return (await peek("node.al", sealed)).seq === seq;
}
