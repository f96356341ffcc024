import { beforeEach, describe, expect, test } from "vitest";
import { requestThree } from "../src/apps/sandbox/case-1.ts";
import { bodyOf } from "../src/exchange/rows.ts";
import { type Federation, startFederation } from "./federation.ts";
import { casePath, sayByHand } from "./support/case-path.ts";

// What ends a case, at whatever moment of it: nothing is ordered, produced or released once a withdrawal is known.

let world: Federation;
beforeEach(async () => void (world = await startFederation()));
const path = casePath(() => world);
const { at, statuses, withdrawn, ordersOf } = path;

/** Loses all that is not a withdrawal on the way from Borvania, until it is put back. */
function onlyWithdrawals(): () => void {
  const { wire } = world.nodes.BO.ports;
  const deliver = wire.deliver.bind(wire);
  wire.deliver = async (to, sealed) => {
    const opened = new TextDecoder().decode(await world.engineOf(to).ports.open(sealed));
    const { payload } = JSON.parse((JSON.parse(opened) as { act: string }).act) as { payload: string };
    if (!Buffer.from(payload, "base64url").toString().includes('"kind":"withdrawal"'))
      throw new Error("lost");
    return deliver(to, sealed);
  };
  return () => void (wire.deliver = deliver);
}

describe("a withdrawal that comes before its request", () => {
  test("leaves a tombstone; the request has its number, nothing is ordered, both sides end as withdrawn", async () => {
    const restore = onlyWithdrawals();
    const ref = await path.approved();
    await withdrawn(ref);
    await world.settle();
    const stone = await world.nodes.AL.ports.store.read("tombstone", ref);
    expect(bodyOf("tombstone", stone as NonNullable<typeof stone>)).toMatchObject({ ref, from: "node.bo" });
    restore();
    world.advance(1);
    await world.settle();
    expect(await statuses(ref)).toEqual(["withdrawn", "withdrawn"]);
    const there = await at("AL", ref);
    expect(there).toMatchObject({ owner: "nobody", orders: [], preservation: null });
    expect(there.receipts.onDesk).toBeNull();
    expect(await ordersOf(ref)).toEqual([]);
    expect((await path.outbox("node.bo")).map((each) => each.lastProblem)).toEqual([null, null]);
  });

  test("said by a node that is not the requesting one of the reference: refused", async () => {
    const body = { reason: "Not theirs to say." };
    const act = await world.sign("ca-02", "withdraw-request", "BO-AL-2027-0001", body);
    expect(await sayByHand(world, "CA", "node.al", "withdrawal", "BO-AL-2027-0001", { ...body, act })).toBe(
      "request/wrong-sender",
    );
    expect(await world.nodes.AL.ports.store.query({ kind: "tombstone", limit: 1 })).toEqual([]);
    const ref = await path.approved();
    await world.settle();
    expect((await at("AL", ref)).status).toBe("registered");
  });

  test("of a request to another State: refused", async () => {
    const body = { reason: "Not this State." };
    const act = await world.sign("bo-02", "withdraw-request", "BO-CA-2027-0001", body);
    expect(await sayByHand(world, "BO", "node.al", "withdrawal", "BO-CA-2027-0001", { ...body, act })).toBe(
      "request/wrong-addressee",
    );
  });
});

describe("an order that is out", () => {
  test("is called back when its request is withdrawn; no answer is taken any more, no timer speaks", async () => {
    const ref = await path.approved();
    await world.settle();
    await withdrawn(ref);
    await world.settle();
    const [order] = await ordersOf(ref);
    expect(order).toMatchObject({ state: "recalled", recalled: { reason: "withdrawn" } });
    const digest = order?.digest ?? "";
    await expect(
      world.nordrack.reply(digest, { kind: "preserved", order: digest, providerReference: "late" }),
    ).rejects.toMatchObject({ code: "order/recalled" });
    world.advance(24 * 70);
    await world.settle();
    for (const node of ["AL", "BO"] as const) {
      const current = await at(node, ref);
      expect(current.preservation?.state).toBe("released");
      const told = current.timeline.map((entry) => entry.what);
      expect(told).not.toContain("preservation.alarm");
      expect(told).not.toContain("preservation.lapsed");
    }
  });

  test("is called back when the request is declined", async () => {
    const ref = await path.approved();
    await world.settle();
    await path.decided(ref, "declined");
    await world.settle();
    expect(await ordersOf(ref)).toMatchObject([{ state: "recalled", recalled: { reason: "declined" } }]);
    for (const node of ["AL", "BO"] as const)
      expect((await at(node, ref)).preservation?.state).toBe("released");
  });

  test("to produce is called back; the answer that crosses it is refused on the record", async () => {
    const ref = await path.approved(requestThree(""));
    await world.settle();
    await path.decided(ref, "granted");
    await path.authorised(ref);
    await world.settle();
    world.reachable.delete("nordrack");
    await withdrawn(ref);
    await world.settle();
    await path.produced(ref);
    world.reachable.add("nordrack");
    world.advance(1);
    await world.settle();
    const reply = (await path.outbox("nordrack")).find((each) => each.kind === "reply");
    expect(reply?.lastProblem).toBe("request/step-not-allowed");
    expect(await at("AL", ref)).toMatchObject({ status: "withdrawn", item: null, owner: "nobody" });
    expect(await ordersOf(ref)).toMatchObject([{ state: "recalled" }]);
  });

  test("stays out where a request for assistance keeps the data preserved (Art 42(8))", async () => {
    const ref = await path.approved();
    await world.settle();
    await path.approved(requestThree(ref));
    await world.settle();
    await withdrawn(ref);
    await world.settle();
    expect(await ordersOf(ref)).toMatchObject([{ state: "new" }]);
    for (const node of ["AL", "BO"] as const)
      expect(await at(node, ref)).toMatchObject({ status: "withdrawn", preservation: { state: "ordered" } });
  });

  test("a recall by another node, or of another case, changes nothing", async () => {
    const ref = await path.approved();
    await world.settle();
    const [order] = await ordersOf(ref);
    const body = { order: order?.digest, reason: "withdrawn" };
    expect(await sayByHand(world, "CA", "nordrack", "recall", ref, body)).toBe("message/wrong-party");
    expect(await sayByHand(world, "AL", "nordrack", "recall", "BO-AL-2027-0099", body)).toBe("order/unknown");
    expect(await ordersOf(ref)).toMatchObject([{ state: "new" }]);
  });
});

describe("a withdrawal that crosses", () => {
  /** A case whose item is held and may be released, and then what the other side does while messages cannot pass. */
  async function held(): Promise<string> {
    const ref = await path.approved(requestThree(""));
    await world.settle();
    await path.decided(ref, "granted");
    await path.authorised(ref);
    await world.settle();
    await path.produced(ref);
    await world.settle();
    world.advance(25);
    await world.settle();
    return ref;
  }

  test("the release: both sides end as withdrawn, and no slice may be fetched", async () => {
    const ref = await held();
    world.reachable.delete("node.bo");
    await path.released(ref);
    await withdrawn(ref);
    world.reachable.add("node.bo");
    await world.settle();
    world.advance(1);
    await world.settle();
    expect(await statuses(ref)).toEqual(["withdrawn", "withdrawn"]);
    expect((await at("AL", ref)).item?.state).toBe("held");
    expect((await at("BO", ref)).item).toBeNull();
  });

  test("the refusal: both sides end as withdrawn", async () => {
    const ref = await path.approved();
    await world.settle();
    world.reachable.delete("node.bo");
    await path.decided(ref, "declined");
    await withdrawn(ref);
    world.reachable.add("node.bo");
    for (let round = 0; round < 3; round++) {
      await world.settle();
      world.advance(1);
    }
    expect(await statuses(ref)).toEqual(["withdrawn", "withdrawn"]);
    expect((await at("AL", ref)).owner).toBe("nobody");
  });

  test("after it is known nothing is decided, authorised or released", async () => {
    const ref = await held();
    await withdrawn(ref);
    await world.settle();
    await expect(path.released(ref)).rejects.toMatchObject({ code: "request/step-not-allowed" });
    await expect(path.decided(ref, "granted")).rejects.toMatchObject({ code: "request/decided" });
    const other = await path.approved();
    await world.settle();
    await withdrawn(other);
    await world.settle();
    await expect(path.decided(other, "granted")).rejects.toMatchObject({ code: "request/step-not-allowed" });
  });
});

describe("preservation beside its case", () => {
  test("is confirmed also while the request lies with its author for what is missing", async () => {
    const ref = await path.approved();
    await world.settle();
    await world.act("al-03", "open-case", ref);
    await world.act("al-03", "mark-deficient", ref, { missing: [{ field: "facts", why: "too thin" }] });
    await world.settle();
    const digest = (await ordersOf(ref))[0]?.digest ?? "";
    await world.nordrack.reply(digest, { kind: "preserved", order: digest, providerReference: "NR-1" });
    await world.settle();
    for (const node of ["AL", "BO"] as const)
      expect(await at(node, ref)).toMatchObject({
        status: "deficient",
        preservation: { state: "confirmed" },
      });
  });

  test("a postponed decision is followed by a decision", async () => {
    const ref = await path.approved();
    await world.settle();
    await path.decided(ref, "postponed");
    await world.settle();
    await path.decided(ref, "granted");
    await world.settle();
    expect(await statuses(ref)).toEqual(["granted", "granted"]);
  });
});
