import { exportJWK, generateKeyPair } from "jose";
import { beforeAll, expect, test } from "vitest";
import { addHours, toInstant, toMillis } from "../base/time.ts";
import { type SigningKey, type VerifyingKey, signAct } from "../crypto/acts.ts";
import { nextStepPayload, verifyChain } from "../custody/chain.ts";
import { TOOL, attestStep } from "./attest.ts";
import type { Config } from "./config.ts";
import type { Ports } from "./ports.ts";

const NOW = "2027-07-04T03:10:00.000Z";
const item = {
  id: "item-1",
  sealed: { digest: `sha256:${"5".repeat(64)}`, size: 1_000, slices: [] },
  manifest: `sha256:${"6".repeat(64)}`,
};
let signing: SigningKey;
let verifying: VerifyingKey;

beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  signing = { kid: "k", alg: "ES256", jwk: await exportJWK(pair.privateKey) };
  verifying = { kid: "k", alg: "ES256", jwk: await exportJWK(pair.publicKey) };
});

const sign: Ports["sign"] = (type, payload, at) => signAct(type, payload, [signing], at);

/** What a provider whose clock shows `at` begins, and what this node, whose clock shows NOW, adds to it. */
async function goOn(at: string): Promise<string[]> {
  const sealed = nextStepPayload([], {
    item: item.id,
    ref: "BO-AL-2027-0001",
    at,
    by: { state: "AL", provider: "nordrack", officer: null },
    step: "sealed",
    sealed: { digest: item.sealed.digest, size: item.sealed.size },
    manifest: item.manifest,
    why: "order",
    tool: TOOL,
  });
  const chain = [await sign("comity-custody", sealed, at)];
  const ports = { now: () => NOW, sign } as Ports;
  const fields = { step: "received" as const, why: "produced", officer: null, until: null };
  return [
    ...chain,
    await attestStep(ports, { state: "AL" } as Config, item, "BO-AL-2027-0001", chain, fields),
  ];
}

const after = (milliseconds: number) => toInstant(toMillis(NOW) + milliseconds);

test.each([
  ["an hour behind this node", addHours(NOW, -1), NOW],
  ["like this node's", NOW, NOW],
  ["36 seconds ahead", after(36_000), after(36_000)],
  ["an hour ahead", after(3_600_000), after(3_600_000)],
])("the clock of the one before is %s: the chain holds", async (_, theirs, dated) => {
  const chain = await verifyChain(await goOn(theirs), () => [verifying]);
  expect(chain.report.filter((check) => !check.ok)).toEqual([]);
  expect(chain.steps[1]?.at).toBe(dated);
});

test("more than an hour ahead is a wrong clock, and nothing is signed", async () => {
  await expect(goOn(after(3_600_001))).rejects.toMatchObject({ code: "custody/from-future" });
});
