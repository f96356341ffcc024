import { beforeEach, describe, expect, test, vi } from "vitest";
import { utf8 } from "../../src/base/bytes.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { verifyChain } from "../../src/custody/chain.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import { bodyOf } from "../../src/exchange/rows.ts";
import { directoryOf, keysOfParty, partyOf } from "../../src/party/directory.ts";
import { contentDigest } from "../../src/request/content.ts";
import { opinionOf } from "../../src/request/opinion-of.ts";
import { SIM_MEASURES, type SimMeasure, contentsOf, incompleteContentsOf } from "./contents.ts";
import { joinSlices, makeItem, openItem } from "./evidence.ts";
import { type SimWorld, makeStates, stateIn } from "./states.ts";
import { type StillFederation, stillFederation } from "./still-federation.ts";

// What the simulator hands to the engine is what the engine takes: from the draft to the opened item.

vi.mock("jose", () => import("../levels/fake-jose.ts"));
vi.mock("../../src/crypto/ed25519.ts", () => import("../levels/fake-ed25519.ts"));

const BEGAN = "2027-07-04T03:05:00.000Z";
const TAINT = "taint-7f3a91";

let world: SimWorld;
let federation: StillFederation;
let drawn = 0;
const entropy = (length: number) => sha256(utf8(String(drawn++))).slice(0, length);

beforeEach(async () => {
  world = await makeStates({ nodes: 6, level: "fake", began: BEGAN, entropy });
  federation = stillFederation(world, entropy);
});

const officer = (state: string, no: string) => `${state.toLowerCase()}-${no}`;
const node = (state: string) => federation.engineOf(`node.${state.toLowerCase()}`);

async function send(
  from: string,
  to: string,
  measure: SimMeasure,
  preservationReference?: string,
): Promise<string> {
  const reference = preservationReference ? { preservationReference } : {};
  const content = contentsOf(world, { from, to, measure, taint: TAINT, at: federation.now(), ...reference });
  const draft = await node(from).saveDraft(officer(from, "01"), null, content);
  const says = { contentDigest: contentDigest(content) };
  await federation.act(officer(from, "01"), "submit-request", draft.id, says);
  const sent = await federation.act(officer(from, "02"), "approve-request", draft.id, says);
  await federation.settle();
  return sent.ref ?? "";
}

async function orderFor(to: string, ref: string, measure: "preserve" | "produce") {
  const rows = await federation
    .engineOf(stateIn(world, to).provider)
    .ports.store.query({ kind: "order", limit: 100 });
  const order = rows
    .map((row) => bodyOf("order", row))
    .find((each) => each.ref === ref && each.body.measure === measure);
  return order as NonNullable<typeof order>;
}

async function grant(to: string, ref: string): Promise<void> {
  await federation.act(officer(to, "03"), "open-case", ref);
  const says = { outcome: "granted", grounds: [], reasons: "No ground seen.", conditions: [] };
  await federation.act(officer(to, "02"), "decide-request", ref, says);
  const { content } = await caseNow(node(to), ref);
  await federation.act(officer(to, "04"), "authorise-measure", ref, {
    issuer: "Court of Investigations",
    kind: opinionOf(content, federation.now(), world.law).authorisation.requestedState,
    number: "CI-1",
    date: "2027-07-04",
    scope: "the server named",
    digest: `sha256:${"3".repeat(64)}`,
  });
  await federation.settle();
}

async function produce(to: string, ref: string) {
  const provider = federation.engineOf(stateIn(world, to).provider);
  const order = await orderFor(to, ref, "produce");
  const { ports } = provider;
  const made = await makeItem({
    world,
    provider: provider.config.self,
    ref,
    order: order.digest,
    sealTo: order.body.sealTo,
    taint: TAINT,
    entropy,
    now: ports.now,
    sign: ports.sign,
  });
  for (const [digest, bytes] of made.slices) await node(to).ports.blobs.put(bytes, digest);
  await provider.reply(order.digest, { kind: "produced", order: order.digest, item: made.item });
  await federation.settle();
  return made;
}

const PAIRS = [
  ["BO", "AL"],
  ["AL", "BO"],
  ["CA", "BO"],
  ["AL", "CA"],
  ["QB", "QC"],
  ["QD", "CA"],
] as const;

describe("contents", () => {
  test.each(PAIRS)("%s asks %s: each measure has nothing missing and is taken", async (from, to) => {
    const preserved = await send(from, to, "preservation");
    for (const measure of SIM_MEASURES) {
      const wish = { from, to, measure, taint: TAINT, preservationReference: preserved };
      const opinion = opinionOf(contentsOf(world, wish), BEGAN, world.law);
      expect(opinion.missing.filter((each) => each.severity === "required")).toEqual([]);
      expect(world.law.sheets[to]?.remedyWindowHours[measure]).toEqual(expect.any(Number));
      const ref = measure === "preservation" ? preserved : await send(from, to, measure, preserved);
      expect(await caseNow(node(to), ref)).toMatchObject({ status: "registered", requesting: from });
    }
    expect((await caseNow(node(to), preserved)).preservation).toMatchObject({
      state: "ordered",
      provider: stateIn(world, to).provider,
    });
  });

  test.each(SIM_MEASURES)("incomplete contents for %s can be saved but not submitted", async (measure) => {
    const content = incompleteContentsOf(world, { from: "BO", to: "AL", measure, taint: TAINT });
    const draft = await node("BO").saveDraft("bo-01", null, content);
    const says = { contentDigest: contentDigest(content) };
    await expect(federation.act("bo-01", "submit-request", draft.id, says)).rejects.toMatchObject({
      code: "request/incomplete",
    });
  });

  test("the taint stands in facts, subject, purpose and a selector's reason", () => {
    const content = contentsOf(world, { from: "BO", to: "AL", measure: "stored-data", taint: TAINT });
    for (const text of [content.facts, content.subject, content.purpose, content.selectors[0]?.reason])
      expect(text).toContain(TAINT);
  });
});

describe("a journey", () => {
  test.each(PAIRS.slice(0, 5))(
    "%s asks %s: preserved, granted, produced, held, released, opened",
    async (from, to) => {
      const preserved = await send(from, to, "preservation");
      const preserve = await orderFor(to, preserved, "preserve");
      const provider = federation.engineOf(stateIn(world, to).provider);
      await provider.reply(preserve.digest, {
        kind: "preserved",
        order: preserve.digest,
        providerReference: "P-1",
      });
      const ref = await send(from, to, "stored-data", preserved);
      await grant(to, ref);
      const made = await produce(to, ref);
      const held = await caseNow(node(to), ref);
      expect(held.status).toBe("held");
      federation.advance(49);
      const says = { item: made.item.id, sealed: made.item.sealed.digest };
      await federation.act(officer(to, "05"), "release-evidence", ref, { ...says, addresses: [] });
      await federation.settle();
      const whole = joinSlices(made.item, made.slices);
      const opened = await openItem(world, whole, world.identities.get(`node.${from.toLowerCase()}`) ?? []);
      expect(opened.text).toContain(TAINT);
      expect(opened.says).toMatchObject({ item: made.item.id, ref });
      const act = await federation.sign(officer(from, "01"), "open-evidence", ref, says);
      await node(from).opened(act, opened.manifest, opened.says.files.length);
      await federation.settle();
      await demandWholeChain(from, to, ref);
      demandHidden();
    },
  );
});

/** Both sides hold one chain, which the real verifier finds whole. */
async function demandWholeChain(from: string, to: string, ref: string): Promise<void> {
  const [here, there] = [await caseNow(node(from), ref), await caseNow(node(to), ref)];
  expect(there.item?.custody).toEqual(here.item?.custody);
  const directory = directoryOf(world.entries);
  const chain = await verifyChain(here.item?.custody ?? [], (by, at) =>
    keysOfParty(partyOf(directory, by.provider ?? `node.${(by.state ?? "").toLowerCase()}`), at),
  );
  expect(chain.report.filter((check) => !check.ok)).toEqual([]);
  const steps = ["collected", "sealed", "received", "held", "released", "received", "opened"];
  expect(chain.steps.map((step) => step.step)).toEqual(steps);
}

/** Nobody on the way can find the taint. */
function demandHidden(): void {
  expect(federation.passed.length).toBeGreaterThan(8);
  for (const sealed of federation.passed) expect(Buffer.from(sealed).includes(TAINT)).toBe(false);
}
