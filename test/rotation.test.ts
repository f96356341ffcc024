import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { signerOf } from "../src/adapters/keyring/keyring.ts";
import { openBytes } from "../src/adapters/sealing/messages.ts";
import { requestOne } from "../src/apps/sandbox/case-1.ts";
import { makeWorld } from "../src/apps/sandbox/world.ts";
import { peekPayload, peekSigners } from "../src/crypto/acts.ts";
import { bodyOf } from "../src/exchange/rows.ts";
import { stateOf } from "../src/party/directory.ts";
import { contentDigest } from "../src/request/content.ts";
import { type Federation, startFederation } from "./federation.ts";
import { casePath } from "./support/case-path.ts";

// Keys are changed while mail is on its way: nothing is accepted under a key out of force, and nothing is lost for it.

let world: Federation;
beforeEach(async () => void (world = await startFederation()));
const path = casePath(() => world);

/** From now on a State's node signs with new keys and is sealed to under a new recipient; the old ones are out of force. */
async function rotate(state: "AL" | "BO"): Promise<void> {
  const now = world.now();
  const fresh = await makeWorld(
    now,
    { AL: 1, BO: 2, CA: 3, nordrack: 4, witnesses: [5, 6, 7] },
    (n) => new Uint8Array(randomBytes(n)),
  );
  const self = `node.${state.toLowerCase()}`;
  const keys = fresh.keyrings.get(self) as NonNullable<ReturnType<typeof fresh.keyrings.get>>;
  const { node } = stateOf(world.nodes[state].config.directory, state);
  const issued = fresh.entries.find((entry) => entry.state === state)?.node as typeof node;
  const kid = (old: string) => `${old}/next`;
  for (const listed of [...node.actKeys, ...node.ageRecipients]) listed.until ??= now;
  node.actKeys.push(...issued.actKeys.map((key) => ({ ...key, kid: kid(key.kid), from: now })));
  node.ageRecipients.push(...issued.ageRecipients.map((each) => ({ ...each, from: now })));
  const { ports } = world.nodes[state];
  ports.sign = signerOf({ ...keys, act: keys.act.map((key) => ({ ...key, kid: kid(key.kid) })) });
  // The old identity is gone: what was sealed to it cannot be opened any more.
  ports.open = (sealed) => openBytes(sealed, [keys.age.identity]);
}

async function settleSlowly(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await world.settle();
    world.advance(0.1);
  }
}

const receiptsAt = async (node: "AL" | "BO") =>
  (await world.nodes[node].ports.store.query({ kind: "inbox", limit: 50 })).map(
    (row) => bodyOf("inbox", row).receipt,
  );

describe("the sender's keys", () => {
  test("change while its message waits: it is refused to the face, signed anew, and taken in once", async () => {
    world.reachable.delete("node.al");
    const ref = await path.approved();
    await world.settle();
    await rotate("BO");
    world.reachable.add("node.al");
    world.advance(1);
    await settleSlowly();
    expect((await path.at("AL", ref)).status).toBe("registered");
    const [sent] = await path.outbox("node.bo");
    expect(peekSigners(sent?.act as string, "").kids.every((kid) => kid.endsWith("/next"))).toBe(true);
    const refusals = await world.nodes.AL.ports.store.query({ kind: "refusal", limit: 5 });
    expect(refusals.map((row) => bodyOf("refusal", row).code)).toEqual(["act/key-missing"]);
  });

  test("change after its receipt was lost: signed anew it is a duplicate, and changes nothing", async () => {
    const { wire } = world.nodes.BO.ports;
    const deliver = wire.deliver.bind(wire);
    wire.deliver = async (to, sealed) => {
      await deliver(to, sealed);
      throw new Error("the answer was lost");
    };
    const ref = await path.approved();
    await world.settle();
    wire.deliver = deliver;
    await rotate("BO");
    world.advance(1);
    await settleSlowly();
    expect((await path.outbox("node.bo"))[0]?.receipt).not.toBeNull();
    expect((await world.nodes.AL.ports.store.query({ kind: "case", limit: 5 })).length).toBe(1);
    expect((await path.at("BO", ref)).receipts.accepted).not.toBeNull();
  });
});

describe("the receiver's keys", () => {
  test("change while a message waits: it is sealed anew to the recipient in force", async () => {
    world.reachable.delete("node.al");
    const ref = await path.approved();
    await world.settle();
    await rotate("AL");
    world.reachable.add("node.al");
    world.advance(1);
    await settleSlowly();
    expect((await path.at("AL", ref)).status).toBe("registered");
    const refusals = await world.nodes.AL.ports.store.query({ kind: "refusal", limit: 5 });
    expect(refusals.map((row) => bodyOf("refusal", row).code)).toEqual(["seal/not-addressed"]);
  });

  test("change after its receipt was lost: the same payload is signed anew, and the sender takes it", async () => {
    const { wire } = world.nodes.BO.ports;
    const deliver = wire.deliver.bind(wire);
    const lost: string[] = [];
    wire.deliver = async (to, sealed) => {
      lost.push(new TextDecoder().decode((await deliver(to, sealed)).body));
      throw new Error("the answer was lost");
    };
    await path.approved();
    await world.settle();
    wire.deliver = deliver;
    await rotate("AL");
    world.advance(1);
    await settleSlowly();
    const [sent] = await path.outbox("node.bo");
    const taken = sent?.receipt as string;
    expect(peekSigners(taken, "").kids.every((kid) => kid.endsWith("/next"))).toBe(true);
    expect(peekPayload(taken, "")).toEqual(peekPayload(lost[0] as string, ""));
    expect((await receiptsAt("AL"))[0]?.act).toBe(taken);
  });

  test("change while its receipt is on the way: under the old keys it ends nothing", async () => {
    const { wire } = world.nodes.BO.ports;
    const deliver = wire.deliver.bind(wire);
    let first = true;
    wire.deliver = async (to, sealed) => {
      const answer = await deliver(to, sealed);
      if (first) await rotate("AL");
      first = false;
      return answer;
    };
    await path.approved();
    await world.nodes.BO.work();
    for (let round = 0; round < 3 && first; round++) await world.nodes.BO.work();
    expect((await path.outbox("node.bo"))[0]).toMatchObject({
      receipt: null,
      lastProblem: "receipt/unverified",
    });
    world.advance(0.1);
    await settleSlowly();
    expect((await path.outbox("node.bo"))[0]?.receipt).not.toBeNull();
  });
});

describe("a party that forgot what it said under keys that are out of force now", () => {
  test("still knows its own signature when a peer shows it", async () => {
    await path.approved();
    await world.settle();
    // What the peer holds was signed with the old keys, in their time.
    world.advance(0.1);
    await rotate("BO");
    const { store } = world.nodes.BO.ports;
    const read = store.read.bind(store);
    store.read = async (kind, key) =>
      kind === "outbox" || (kind === "stream" && key === "node.bo>node.al") ? undefined : read(kind, key);
    await world.nodes.BO.catchUp(["node.al"]);
    expect((await world.nodes.BO.work()).halted).toBe("node/behind-peer");
  });
});

describe("an officer", () => {
  const officers = () => stateOf(world.nodes.BO.config.directory, "BO").officers;

  test("whom the receiver's list does not name yet: the message comes again until it does", async () => {
    world.reachable.delete("node.al");
    const ref = await path.approved();
    await world.settle();
    const at = officers().findIndex(({ id }) => id === "bo-02");
    const [approver] = officers().splice(at, 1);
    world.reachable.add("node.al");
    world.advance(1);
    await settleSlowly();
    expect((await path.outbox("node.bo"))[0]).toMatchObject({
      receipt: null,
      lastProblem: "party/unknown-officer",
    });
    if (approver) officers().push(approver);
    world.advance(1);
    await settleSlowly();
    expect((await path.at("AL", ref)).status).toBe("registered");
  });

  test("who left after submitting: the request is not approved, because nobody would take it", async () => {
    const says = { contentDigest: contentDigest(requestOne()) };
    const draft = await world.nodes.BO.saveDraft("bo-01", null, requestOne());
    await world.act("bo-01", "submit-request", draft.id, says);
    const author = officers().find(({ id }) => id === "bo-01");
    if (author) author.until = world.now();
    await expect(world.act("bo-02", "approve-request", draft.id, says)).rejects.toMatchObject({
      code: "party/unknown-officer",
    });
    expect(await path.outbox("node.bo")).toEqual([]);
  });
});
