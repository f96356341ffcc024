import { beforeEach, describe, expect, test } from "vitest";
import { sealBytes } from "../src/adapters/sealing/messages.ts";
import { toBase64, utf8 } from "../src/base/bytes.ts";
import { canonicalBytes } from "../src/base/canonical.ts";
import { bodyOf } from "../src/exchange/rows.ts";
import { partyOf, recipientOf } from "../src/party/directory.ts";
import { type Federation, startFederation } from "./federation.ts";
import { casePath } from "./support/case-path.ts";

// A node that no longer knows where it stands stops; one that only forgot what others said is told again.

let world: Federation;
beforeEach(async () => void (world = await startFederation()));
const path = casePath(() => world);

describe("a node whose rows are behind the lock of its own log", () => {
  async function restored(): Promise<void> {
    await path.approved();
    const backup = world.backup("node.bo");
    await path.approved();
    await world.settle();
    world.restore("node.bo", backup);
  }

  test("halts at the first thing it is asked to do, and refuses everything", async () => {
    await restored();
    const { BO } = world.nodes;
    const sealed = world.delivered.find((each) => each.to === "node.bo")?.sealed as Uint8Array;
    const asked = [
      () => BO.receive("node.al", sealed),
      () => path.approved(),
      () => BO.noteReading("bo-01", "BO-AL-2027-0001", "look"),
      () => BO.demandStanding(),
    ];
    for (const ask of asked)
      await expect(ask()).rejects.toMatchObject({ code: "node/halted", where: "log/rows-lost" });
    expect(await BO.work()).toMatchObject({ done: 0, halted: "log/rows-lost" });
  });

  test("signs, sends and writes nothing, also when its witnesses and peers are there", async () => {
    await restored();
    const { BO } = world.nodes;
    const before = [world.delivered.length, world.backup("node.bo").length];
    const { ports } = BO;
    let signed = 0;
    const sign = ports.sign.bind(ports);
    ports.sign = (...rest) => {
      signed++;
      return sign(...rest);
    };
    await BO.openLog();
    for (let round = 0; round < 3; round++) await BO.work();
    world.advance(1);
    await BO.work();
    expect([world.delivered.length, world.backup("node.bo").length, signed]).toEqual([...before, 0]);
  });

  test("a lock that cannot be read halts it too", async () => {
    world.restart("node.bo");
    const { BO } = world.nodes;
    const { log } = BO.ports;
    if (log) log.lock.load = async () => "not a checkpoint";
    await expect(BO.demandStanding()).rejects.toMatchObject({
      code: "node/halted",
      where: "log/lock-damaged",
    });
  });
});

describe("publishing", () => {
  test("a witness that saw more halts the whole node, not its log alone", async () => {
    await path.approved();
    await world.settle();
    const { BO } = world.nodes;
    for (const witness of BO.ports.log?.witnesses ?? [])
      Object.assign(witness, { add: async () => ({ status: 409, body: "99\n" }) });
    world.restart("node.bo");
    await path.approved();
    expect((await world.nodes.BO.work()).halted).toBe("log/behind-witness");
    await expect(path.approved()).rejects.toMatchObject({ code: "node/halted", where: "log/behind-witness" });
  });

  test("a doubt that the next round settles halts nothing", async () => {
    const { log } = world.nodes.BO.ports;
    if (!log) throw new Error("no log");
    const publish = log.publish.bind(log);
    log.publish = async () => {
      throw new Error("disk error");
    };
    const ref = await path.approved();
    expect(await world.nodes.BO.work()).toMatchObject({ halted: null, waiting: { have: 0, need: 2 } });
    log.publish = publish;
    await world.settle();
    expect((await path.at("AL", ref)).status).toBe("registered");
  });
});

describe("a node that forgot what others said", () => {
  test("asks for it, takes it in like anything else, and ends where it would have been", async () => {
    await path.approved();
    await world.settle();
    const backup = world.backup("nordrack");
    const refs = [await path.approved(), await path.approved()];
    await world.settle();
    const before = await world.nordrack.ports.store.query({ kind: "order", limit: 10 });
    world.restore("nordrack", backup);
    expect(await world.nordrack.ports.store.query({ kind: "order", limit: 10 })).toHaveLength(1);
    expect(await world.nordrack.catchUp()).toEqual({ unreached: [], taken: 2 });
    const after = await world.nordrack.ports.store.query({ kind: "order", limit: 10 });
    expect(after.map((row) => row.key)).toEqual(before.map((row) => row.key));
    for (const ref of refs) expect(await path.ordersOf(ref)).toMatchObject([{ state: "new" }]);
    const head = await world.nordrack.ports.store.read("stream", "node.al>nordrack");
    expect(bodyOf("stream", head as NonNullable<typeof head>)).toMatchObject({ seq: 3, ahead: [] });
    expect(await world.nordrack.catchUp()).toEqual({ unreached: [], taken: 0 });
  });

  test("finds out by a gap, and asks by itself", async () => {
    const ref = await path.approved();
    const backup = world.backup("nordrack");
    await world.settle();
    world.restore("nordrack", backup);
    await withdrawnWhileAway(ref);
    expect((await path.outbox("node.al")).find((each) => each.kind === "recall")?.lastProblem).toBe(
      "stream/gap",
    );
    await world.nordrack.work();
    world.advance(1);
    await world.settle();
    expect(await path.ordersOf(ref)).toMatchObject([{ state: "recalled" }]);
  });

  /** The withdrawal arrives, and the recall is tried once, before the desk has done a round of work. */
  async function withdrawnWhileAway(ref: string): Promise<void> {
    await path.withdrawn(ref);
    for (let round = 0; round < 3; round++) {
      await world.nodes.BO.work();
      await world.nodes.AL.work();
    }
  }

  test("is told with a fresh proof, and under keys in force", async () => {
    const backup = world.backup("node.bo");
    const ref = await path.approved();
    expect(backup).toHaveLength(0);
    await world.settle();
    const stream = await world.nodes.BO.ports.store.read("stream", "node.al>node.bo");
    expect(bodyOf("stream", stream as NonNullable<typeof stream>).seq).toBe(2);
    world.advance(24 * 3);
    // Nothing has moved the log for three days: the first answer makes it move, the next is fresh.
    await expect(world.nodes.AL.said("node.bo", 1)).rejects.toMatchObject({ code: "stream/not-ready" });
    await expect(world.nodes.AL.said("node.bo", 1)).rejects.toMatchObject({ code: "stream/not-ready" });
    await world.nodes.AL.work();
    const sealed = await world.nodes.AL.said("node.bo", 1);
    // It verifies in everything, so the receipt of the first time answers it.
    await expect(world.nodes.BO.receive("node.al", sealed)).resolves.toContain("payload");
    expect((await path.at("BO", ref)).receipts.onDesk).not.toBeNull();
  });

  test("peers that cannot be reached are named, and asked again by a later call", async () => {
    world.reachable.delete("node.al");
    expect((await world.nordrack.catchUp()).unreached).toEqual(["node.al"]);
    expect((await world.nodes.BO.catchUp()).unreached).toEqual(["node.al"]);
    world.reachable.add("node.al");
    expect((await world.nodes.BO.catchUp(["node.al"])).unreached).toEqual([]);
  });

  test("nothing is told to whom it was not said, nor under numbers that do not exist", async () => {
    await path.approved();
    await world.settle();
    const none = { code: "stream/no-such-message" };
    await expect(world.nodes.AL.said("node.ca", 1)).rejects.toMatchObject(none);
    await expect(world.nodes.AL.heard("node.ca", 1)).rejects.toMatchObject(none);
    for (const seq of [0, -1, 0.5, Number.NaN, 3, 1e15])
      await expect(world.nodes.AL.said("node.bo", seq)).rejects.toMatchObject(none);
    await expect(world.nodes.AL.heard("node.bo", 2)).rejects.toMatchObject(none);
  });
});

describe("a party that forgot what it said itself", () => {
  async function deskThatForgot(): Promise<void> {
    const ref = await path.approved();
    await world.settle();
    const backup = world.backup("nordrack");
    await preserved(ref);
    await world.settle();
    world.restore("nordrack", backup);
  }

  async function preserved(ref: string): Promise<void> {
    const digest = (await path.ordersOf(ref))[0]?.digest ?? "";
    await world.nordrack.reply(digest, { kind: "preserved", order: digest, providerReference: "NR-1" });
  }

  test("halts when a peer shows it its own signature under a number it does not know", async () => {
    await deskThatForgot();
    await world.nordrack.catchUp();
    expect((await world.nordrack.work()).halted).toBe("node/behind-peer");
    await expect(world.nordrack.demandStanding()).rejects.toMatchObject({
      code: "node/halted",
      where: "node/behind-peer",
    });
  });

  test("halts before it sends anything, also when nobody asked it to catch up", async () => {
    const refs = [await path.approved(), await path.approved()];
    await world.settle();
    const backup = world.backup("nordrack");
    for (const ref of refs) await preserved(ref);
    await world.settle();
    world.restore("nordrack", backup);
    world.advance(0.1);
    const delivered = world.delivered.length;
    await expect(preserved(refs[0] as string)).rejects.toMatchObject({ code: "node/halted" });
    expect((await world.nordrack.work()).halted).toBe("node/behind-peer");
    expect(world.delivered.length).toBe(delivered);
  });

  test("halts when its new message contradicts one that it forgot, and the peer shows that one", async () => {
    await deskThatForgot();
    world.advance(0.1);
    // The peer first says that it has nothing, as one does whose program does not know the question.
    const { wire } = world.nordrack.ports;
    const heard = wire.heard?.bind(wire) as NonNullable<typeof wire.heard>;
    wire.heard = async () => ({ status: 404, body: utf8("") });
    await preserved("BO-AL-2027-0001");
    wire.heard = heard;
    expect((await world.nordrack.work()).halted).toBe("node/behind-peer");
    expect(await world.nodes.AL.ports.store.query({ kind: "conflict", limit: 5 })).toHaveLength(1);
  });

  test("does not halt on the word of a peer: only its own signature counts", async () => {
    const ref = await path.approved();
    await world.settle();
    const { wire } = world.nordrack.ports;
    const { nodes } = world;
    wire.heard = async () => {
      const act = await nodes.AL.ports.sign("comity-message", utf8('{"seq":9}'), world.now());
      const answer = canonicalBytes({ format: "comity/heard/v1", act, receipt: "" });
      const recipient = recipientOf(partyOf(nodes.AL.config.directory, "nordrack"), world.now());
      const sealed = toBase64(await sealBytes(answer, [recipient]));
      return { status: 200, body: utf8(JSON.stringify({ sealed })) };
    };
    await world.nordrack.catchUp();
    await preserved(ref);
    await world.settle();
    expect((await path.at("AL", ref)).preservation?.state).toBe("confirmed");
  });

  test("a number given while the question was on its way halts nothing", async () => {
    const ref = await path.approved();
    await world.settle();
    const { wire } = world.nordrack.ports;
    const heard = wire.heard?.bind(wire) as NonNullable<typeof wire.heard>;
    wire.heard = async (to, seq) => {
      wire.heard = heard;
      await preserved(ref);
      await world.nordrack.work();
      return heard(to, seq);
    };
    expect(await world.nordrack.catchUp()).toEqual({ unreached: [], taken: 0 });
    expect((await world.nordrack.work()).halted).toBeNull();
  });
});

describe("an order that was last tried more than a day ago", () => {
  test("is asked about before it is sent again, and its receipt taken where it was received", async () => {
    const { wire } = world.nodes.AL.ports;
    const deliver = wire.deliver.bind(wire);
    let sent = 0;
    wire.deliver = async (to, sealed) => {
      if (to !== "nordrack") return deliver(to, sealed);
      sent++;
      await deliver(to, sealed);
      throw new Error("the answer was lost");
    };
    const ref = await path.approved();
    await world.settle();
    expect(sent).toBe(1);
    world.advance(25);
    await world.settle();
    expect(sent).toBe(1);
    expect((await path.outbox("node.al")).filter((each) => each.to === "nordrack")).toMatchObject([
      { kind: "order", ref, lastProblem: null, receipt: expect.stringContaining("payload") },
    ]);
  });

  test("is not sent while the question has no answer; it is when nothing was received", async () => {
    world.reachable.delete("nordrack");
    const ref = await path.approved();
    await world.settle();
    world.advance(25);
    await world.settle();
    expect((await path.ordersOf(ref)).length).toBe(0);
    world.reachable.add("nordrack");
    for (let round = 0; round < 3; round++) {
      world.advance(1);
      await world.settle();
    }
    expect(await path.ordersOf(ref)).toHaveLength(1);
  });
});
