import { describe, expect, test } from "vitest";
import { toBase64, toHex } from "../base/bytes.ts";
import { isProblem } from "../base/problem.ts";
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from "../log/checkpoint.ts";
import { joinNote, signNote } from "../log/note.ts";
import { keysOf, parsePolicy } from "../log/policy.ts";
import { makeReceipt, rootFromTiles } from "../log/prove.ts";
import { quorumOfCheckpoint, verifyReceipt } from "../log/receipt.ts";
import {
  SAMPLE_LOG,
  SAMPLE_WITNESSES,
  proofLines,
  sampleCheckpoint,
  sampleLeaves,
  sampleNote,
  samplePolicy,
  sampleTiles,
} from "../log/sample.ts";
import { leafHash, rootOf } from "../log/tree.ts";
import {
  type WitnessState,
  decideAddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
} from "../log/witness.ts";
import { type LogPorts, type PublishResult, type WitnessPort, publishLog } from "./publish-log.ts";

const POLICY = parsePolicy(samplePolicy());
const NOW = 1_814_659_200_000;
const ALL_LEAVES = sampleLeaves(700);

/** A whole outside in memory. `fault` is asked before and after each call that touches it. */
class World {
  leaves: Uint8Array[] = [];
  files = new Map<string, Uint8Array>();
  lockText: string | undefined;
  publishedText: string | undefined;
  signed: string[] = [];
  down = new Set<string>();
  calls: string[] = [];
  fault: { at: number; written: boolean } | undefined;
  now = NOW;
  witnessStates = new Map<string, WitnessState>();

  grow(to: number): void {
    this.leaves = ALL_LEAVES.slice(0, to);
  }

  /** Runs one outside call, or loses it, or does it and says it failed. */
  async touch<T>(name: string, run: () => T): Promise<T> {
    const hit = this.fault?.at === this.calls.length ? this.fault : undefined;
    this.calls.push(name);
    if (hit && !hit.written) throw new Error(`lost: ${name}`);
    const result = run();
    if (hit) throw new Error(`written, but failed: ${name}`);
    return result;
  }

  ports(): LogPorts {
    return {
      committed: () => this.touch("committed", () => this.leaves.length),
      leaves: (from, to) => this.touch("leaves", () => this.leaves.slice(from, to)),
      tiles: {
        read: (path) => this.touch(`read ${path}`, () => this.files.get(path)),
        write: (path, bytes) => this.touch(`write ${path}`, () => this.store(path, bytes)),
        remove: (path) => this.touch(`remove ${path}`, () => void this.files.delete(path)),
      },
      lock: {
        load: () => this.touch("lock load", () => this.lockText),
        swap: (expected, next) => this.touch("lock swap", () => this.swap(expected, next)),
      },
      publish: (text) => this.touch("publish", () => void (this.publishedText = text)),
      published: () => this.touch("published", () => this.publishedText),
      sign: (text) => this.touch("sign", () => this.sign(text)),
      witnesses: SAMPLE_WITNESSES.map((each) => this.witness(each.policyName)),
      now: () => this.now,
    };
  }

  store(path: string, bytes: Uint8Array): void {
    const known = this.files.get(path);
    if (known && toHex(known) !== toHex(bytes)) throw new Error(`other bytes under ${path}`);
    this.files.set(path, bytes);
  }

  swap(expected: string | undefined, next: string): boolean {
    if (this.lockText !== expected) return false;
    this.lockText = next;
    return true;
  }

  sign(text: string): string {
    this.signed.push(text);
    return signNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed);
  }

  witness(policyName: string): WitnessPort {
    const who = SAMPLE_WITNESSES.find(
      (each) => each.policyName === policyName,
    ) as (typeof SAMPLE_WITNESSES)[0];
    const config = { name: who.name, seed: who.seed, logs: [SAMPLE_LOG.key] };
    return {
      name: policyName,
      add: (old, proof, checkpoint) =>
        this.touch(`witness ${policyName}`, () => {
          if (this.down.has(policyName)) throw new Error("connection refused");
          const request = parseAddCheckpoint(formatAddCheckpoint(old, proofLines(proof), checkpoint));
          const answer = decideAddCheckpoint(
            config,
            this.witnessStates.get(policyName),
            request,
            this.now / 1000,
          );
          if (answer.next) this.witnessStates.set(policyName, answer.next);
          return { status: answer.status, body: answer.body };
        }),
    };
  }
}

async function runs(world: World, size: number): Promise<PublishResult> {
  world.grow(size);
  return publishLog(world.ports(), POLICY);
}

function haltCode(result: PublishResult): string {
  return result.kind === "halted" ? result.problem.code : result.kind;
}

/** What must be true of any world at any time. */
async function expectSound(world: World): Promise<void> {
  for (const text of world.signed) {
    const { size, root } = parseCheckpoint(text);
    expect(toHex(root), `signed root at ${size}`).toBe(
      toHex(rootOf(ALL_LEAVES.slice(0, size).map(leafHash))),
    );
  }
  if (world.publishedText === undefined) return;
  const published = openCheckpoint(world.publishedText, keysOf(POLICY));
  expect(quorumOfCheckpoint(published, POLICY).met).toBe(true);
  const root = await rootFromTiles(async (path) => world.files.get(path), published.size);
  expect(toHex(root)).toBe(toHex(published.root));
}

describe("publishing", () => {
  test("leaves come out under a witnessed checkpoint, with receipts that verify", async () => {
    const world = new World();
    for (const size of [1, 5, 256, 257, 600]) {
      expect(await runs(world, size)).toMatchObject({ kind: "published", size });
      await expectSound(world);
    }
    expect(await runs(world, 600)).toEqual({ kind: "idle" });
    const read = async (path: string): Promise<Uint8Array | undefined> => world.files.get(path);
    for (const index of [0, 255, 256, 599]) {
      const proofText = await makeReceipt(read, world.publishedText as string, index);
      verifyReceipt({
        proofText,
        leaf: ALL_LEAVES[index] as Uint8Array,
        policy: POLICY,
        now: NOW,
        maxAgeSeconds: 60,
      });
    }
    expect([...world.files.keys()].filter((path) => path.startsWith("staging"))).toEqual([]);
  });

  test("an empty log is idle, and has signed nothing but the empty tree", async () => {
    const world = new World();
    expect(await runs(world, 0)).toEqual({ kind: "idle" });
    expect(world.signed.map((text) => parseCheckpoint(text).size)).toEqual([0]);
  });

  test("at one of three witnesses it waits, says so, and loses nothing", async () => {
    const world = new World();
    world.down = new Set(["w1", "w2"]);
    expect(await runs(world, 3)).toEqual({
      kind: "waiting",
      have: 1,
      need: 2,
      reachable: ["w3"],
      trouble: [
        { name: "w1", why: "cannot be reached" },
        { name: "w2", why: "cannot be reached" },
      ],
      size: 3,
    });
    expect(world.publishedText).toBeUndefined();
    // The one that answered goes, another comes: its cosignature was kept. New leaves wait for their turn.
    world.down = new Set(["w2", "w3"]);
    expect(await runs(world, 8)).toMatchObject({ kind: "published", size: 3 });
    world.down = new Set();
    expect(await runs(world, 8)).toMatchObject({ kind: "published", size: 8 });
    await expectSound(world);
  });

  test("the State's own witness is asked but not counted", async () => {
    const world = new World();
    world.grow(2);
    world.down = new Set(["w3"]);
    const result = await publishLog(world.ports(), POLICY, { own: ["w1"] });
    expect(result).toMatchObject({ kind: "waiting", have: 1, need: 2, reachable: ["w1", "w2"] });
  });

  test("a witness that missed some checkpoints catches up from the size it names", async () => {
    const world = new World();
    world.down = new Set(["w1"]);
    await runs(world, 10);
    await runs(world, 300);
    world.down = new Set();
    await runs(world, 301);
    expect(world.witnessStates.get("w1")?.size).toBe(301);
  });

  test("what was written is read back once, and serves the proofs for all witnesses", async () => {
    const world = new World();
    await runs(world, 10);
    world.down = new Set(["w1"]);
    await runs(world, 300);
    world.down = new Set();
    world.calls = [];
    await runs(world, 301);
    const { calls } = world;
    const written = calls.slice(calls.indexOf("write tile/0/001.p/45") + 1);
    expect(written.filter((call) => call.startsWith("witness w1"))).toHaveLength(2);
    const reads = written.filter((call) => call.startsWith("read tile/"));
    expect(reads).toContain("read tile/0/001.p/45");
    expect(reads).toEqual([...new Set(reads)]);
  });

  test.each<[string, (port: WitnessPort) => WitnessPort]>([
    ["answers nonsense", (port) => ({ ...port, add: async () => ({ status: 200, body: "— a b\n" }) })],
    ["answers with 500", (port) => ({ ...port, add: async () => ({ status: 500, body: "" }) })],
    ["is not in the policy", (port) => ({ ...port, name: "w9" })],
    [
      "has a wrong clock",
      (port) => ({
        ...port,
        add: async (_old, _proof, checkpoint) => {
          const note = sampleNote(checkpoint.split("\n\n")[0] + "\n", ["w1"], NOW / 1000 + 601);
          return { status: 200, body: `${note.trimEnd().split("\n").at(-1)}\n` };
        },
      }),
    ],
  ])("a witness that %s does not stop the others", async (_, change) => {
    const world = new World();
    world.grow(4);
    const [first, ...others] = world.ports().witnesses as [WitnessPort, ...WitnessPort[]];
    const result = await publishLog({ ...world.ports(), witnesses: [change(first), ...others] }, POLICY);
    expect(result).toMatchObject({ kind: "published", size: 4 });
    const [, ...names] = openCheckpoint(world.publishedText as string, keysOf(POLICY)).note.verified.map(
      (each) => each.key.name,
    );
    expect(names).toEqual(["w2.example/witness", "w3.example/witness"]);
  });
});

describe("every step, lost and written anyway", () => {
  const script = async (world: World, onThrow: (cause: unknown) => void): Promise<void> => {
    for (const size of [3, 258]) {
      world.grow(size);
      for (let attempt = 0; attempt < 5; attempt++) {
        try {
          if ((await publishLog(world.ports(), POLICY)).kind === "published") break;
        } catch (cause) {
          onThrow(cause);
        }
        await expectSound(world);
      }
    }
  };

  test("each of them ends in the same log after calling again", async () => {
    const clean = new World();
    await script(clean, (cause) => {
      throw cause;
    });
    expect(clean.calls.length).toBeGreaterThan(50);
    const tiles = (world: World): string[] =>
      [...world.files].map(([path, bytes]) => `${path} ${toBase64(bytes)}`);
    const wanted = tiles(clean).sort();
    for (const written of [false, true]) {
      for (let at = 0; at < clean.calls.length; at++) {
        const world = new World();
        world.fault = { at, written };
        await script(world, (cause) => expect(cause, String(cause)).toBeInstanceOf(Error));
        const name = `${written ? "written" : "lost"} at ${at}: ${clean.calls[at]}`;
        expect(openCheckpoint(world.publishedText ?? "", keysOf(POLICY)).size, name).toBe(258);
        const kept = tiles(world).filter((line) => !line.startsWith("staging/"));
        expect(kept.sort(), name).toEqual(wanted);
        await expectSound(world);
      }
    }
  });

  test("nothing is signed before leaves are committed, staged and read back", async () => {
    const world = new World();
    await runs(world, 5);
    const { calls } = world;
    const lastSign = calls.lastIndexOf("sign");
    expect(calls.indexOf("write staging/5")).toBeLessThan(lastSign);
    expect(calls.indexOf("read staging/5")).toBeLessThan(lastSign);
    expect(calls.indexOf("lock swap", lastSign)).toBeLessThan(calls.indexOf("write tile/0/000.p/5"));
    expect(calls.indexOf("publish")).toBeGreaterThan(calls.lastIndexOf("witness w3"));
  });

  test.each([
    ["lock swap", "log/halted"],
    ["write tile/0/000.p/3", "log/halted"],
    ["publish", "log/halted"],
  ])("a failed `%s` halts; before the swap the error itself comes out", async (call, code) => {
    const probe = new World();
    await runs(probe, 3);
    const world = new World();
    world.fault = { at: probe.calls.lastIndexOf(call), written: true };
    expect(haltCode(await runs(world, 3))).toBe(code);
    const earlier = new World();
    earlier.fault = { at: probe.calls.indexOf("write staging/3"), written: true };
    await expect(runs(earlier, 3)).rejects.toThrow("written, but failed");
  });
});

describe("halting", () => {
  const ready = async (size = 300): Promise<World> => {
    const world = new World();
    await runs(world, 5);
    expect(await runs(world, size)).toMatchObject({ kind: "published" });
    return world;
  };

  const signedCount = (world: World): number => world.signed.length;

  test("rows, lock and tiles restored from an old copy: a witness knows more, and nothing new is signed", async () => {
    const world = await ready();
    const old = new World();
    await runs(old, 5);
    old.witnessStates = world.witnessStates;
    const before = signedCount(old);
    const result = await runs(old, 7);
    expect(haltCode(result)).toBe("log/behind-witness");
    expect(result.kind === "halted" && result.problem.message).toMatch(/seen 300 leaves and we know of 5/);
    expect(signedCount(old)).toBe(before);
  });

  test("everything lost but the key: the empty tree is all that is signed", async () => {
    const world = await ready();
    const reborn = new World();
    reborn.witnessStates = world.witnessStates;
    expect(haltCode(await runs(reborn, 9))).toBe("log/behind-witness");
    expect(reborn.signed.map((text) => parseCheckpoint(text).size)).toEqual([0]);
  });

  test("without asking first, a witness that is ahead still halts it", async () => {
    const world = await ready();
    const old = new World();
    await runs(old, 5);
    old.witnessStates = world.witnessStates;
    old.grow(7);
    expect(haltCode(await publishLog(old.ports(), POLICY, { probe: false }))).toBe("log/behind-witness");
    expect(openCheckpoint(old.publishedText as string, keysOf(POLICY)).size).toBe(5);
  });

  test("a witness that saw another tree under our key", async () => {
    const world = await ready();
    world.witnessStates.set("w2", { size: 300, root: new Uint8Array(32) });
    expect(haltCode(await runs(world, 301))).toBe("log/witness-disagrees");
  });

  test("another process moved the lock", async () => {
    const world = await ready();
    world.grow(301);
    const ports = world.ports();
    const lock = { ...ports.lock, swap: async () => false };
    expect(haltCode(await publishLog({ ...ports, lock }, POLICY))).toBe("log/lock-lost");
  });

  test("two publishers at once: one wins, and the log is one", async () => {
    const world = await ready();
    world.grow(400);
    const results = await Promise.all([publishLog(world.ports(), POLICY), publishLog(world.ports(), POLICY)]);
    expect(results.map((each) => each.kind)).toContain("published");
    for (const result of results) expect(["published", "log/lock-lost"]).toContain(haltCode(result));
    await expectSound(world);
  });

  test.each<[string, (world: World) => void, string]>([
    ["rows were lost", (world) => world.grow(299), "log/rows-lost"],
    [
      "a row in the last partial tile was altered",
      (world) => {
        world.grow(301);
        world.leaves = world.leaves.map((leaf, i) => (i === 299 ? leaf.map((b) => b ^ 1) : leaf));
      },
      "log/rows-changed",
    ],
    [
      "one bit of a stored tile flipped",
      (world) => {
        world.grow(301);
        const tile = world.files.get("tile/1/000.p/1") as Uint8Array;
        world.files.set(
          "tile/1/000.p/1",
          tile.map((b, i) => (i === 5 ? b ^ 1 : b)),
        );
      },
      "log/root-differs",
    ],
    [
      "a stored tile is gone",
      (world) => {
        world.grow(301);
        world.files.delete("tile/1/000.p/1");
      },
      "log/tile-missing",
    ],
    ["the lock is damaged", (world) => void (world.lockText = `${world.lockText}x`), "log/lock-damaged"],
  ])("%s", async (_, harm, code) => {
    const world = await ready();
    const before = signedCount(world);
    harm(world);
    expect(haltCode(await publishLog(world.ports(), POLICY))).toBe(code);
    expect(signedCount(world)).toBe(before);
  });

  test("the lock is behind what is published", async () => {
    const world = await ready();
    const tiles = sampleTiles(ALL_LEAVES.slice(0, 400));
    world.publishedText = sampleNote(await sampleCheckpoint(tiles, 400), ["w1", "w2"], NOW / 1000);
    expect(haltCode(await runs(world, 500))).toBe("log/lock-behind");
  });

  test("a key that does not sign right is noticed before the swap", async () => {
    const world = await ready();
    world.grow(301);
    const before = world.lockText;
    const sign = async (): Promise<string> => signNote("x\n", SAMPLE_LOG.name, SAMPLE_LOG.seed);
    const cause: unknown = await publishLog({ ...world.ports(), sign }, POLICY).catch(
      (thrown: unknown) => thrown,
    );
    expect(isProblem(cause, "log/bad-signature")).toBe(true);
    expect(world.lockText).toBe(before);
  });

  test("a policy that names two logs is refused", async () => {
    const world = new World();
    const cause: unknown = await publishLog(world.ports(), { ...POLICY, logs: [] }).catch(
      (thrown: unknown) => thrown,
    );
    expect(isProblem(cause, "log/policy-one-log")).toBe(true);
  });
});

describe("damage to what was staged", () => {
  test.each<[string, (bytes: Uint8Array) => Uint8Array | undefined]>([
    ["gone", () => undefined],
    ["cut short", (bytes) => bytes.subarray(0, 40)],
    ["one bit of a tile flipped", (bytes) => bytes.map((b, i) => (i === bytes.length - 10 ? b ^ 2 : b))],
  ])("%s: the same tiles are made from the leaves", async (_, harm) => {
    const world = new World();
    world.down = new Set(["w1", "w2"]);
    const text = formatCheckpoint({
      origin: SAMPLE_LOG.name,
      size: 20,
      root: rootOf(ALL_LEAVES.slice(0, 20).map(leafHash)),
    });
    world.lockText = joinNote(text, [signNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed)]);
    const whole = new World();
    whole.down = world.down;
    await runs(whole, 20);
    const damaged = harm(whole.files.get("staging/20") as Uint8Array);
    if (damaged) world.files.set("staging/20", damaged);
    world.down = new Set();
    expect(await runs(world, 20)).toMatchObject({ kind: "published", size: 20 });
    await expectSound(world);
  });
});
