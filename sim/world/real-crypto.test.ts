import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { verifyAct } from "../../src/crypto/acts.ts";
import { signerOf } from "../../src/adapters/keyring/keyring.ts";
import { utf8 } from "../../src/base/bytes.ts";
import { actKeysAt } from "../../src/party/directory.ts";
import { rotateKeys } from "./changes.ts";
import { makeStates } from "./states.ts";
import { stillFederation } from "./still-federation.ts";
import { stillJourney } from "./still-journey.ts";

// The same world with real keys: nothing in it depends on the level.

const BEGAN = "2027-07-04T03:05:00.000Z";
const entropy = (length: number) => new Uint8Array(randomBytes(length));

test("one journey at the level real-crypto, from the draft to the opened item", async () => {
  const world = await makeStates({ nodes: 2, level: "real-crypto", began: BEGAN, entropy });
  const federation = stillFederation(world, entropy);
  const people = stillJourney(world, federation, "taint-real", entropy);
  const preserved = await people.send("BO", "AL", "preservation");
  await people.preserve("AL", preserved);
  const ref = await people.send("BO", "AL", "stored-data", preserved);
  await people.grant("AL", ref);
  const made = await people.produce("AL", ref);
  federation.advance(25);
  await people.release("AL", ref, made);
  expect((await people.open("BO", ref, made)).text).toContain("taint-real");
  const chain = await people.chainAt("AL", ref);
  expect(chain.report.filter((check) => !check.ok)).toEqual([]);
  expect(chain.steps).toHaveLength(7);
});

test("rotated real keys sign from the rotation on", async () => {
  const at = "2027-07-05T00:00:00.000Z";
  const world = await makeStates({ nodes: 1, level: "real-crypto", began: BEGAN, entropy });
  const { keyring, entry } = await rotateKeys(world, "node.al", at);
  const act = await signerOf(keyring)("comity-message", utf8("{}"), at);
  const { kids } = await verifyAct(act, "comity-message", actKeysAt(entry, at), "node.al");
  expect(kids).toEqual(["node.al/2/es256", "node.al/2/ml-dsa-65"]);
  await expect(verifyAct(act, "comity-message", actKeysAt(entry, BEGAN), "node.al")).rejects.toMatchObject({
    code: "act/key-missing",
  });
});
