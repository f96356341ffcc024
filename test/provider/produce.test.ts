import { appendFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { openEvidence } from "../../src/adapters/sealing/open-evidence.ts";
import { type Progress, produce } from "../../src/apps/provider/produce.ts";
import { forgetReceipted } from "../../src/apps/provider/tidy.ts";
import { placeOf } from "../../src/apps/provider/work-folder.ts";
import { verifyChain } from "../../src/custody/chain.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import type { OrderRow } from "../../src/exchange/rows.ts";
import { keysOfParty, partyOf } from "../../src/party/directory.ts";
import { type Ordered, type Uploads, orderFor, orderedWorld, produceDeps } from "./world.ts";

const here = mkdtempSync(join(tmpdir(), "provider-source-"));
/** Three slices once it is sealed. */
const source = { name: "server.img", path: join(here, "server.img") };
writeFileSync(source.path, randomBytes(33 << 20));

let ordered: Ordered;
let order: OrderRow;
let deps: ReturnType<typeof produceDeps>;
let uploads: Uploads;

beforeEach(async () => {
  ordered = await orderedWorld();
  order = await orderFor(ordered.world, ordered.r3);
  deps = produceDeps(ordered.world);
  uploads = deps.uploads;
});

const run = (onProgress?: (progress: Progress) => void) => produce(deps, order, [source], onProgress);
const replies = async () =>
  (await ordered.world.nordrack.ports.store.query({ kind: "outbox", limit: 100 })).filter(
    (row) => (row.body as { kind: string }).kind === "reply",
  );
const cut = () => {
  throw new Error("the line was cut");
};

/** The first slice passes; the line is down for all others. */
const cutAfterOne = () => {
  let passed: string | null = null;
  return (digest: string) => void ((passed ??= digest) !== digest && cut());
};

/** What the node of Alderia holds after all messages were delivered. */
async function held() {
  await ordered.world.settle();
  const current = await caseNow(ordered.world.nodes.AL, ordered.r3);
  expect(current.status).toBe("held");
  return current.item as NonNullable<typeof current.item>;
}

describe("a production", () => {
  test("arrives whole: the item is held, its chain holds, and the recipient can open it", async () => {
    const stages = new Set<string>();
    const answered = await run(({ stage }) => void stages.add(stage));
    expect(answered.state).toBe("produced");
    expect([...stages]).toEqual(["seal", "upload", "reply"]);
    const item = await held();
    expect(item.sealed.slices.length).toBe(3);
    expect(uploads.sent.toSorted()).toEqual(item.sealed.slices.map((slice) => slice.digest).toSorted());
    const { directory } = ordered.world.nordrack.config;
    const chain = await verifyChain(item.custody, (by, at) =>
      keysOfParty(partyOf(directory, by.provider ?? `node.${by.state?.toLowerCase()}`), at),
    );
    expect(chain.report.filter((check) => !check.ok)).toEqual([]);
    expect(chain.steps.map((step) => step.step)).toEqual(["collected", "sealed", "received", "held"]);
    const sealed = join(here, "fetched.age");
    for (const slice of item.sealed.slices)
      for await (const chunk of await ordered.world.nodes.AL.ports.blobs.open(slice.digest))
        appendFileSync(sealed, chunk);
    const opened = await openEvidence({
      sealed,
      identities: [ordered.world.world.keyrings.get("node.bo")?.age.identity ?? ""],
      out: join(here, "opened"),
      expected: item.sealed,
      keysOf: (sender, at) => keysOfParty(partyOf(directory, sender), at),
    });
    expect(opened.files.map((file) => file.name)).toEqual(["server.img"]);
  });

  test("cut in the second slice goes on there: the same item, no slice twice, one reply", async () => {
    uploads.before = cutAfterOne();
    await expect(run()).rejects.toThrow("the line was cut");
    const before = [...uploads.sent];
    expect(before.length).toBe(1);
    expect(await replies()).toEqual([]);
    uploads.before = () => {};
    const stages: string[] = [];
    await run(({ stage }) => void stages.push(stage));
    expect(stages).not.toContain("seal");
    expect(new Set(uploads.sent).size).toBe(uploads.sent.length);
    expect((await held()).sealed.slices.map((slice) => slice.digest).toSorted()).toEqual(
      uploads.sent.toSorted(),
    );
    expect((await replies()).length).toBe(1);
  });

  test("a line that fails once is tried again without a person", async () => {
    let failures = 0;
    uploads.before = () => void (failures++ === 0 && cut());
    await run();
    expect(failures).toBe(4);
    expect((await held()).sealed.slices.length).toBe(3);
  });

  test("cut between the last slice and the reply gives one reply", async () => {
    const { reply } = deps.engine;
    deps.engine = { ...deps.engine, reply: async () => cut() };
    await expect(run()).rejects.toThrow("the line was cut");
    deps.engine = { ...deps.engine, reply };
    await run();
    expect(uploads.sent.length).toBe(3);
    expect((await replies()).length).toBe(1);
  });

  test("cut after the reply, and pressed once more, is one answer", async () => {
    const first = await run();
    expect(await run()).toEqual(await produce(deps, first, []));
    expect((await replies()).length).toBe(1);
  });

  test("cut while sealing leaves nothing that could be taken for the item", async () => {
    const { sign } = deps;
    deps.sign = async (type, payload, at) => (type === "comity-manifest" ? cut() : sign(type, payload, at));
    await expect(run()).rejects.toThrow("the line was cut");
    // Slices travel while the rest is sealed; those of a package that was never finished belong to no item.
    const orphans = [...uploads.sent];
    const { path, sealed } = placeOf(deps.workFolder, order.digest);
    writeFileSync(`${sealed}.left-over.part`, "half");
    deps.sign = sign;
    await run();
    expect((await held()).id).toBe(`item-${order.digest.slice(7, 23)}`);
    expect((await held()).sealed.slices.filter((slice) => orphans.includes(slice.digest))).toEqual([]);
    expect(readdirSync(path).toSorted()).toEqual(["files", "item.json", "sealed.age", "uploaded.txt"]);
  });

  test("a sealed file that was damaged on this disk is never sent: it is sealed again", async () => {
    uploads.before = cut;
    await expect(run()).rejects.toThrow("the line was cut");
    appendFileSync(placeOf(deps.workFolder, order.digest).sealed, "x");
    uploads.before = () => {};
    await run();
    expect((await held()).sealed.slices.length).toBe(3);
  });

  test("asks the node what it has, where it can be asked", async () => {
    uploads.before = cutAfterOne();
    await expect(run()).rejects.toThrow("the line was cut");
    const { blobs } = ordered.world.nodes.AL.ports;
    await blobs.remove(uploads.sent[0] as string);
    uploads.before = () => {};
    deps.has = (_to, digest) => blobs.has(digest);
    await run();
    expect((await held()).sealed.slices.length).toBe(3);
  });

  test("evidence stays here until the answer is receipted, and is forgotten then", async () => {
    await run();
    const place = placeOf(deps.workFolder, order.digest);
    expect(await forgetReceipted(deps)).toBe(0);
    expect(existsSync(place.sealed)).toBe(true);
    await held();
    expect(await forgetReceipted(deps)).toBe(1);
    expect(readdirSync(place.path).toSorted()).toEqual(["item.json", "uploaded.txt"]);
    expect(await forgetReceipted(deps)).toBe(0);
  });
});

describe("what is refused before any work", () => {
  test("an order to preserve", async () => {
    const preserve = await orderFor(ordered.world, ordered.r1);
    await expect(produce(deps, preserve, [source])).rejects.toMatchObject({ code: "order/wrong-answer" });
  });

  test("an order that was answered otherwise", async () => {
    const cannot = { kind: "cannot", order: order.digest, reason: "no-account", note: "" } as const;
    const answered = await deps.engine.reply(order.digest, cannot);
    await expect(produce(deps, answered, [source])).rejects.toMatchObject({ code: "order/answered" });
  });

  test("no file", async () => {
    await expect(produce(deps, order, [])).rejects.toMatchObject({ code: "order/no-files" });
  });

  test("a file name that leaves the package", async () => {
    const outside = { name: "../outside", path: source.path };
    await expect(produce(deps, order, [outside])).rejects.toMatchObject({ code: "bag/unsafe-name" });
  });
});
