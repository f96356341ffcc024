import { beforeEach, describe, expect, test } from "vitest";
import { requestThree } from "../src/apps/sandbox/case-1.ts";
import { utf8 } from "../src/base/bytes.ts";
import { bodyOf } from "../src/exchange/rows.ts";
import { type Federation, startFederation } from "./federation.ts";
import { casePath } from "./support/case-path.ts";

// After each start a peer is heard again before anything new is said to it or done in its cases (spec/exchange.md, 9).

let world: Federation;
beforeEach(async () => void (world = await startFederation()));
const path = casePath(() => world);
const WAITS = { code: "node/catching-up" };

/** The calls that a party cannot make for now; gives them back when told. */
function deaf(party: "nordrack" | "AL" | "BO", ...calls: ("heard" | "message")[]): () => void {
  const { wire } = party === "nordrack" ? world.nordrack.ports : world.nodes[party].ports;
  const before = { ...wire };
  for (const call of calls)
    wire[call] = async () => {
      throw new Error("nobody answers");
    };
  return () => void Object.assign(wire, before);
}

async function digestOf(ref: string): Promise<string> {
  return (await path.ordersOf(ref))[0]?.digest ?? "";
}

const preserved = (order: string) => ({ kind: "preserved", order, providerReference: "NR-1" }) as const;

describe("a desk that forgot a recall", () => {
  /** Its rows have the order; the recall, which it gave a receipt for, is gone. */
  async function forgetful(): Promise<{ ref: string; order: string }> {
    const ref = await path.approved();
    await world.settle();
    const backup = world.backup("nordrack");
    await path.withdrawn(ref);
    await world.settle();
    world.restore("nordrack", backup);
    const order = await digestOf(ref);
    expect(await path.ordersOf(ref)).toMatchObject([{ state: "new" }]);
    return { ref, order };
  }

  test("gives the order to nobody to carry out, and takes no answer, until its node has told everything", async () => {
    const { order } = await forgetful();
    const hears = deaf("nordrack", "message");
    await expect(world.nordrack.orderToCarryOut(order)).rejects.toMatchObject({ ...WAITS, where: "node.al" });
    await expect(world.nordrack.reply(order, preserved(order))).rejects.toMatchObject(WAITS);
    expect(world.nordrack.hasHeardAgain("node.al")).toBe(false);
    expect((await world.nordrack.work()).unheard).toEqual(["node.al"]);
    hears();
    expect(await world.nordrack.orderToCarryOut(order)).toMatchObject({ state: "recalled" });
    expect((await world.nordrack.work()).unheard).toEqual([]);
    await expect(world.nordrack.reply(order, preserved(order))).rejects.toMatchObject({
      code: "order/recalled",
    });
  });

  test("does not take an answer that was damaged for the end of what was said", async () => {
    const { order } = await forgetful();
    const { wire } = world.nordrack.ports;
    const message = wire.message?.bind(wire) as NonNullable<typeof wire.message>;
    wire.message = async (peer, seq) => {
      const answer = await message(peer, seq);
      if (answer.status !== 200) return answer;
      return { ...answer, body: answer.body.with(-1, (answer.body.at(-1) ?? 0) ^ 1) };
    };
    expect((await world.nordrack.catchUp()).unreached).toEqual(["node.al"]);
    await expect(world.nordrack.orderToCarryOut(order)).rejects.toMatchObject(WAITS);
    wire.message = message;
    expect(await world.nordrack.orderToCarryOut(order)).toMatchObject({ state: "recalled" });
  });

  test("carries out at once an order of a node that was heard, also when it cannot be reached any more", async () => {
    const ref = await path.approved();
    await world.settle();
    world.restart("nordrack");
    await world.nordrack.catchUp();
    world.reachable.delete("node.al");
    const order = await digestOf(ref);
    expect(await world.nordrack.orderToCarryOut(order)).toMatchObject({ state: "new" });
    expect(await world.nordrack.reply(order, preserved(order))).toMatchObject({ state: "preserved" });
  });
});

describe("a message of a kind that is refused for what it is", () => {
  test("counts as heard: it was refused before, and cannot be among what is forgotten", async () => {
    const { wire } = world.nordrack.ports;
    const message = wire.message?.bind(wire) as NonNullable<typeof wire.message>;
    world.restart("nordrack");
    let asked = 0;
    wire.message = async (peer, seq) => {
      if (asked++ > 0) return message(peer, seq);
      const { sign, seal } = world.nodes.AL.ports;
      const act = await sign("comity-message", utf8('{"format":"of another make"}'), world.now());
      const { recipient } = world.world.entries.flatMap((each) => each.providers)[0] ?? {};
      const envelope = utf8(JSON.stringify({ act, format: "comity/envelope/v1", trace: null }));
      return { status: 200, body: await seal(envelope, [recipient as string]) };
    };
    expect(await world.nordrack.catchUp()).toEqual({ unreached: [], taken: 0 });
    expect(world.nordrack.hasHeardAgain("node.al")).toBe(true);
  });
});

describe("a node that was started again", () => {
  test("gives no number a second time: its officers wait until the other side was heard", async () => {
    await path.approved();
    await world.settle();
    world.restart("node.bo");
    world.reachable.delete("node.al");
    await expect(path.approved()).rejects.toMatchObject({ ...WAITS, where: "node.al" });
    expect(await path.outbox("node.bo")).toHaveLength(1);
    world.reachable.add("node.al");
    expect(await path.approved()).toBe("BO-AL-2027-0002");
  });

  test("signs nothing for a desk that was not heard; it takes in a request, and answers it", async () => {
    world.restart("node.al");
    world.reachable.delete("nordrack");
    const ref = await path.approved();
    await world.settle();
    expect((await path.at("BO", ref)).receipts.onDesk).not.toBeNull();
    const held = () => path.outbox("node.al").then((all) => all.filter((each) => each.kind === "order"));
    expect(await held()).toMatchObject([{ ref, act: null, lastProblem: "node/catching-up" }]);
    expect((await world.nodes.AL.work()).unheard).toEqual(["nordrack"]);
    // What was never signed is not told either.
    await expect(world.nodes.AL.said("nordrack", 1)).rejects.toMatchObject({
      code: "stream/no-such-message",
    });
    world.reachable.add("nordrack");
    world.advance(1);
    await world.settle();
    expect(await held()).toMatchObject([{ ref, receipt: expect.stringContaining("payload") }]);
    expect(await path.ordersOf(ref)).toHaveLength(1);
  });

  test("sends no order in a case whose other side was not heard again", async () => {
    const ref = await path.approved();
    world.reachable.delete("nordrack");
    await world.settle();
    world.restart("node.al");
    world.reachable.delete("node.bo");
    world.reachable.add("nordrack");
    world.advance(1);
    await world.nodes.AL.catchUp();
    await world.settle();
    expect(world.nodes.AL.hasHeardAgain("nordrack")).toBe(true);
    expect(await path.ordersOf(ref)).toEqual([]);
    world.reachable.add("node.bo");
    world.advance(1);
    await world.settle();
    expect(await path.ordersOf(ref)).toMatchObject([{ state: "new" }]);
  });

  test("halts when a number was given, in its rows alone, before the peer could show who had it first", async () => {
    const first = await path.approved();
    await world.settle();
    const backup = world.backup("node.al");
    await path.approved(requestThree(first));
    await world.settle();
    world.restore("node.al", backup);
    const { log } = world.nodes.AL.ports;
    if (log) log.lock.load = async () => undefined;
    const hears = deaf("AL", "heard");
    world.advance(0.1);
    // Heard again at the door, the forgotten request makes it speak; what it would say is held back.
    const again = world.delivered.filter((each) => each.to === "node.al").at(-1)?.sealed as Uint8Array;
    await world.nodes.AL.receive("node.bo", again);
    const signed = (await path.outbox("node.al")).filter((each) => each.act !== null).length;
    await world.nodes.AL.work();
    expect((await path.outbox("node.al")).filter((each) => each.act !== null)).toHaveLength(signed);
    expect((await path.outbox("node.al")).length).toBeGreaterThan(signed);
    hears();
    world.advance(1);
    await world.nodes.AL.work();
    expect((await world.nodes.AL.work()).halted).toBe("node/behind-peer");
  });

  test("two that are started together wait for each other no longer than for an answer", async () => {
    const ref = await path.approved();
    await world.settle();
    for (const party of ["node.al", "node.bo", "nordrack"]) world.restart(party);
    await path.withdrawn(ref);
    await world.settle();
    expect((await path.at("AL", ref)).status).toBe("withdrawn");
    expect(await path.ordersOf(ref)).toMatchObject([{ state: "recalled" }]);
  });
});

describe("a receipt whose answer was lost", () => {
  test("is found when the peer is heard again, and ends the tries", async () => {
    const { wire } = world.nodes.BO.ports;
    const deliver = wire.deliver.bind(wire);
    let sent = 0;
    wire.deliver = async (to, sealed) => {
      sent++;
      await deliver(to, sealed);
      throw new Error("the answer was lost");
    };
    const ref = await path.approved();
    await world.nodes.BO.work();
    await world.nodes.BO.work();
    expect(sent).toBe(1);
    world.restart("node.bo");
    await world.nodes.BO.catchUp();
    const row = await world.nodes.BO.ports.store.read("outbox", "node.bo>node.al/000000000001");
    expect(row && bodyOf("outbox", row).receipt).toContain("payload");
    expect((await path.at("BO", ref)).status).toBe("sent");
    expect(sent).toBe(1);
  });
});
