import { beforeEach, describe, expect, test, vi } from "vitest";
import { utf8 } from "../../src/base/bytes.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { contentDigest } from "../../src/request/content.ts";
import { opinionOf } from "../../src/request/opinion-of.ts";
import { SIM_MEASURES, contentsOf, incompleteContentsOf } from "./contents.ts";
import { type SimWorld, makeStates, stateIn } from "./states.ts";
import { type StillFederation, stillFederation } from "./still-federation.ts";
import { type StillJourney, stillJourney } from "./still-journey.ts";

// What the simulator hands to the engine is what the engine takes: from the draft to the opened item, at the level fake.

vi.mock("jose", () => import("../levels/fake-jose.ts"));
vi.mock("../../src/crypto/ed25519.ts", () => import("../levels/fake-ed25519.ts"));

const BEGAN = "2027-07-04T03:05:00.000Z";
const TAINT = "taint-7f3a91";

let world: SimWorld;
let federation: StillFederation;
let people: StillJourney;
let drawn = 0;
const entropy = (length: number) => sha256(utf8(String(drawn++))).slice(0, length);

beforeEach(async () => {
  world = await makeStates({ nodes: 6, level: "fake", began: BEGAN, entropy });
  federation = stillFederation(world, entropy);
  people = stillJourney(world, federation, TAINT, entropy);
});

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
    const preserved = await people.send(from, to, "preservation");
    for (const measure of SIM_MEASURES) {
      const wish = { from, to, measure, taint: TAINT, preservationReference: preserved };
      const opinion = opinionOf(contentsOf(world, wish), BEGAN, world.law);
      expect(opinion.missing.filter((each) => each.severity === "required")).toEqual([]);
      expect(world.law.sheets[to]?.remedyWindowHours[measure]).toEqual(expect.any(Number));
      const ref = measure === "preservation" ? preserved : await people.send(from, to, measure, preserved);
      expect(await people.caseAt(to, ref)).toMatchObject({ status: "registered", requesting: from });
    }
    expect((await people.caseAt(to, preserved)).preservation).toMatchObject({
      state: "ordered",
      provider: stateIn(world, to).provider,
    });
  });

  test.each(SIM_MEASURES)("incomplete contents for %s can be saved but not submitted", async (measure) => {
    const content = incompleteContentsOf(world, { from: "BO", to: "AL", measure, taint: TAINT });
    const draft = await federation.engineOf("node.bo").saveDraft("bo-01", null, content);
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
  test.each(PAIRS)("%s asks %s: preserved, granted, produced, held, released, opened", async (from, to) => {
    const preserved = await people.send(from, to, "preservation");
    await people.preserve(to, preserved);
    for (const measure of ["traffic-partial", "stored-data"] as const) {
      const ref = await people.send(from, to, measure, preserved);
      await people.grant(to, ref);
      const made = await people.produce(to, ref);
      expect((await people.caseAt(to, ref)).status).toBe("held");
      federation.advance(49);
      await people.release(to, ref, made);
      expect(await people.open(from, ref, made)).toMatchObject({
        text: expect.stringContaining(TAINT),
        says: { item: made.item.id, ref },
      });
      expect((await people.caseAt(to, ref)).item?.custody).toEqual(
        (await people.caseAt(from, ref)).item?.custody,
      );
      const chain = await people.chainAt(from, ref);
      expect(chain.report.filter((check) => !check.ok)).toEqual([]);
      expect(chain.steps.map((step) => step.step)).toEqual(CHAIN);
      for (const slice of made.slices.values()) expect(Buffer.from(slice).includes(TAINT)).toBe(false);
    }
    expect(federation.passed.length).toBeGreaterThan(8);
    for (const sealed of federation.passed) expect(Buffer.from(sealed).includes(TAINT)).toBe(false);
  });
});

const CHAIN = ["collected", "sealed", "received", "held", "released", "received", "opened"];
