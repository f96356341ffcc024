import { beforeEach, describe, expect, test } from "vitest";
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
