import { beforeEach, describe, expect, test } from "vitest";
import { requestOne } from "../src/apps/sandbox/case-1.ts";
import { utf8 } from "../src/base/bytes.ts";
import { canonicalBytes } from "../src/base/canonical.ts";
import { digestOf } from "../src/crypto/hash.ts";
import { sealBytes } from "../src/adapters/sealing/messages.ts";
import { caseNow } from "../src/exchange/engine.ts";
import { bodyOf, together } from "../src/exchange/rows.ts";
import { wantsToSend } from "../src/exchange/streams.ts";
import { recipientAt, stateOf } from "../src/party/directory.ts";
import { contentDigest } from "../src/request/content.ts";
import { type Federation, startFederation } from "./federation.ts";

// What the path must withstand. Each fault has its test; each error its code.

let world: Federation;
beforeEach(async () => void (world = await startFederation()));

const content = requestOne();
const says = { contentDigest: contentDigest(content) };

async function submitted(): Promise<string> {
  const draft = await world.nodes.BO.saveDraft("bo-01", null, content);
  await world.act("bo-01", "submit-request", draft.id, says);
  return draft.id;
}

async function approved(): Promise<string> {
  const sent = await world.act("bo-02", "approve-request", await submitted(), says);
  return "content" in sent && "ref" in sent ? String(sent.ref) : "";
}

const casesAt = async (node: "AL" | "BO") =>
  (await world.nodes[node].ports.store.query({ kind: "case", limit: 100 })).length;
const ordersAt = async () => (await world.nordrack.ports.store.query({ kind: "order", limit: 100 })).length;

describe("before anything is sent", () => {
  test("a State that is not in the directory", async () => {
    await expect(
      world.nodes.BO.saveDraft("bo-01", null, { ...content, requested: "ZZ" }),
    ).rejects.toMatchObject({ code: "party/unknown-state" });
  });

  test("something required is missing: it cannot be submitted, and every gap is named", async () => {
    const { necessity: _necessity, ...thin } = content;
    const draft = await world.nodes.BO.saveDraft("bo-01", null, { ...thin, facts: "" });
    const attempt = world.act("bo-01", "submit-request", draft.id, {
      contentDigest: contentDigest({ ...thin, facts: "" }),
    });
    await expect(attempt).rejects.toMatchObject({ code: "request/incomplete" });
    await attempt.catch((error: { also: { where: string }[] }) =>
      expect(error.also.map((each) => each.where)).toContain("facts"),
    );
  });

  test("approval by the author", async () => {
    const draft = await submitted();
    await expect(world.act("bo-01", "approve-request", draft, says)).rejects.toMatchObject({
      code: "party/no-mandate",
    });
  });

  test("approval by an author who also has the mandate to approve", async () => {
    const entry = stateOf(world.nodes.BO.config.directory, "BO");
    entry.officers.find((officer) => officer.id === "bo-01")?.mandates.push("approve");
    await expect(world.act("bo-01", "approve-request", await submitted(), says)).rejects.toMatchObject({
      code: "request/approved-by-author",
    });
  });

  test("a key that is not enrolled", async () => {
    const draft = await submitted();
    const act = await world.sign("bo-02", "approve-request", draft, says);
    await expect(
      world.nodes.BO.act({ ...act, signature: { ...act.signature, kid: "bo-02/other" } }),
    ).rejects.toMatchObject({ code: "act/key-not-enrolled" });
  });

  test("another officer's signature under this officer's name", async () => {
    const draft = await submitted();
    const act = await world.sign("bo-02", "approve-request", draft, says);
    const other = await world.sign("bo-05", "approve-request", draft, says);
    await expect(
      world.nodes.BO.act({ ...act, signature: { ...act.signature, proof: other.signature.proof } }),
    ).rejects.toMatchObject({ code: "act/bad-signature" });
  });

  test("an act whose document was changed after it was signed", async () => {
    const draft = await submitted();
    const act = await world.sign("bo-02", "approve-request", draft, says);
    await expect(
      world.nodes.BO.act({ ...act, act: act.act.replace(draft, "draft-other") }),
    ).rejects.toMatchObject({ code: "act/digest-differs" });
  });

  test("an act that was signed an hour ago", async () => {
    const act = await world.sign("bo-02", "approve-request", await submitted(), says);
    world.advance(1);
    await expect(world.nodes.BO.act(act)).rejects.toMatchObject({ code: "act/stale" });
  });

  test("a draft that was changed between reading and signing", async () => {
    const draft = await world.nodes.BO.saveDraft("bo-01", null, {
      ...content,
      facts: `${content.facts} And more.`,
    });
    await expect(world.act("bo-01", "submit-request", draft.id, says)).rejects.toMatchObject({
      code: "request/content-changed",
    });
  });

  test("a double click on approve sends once", async () => {
    const draft = await submitted();
    const act = await world.sign("bo-02", "approve-request", draft, says);
    await Promise.all([world.nodes.BO.act(act), world.nodes.BO.act(act)]);
    await world.settle();
    expect([await casesAt("BO"), await casesAt("AL"), await ordersAt()]).toEqual([1, 1, 1]);
  });
});

describe("on the way", () => {
  test("a replayed envelope gets the same receipt and changes nothing", async () => {
    await approved();
    await world.settle();
    const first = world.delivered.find((each) => each.to === "node.al");
    const receipts = await Promise.all(
      [1, 2, 3].map(() => world.nodes.AL.receive("node.bo", first?.sealed as Uint8Array)),
    );
    expect(new Set(receipts).size).toBe(1);
    const kept = bodyOf(
      "inbox",
      (await world.nodes.AL.ports.store.query({ kind: "inbox", limit: 1 }))[0] as NonNullable<
        Awaited<ReturnType<typeof world.nodes.AL.ports.store.read>>
      >,
    );
    expect(receipts[0]).toBe(kept.receipt.act);
    expect([await casesAt("AL"), await ordersAt()]).toEqual([1, 1]);
  });

  test("an envelope with one changed byte", async () => {
    await approved();
    await world.settle();
    const sealed = Uint8Array.from(
      world.delivered.find((each) => each.to === "node.al")?.sealed as Uint8Array,
    );
    sealed[sealed.length - 20] = (sealed[sealed.length - 20] as number) ^ 1;
    await expect(world.nodes.AL.receive("node.bo", sealed)).rejects.toMatchObject({ code: "seal/broken" });
  });

  test("an envelope sealed to somebody else", async () => {
    await approved();
    await world.settle();
    const sealed = world.delivered.find((each) => each.to === "node.al")?.sealed as Uint8Array;
    await expect(world.nodes.CA.receive("node.bo", sealed)).rejects.toMatchObject({
      code: "seal/not-addressed",
    });
  });

  test("somebody else's envelope under our own name", async () => {
    await approved();
    await world.settle();
    const sealed = world.delivered.find((each) => each.to === "node.al")?.sealed as Uint8Array;
    await expect(world.nodes.AL.receive("node.ca", sealed)).rejects.toMatchObject({
      code: "act/key-missing",
    });
  });
});

describe("a peer that does not play by the rules", () => {
  /** A request by Borvania's node, made by hand: what a changed program of a peer could send. */
  async function forge(
    change: (message: Record<string, unknown>) => Record<string, unknown>,
    trace: "none" | "foreign" = "none",
  ): Promise<Uint8Array> {
    const author = await world.sign("bo-01", "submit-request", "draft-1", says);
    const approver = await world.sign("bo-02", "approve-request", "draft-1", says);
    const message = change({
      format: "comity/message/v1",
      kind: "request",
      from: "node.bo",
      to: "node.al",
      stream: "node.bo>node.al",
      seq: 1,
      prev: null,
      after: [],
      ref: "BO-AL-2027-0001",
      created: world.now(),
      body: { content, author, approver },
    });
    const act = await world.nodes.BO.ports.sign("comity-message", canonicalBytes(message), world.now());
    const envelope = {
      format: "comity/envelope/v1",
      act,
      trace: trace === "none" ? null : await foreignTrace(),
    };
    return sealBytes(canonicalBytes(envelope), [
      recipientAt(stateOf(world.nodes.AL.config.directory, "AL"), world.now()),
    ]);
  }

  /** A proof that holds, but of another leaf. */
  async function foreignTrace(): Promise<{ seed: string; proof: string }> {
    await approved();
    world.reachable.delete("node.al");
    await world.settle();
    world.reachable.add("node.al");
    const row = (await world.nodes.BO.ports.store.query({ kind: "outbox", limit: 1 }))[0];
    const { ports } = world.nodes.BO;
    const published = bodyOf(
      "published",
      (await ports.store.read("published", "head")) as NonNullable<typeof row>,
    );
    const { makeReceipt } = await import("../src/log/prove.ts");
    const leaf = bodyOf("outbox", row as NonNullable<typeof row>).leaf as { index: number; seed: string };
    return {
      seed: leaf.seed,
      proof: await makeReceipt(
        (ports.log as NonNullable<typeof ports.log>).tiles.read,
        published.checkpoint,
        leaf.index,
      ),
    };
  }

  const refusals = async () =>
    (await world.nodes.AL.ports.store.query({ kind: "refusal", limit: 10 })).map((row) =>
      bodyOf("refusal", row),
    );

  test("no trace: refused to its face, with a line on the record and no content in it", async () => {
    await expect(world.nodes.AL.receive("node.bo", await forge((each) => each))).rejects.toMatchObject({
      code: "trace/missing",
    });
    expect(await casesAt("AL")).toBe(0);
    const [line] = await refusals();
    expect(line).toMatchObject({ code: "trace/missing", from: "node.bo", count: 1 });
    expect(JSON.stringify(line)).not.toContain("hospital");
  });

  test("the trace of another request", async () => {
    const sealed = await forge((each) => ({ ...each, created: "2027-07-04T03:05:00.001Z" }), "foreign");
    await expect(world.nodes.AL.receive("node.bo", sealed)).rejects.toMatchObject({
      code: "log/not-included",
    });
    expect(await casesAt("AL")).toBe(0);
  });

  test.each([
    ["an unknown field", (each: Record<string, unknown>) => ({ ...each, extra: 1 }), "message/unknown-field"],
    ["a missing field", ({ ref: _ref, ...each }: Record<string, unknown>) => each, "message/malformed"],
    [
      "another receiver inside than outside",
      (each: Record<string, unknown>) => ({ ...each, to: "node.ca" }),
      "message/misdirected",
    ],
    [
      "another sender inside than outside",
      (each: Record<string, unknown>) => ({ ...each, from: "node.ca" }),
      "message/misdirected",
    ],
    [
      "a date far ahead",
      (each: Record<string, unknown>) => ({ ...each, created: "2027-08-01T00:00:00.000Z" }),
      "message/from-the-future",
    ],
  ])("%s", async (_name, change, code) => {
    await expect(world.nodes.AL.receive("node.bo", await forge(change))).rejects.toMatchObject({ code });
    expect(await casesAt("AL")).toBe(0);
  });

  test("a request its author approved: refused on the record, the stream goes on, nothing is ordered", async () => {
    // Borvania's node is changed: it lets the author approve. Alderia checks again and does not trust.
    const entry = stateOf(world.nodes.BO.config.directory, "BO");
    entry.officers.find((officer) => officer.id === "bo-01")?.mandates.push("approve");
    const { send } = await import("../src/exchange/streams.ts");
    const { step } = await import("../src/exchange/step.ts");
    const author = await world.sign("bo-01", "submit-request", "draft-1", says);
    const approver = await world.sign("bo-01", "approve-request", "draft-1", says);
    await world.nodes.BO.ports.store.transact(together(wantsToSend("node.bo", "node.al")), (tx) =>
      step(
        tx,
        world.now(),
        {
          entropy: new Uint8Array(32).fill(7),
          decide: (context) =>
            send(context, "node.al", "request", "BO-AL-2027-0001", { content, author, approver }),
        },
        world.nodes.BO.config,
      ),
    );
    await world.settle();
    expect(await casesAt("AL")).toBe(0);
    expect(await ordersAt()).toBe(0);
    const [incoming] = await world.nodes.AL.ports.store.query({ kind: "inbox", limit: 5 });
    expect(bodyOf("inbox", incoming as NonNullable<typeof incoming>).receipt.payload).toContain(
      '"code":"request/approved-by-author"',
    );
  });
});

describe("a listed party that says what is not its to say", () => {
  /** A message by hand from a party whose program was changed; everything about it is signed and traced. */
  async function say(
    from: "AL" | "BO" | "CA",
    to: string,
    kind: string,
    ref: string,
    body: unknown,
  ): Promise<string> {
    const { send } = await import("../src/exchange/streams.ts");
    const { step } = await import("../src/exchange/step.ts");
    const engine = world.nodes[from];
    const stream = `${engine.config.self}>${to}`;
    const sent = await engine.ports.store.transact(together(wantsToSend(engine.config.self, to, ref)), (tx) =>
      step(
        tx,
        world.now(),
        {
          entropy: new Uint8Array(32).fill(9),
          decide: (context) => send(context, to, kind as "reply", ref, body as never),
        },
        engine.config,
      ),
    );
    await world.settle();
    const row = await engine.ports.store.read(
      "outbox",
      `${stream}/${String(sent.result.seq).padStart(12, "0")}`,
    );
    const outgoing = bodyOf("outbox", row as NonNullable<typeof row>);
    return outgoing.lastProblem ?? "accepted";
  }

  test("the requesting Party grants its own request", async () => {
    const ref = await approved();
    await world.settle();
    await world.act("al-03", "open-case", ref);
    await world.settle();
    const body = { outcome: "granted", grounds: [], reasons: "granted to ourselves", conditions: [] };
    const act = await world.sign("bo-02", "decide-request", ref, body);
    expect(await say("BO", "node.al", "decision", ref, { ...body, act })).toBe("request/wrong-side");
    const there = await caseNow(world.nodes.AL, ref);
    expect([there.status, there.decision]).toEqual(["under-review", null]);
  });

  test("the requesting Party reports its own preservation", async () => {
    const ref = await approved();
    await world.settle();
    expect(
      await say("BO", "node.al", "preservation", ref, {
        state: "lapsed",
        expires: "2027-07-05",
        provider: "nordrack",
        providerReference: null,
      }),
    ).toBe("request/wrong-side");
    expect((await caseNow(world.nodes.AL, ref)).preservation?.state).toBe("ordered");
  });

  test("the requested Party withdraws what it was asked", async () => {
    const ref = await approved();
    await world.settle();
    const act = await world.sign("al-02", "withdraw-request", ref, { reason: "we would rather not" });
    expect(await say("AL", "node.bo", "withdrawal", ref, { reason: "we would rather not", act })).toBe(
      "request/wrong-side",
    );
    expect((await caseNow(world.nodes.BO, ref)).status).not.toBe("withdrawn");
  });

  test("a third State answers an order", async () => {
    const ref = await approved();
    await world.settle();
    const order = bodyOf(
      "order",
      (await world.nordrack.ports.store.query({ kind: "order", limit: 1 }))[0] as never,
    );
    expect(
      await say("CA", "node.al", "reply", ref, {
        kind: "cannot",
        order: order.digest,
        reason: "no-account",
        note: "",
      }),
    ).toBe("message/wrong-party");
    expect((await caseNow(world.nodes.AL, ref)).preservation?.state).toBe("ordered");
  });

  test("another State's node serves an order on the provider", async () => {
    const ref = await approved();
    await world.settle();
    const order = bodyOf(
      "order",
      (await world.nordrack.ports.store.query({ kind: "order", limit: 1 }))[0] as never,
    );
    expect(await say("CA", "nordrack", "order", ref, order.body)).toBe("message/wrong-party");
    expect(await ordersAt()).toBe(1);
  });

  test("the provider answers an order that was not served on it", async () => {
    const ref = await approved();
    await world.settle();
    const { send } = await import("../src/exchange/streams.ts");
    const { step } = await import("../src/exchange/step.ts");
    const { nordrack } = world;
    await nordrack.ports.store.transact(together(wantsToSend("nordrack", "node.al", ref)), (tx) =>
      step(
        tx,
        world.now(),
        {
          entropy: new Uint8Array(32),
          decide: (context) =>
            send(context, "node.al", "reply", ref, {
              kind: "preserved",
              order: `sha256:${"1".repeat(64)}`,
              providerReference: "x",
            }),
        },
        nordrack.config,
      ),
    );
    await world.settle();
    expect((await caseNow(world.nodes.AL, ref)).preservation?.state).toBe("ordered");
  });

  test("a request whose period ends before it starts", async () => {
    const wrong = {
      ...content,
      period: { from: "2027-07-04T00:00:00.000Z", to: "2027-07-01T00:00:00.000Z" },
    };
    const digest = { contentDigest: contentDigest(wrong) };
    const body = {
      content: wrong,
      author: await world.sign("bo-01", "submit-request", "draft-1", digest),
      approver: await world.sign("bo-02", "approve-request", "draft-1", digest),
    };
    expect(await say("BO", "node.al", "request", "BO-AL-2027-0001", body)).toBe("request/end-before-start");
    expect(await casesAt("AL")).toBe(0);
  });

  test("an act dated long before the message that carries it", async () => {
    const early = {
      author: await world.sign("bo-01", "submit-request", "draft-1", says),
      approver: await world.sign("bo-02", "approve-request", "draft-1", says),
    };
    world.advance(24 * 31);
    expect(await say("BO", "node.al", "request", "BO-AL-2027-0001", { content, ...early })).toBe(
      "act/untimely",
    );
    expect(await casesAt("AL")).toBe(0);
  });

  test("two messages under one number: the second is refused and kept as evidence", async () => {
    await approved();
    await world.settle();
    const { ports, config } = world.nodes.BO;
    const row = (await ports.store.query({ kind: "outbox", limit: 1 }))[0];
    const first = bodyOf("outbox", row as NonNullable<typeof row>);
    const other = new TextEncoder().encode(
      first.payload.replace('"created":"2027-07-04T03:05:00.000Z"', '"created":"2027-07-04T03:05:00.001Z"'),
    );
    const { makeReceipt } = await import("../src/log/prove.ts");
    const { appendLeaf } = await import("../src/exchange/streams.ts");
    const { step } = await import("../src/exchange/step.ts");
    const { result: leaf } = await ports.store.transact(
      { locks: [], rows: [["log", "head"]], scopes: [] },
      (tx) =>
        step(
          tx,
          world.now(),
          { entropy: new Uint8Array(32).fill(4), decide: (context) => appendLeaf(context, other, "fork") },
          config,
        ),
    );
    await world.settle();
    const published = bodyOf(
      "published",
      (await ports.store.read("published", "head")) as NonNullable<typeof row>,
    );
    const envelope = {
      format: "comity/envelope/v1",
      act: await ports.sign("comity-message", other, world.now()),
      trace: {
        seed: leaf.seed,
        proof: await makeReceipt(
          (ports.log as NonNullable<typeof ports.log>).tiles.read,
          published.checkpoint,
          leaf.index,
        ),
      },
    };
    const sealed = await sealBytes(canonicalBytes(envelope), [
      recipientAt(stateOf(config.directory, "AL"), world.now()),
    ]);
    await expect(world.nodes.AL.receive("node.bo", sealed)).rejects.toMatchObject({
      code: "stream/conflict",
    });
    const [kept] = await world.nodes.AL.ports.store.query({ kind: "conflict", limit: 5 });
    expect(bodyOf("conflict", kept as NonNullable<typeof kept>).act).toBe(envelope.act);
    expect(await casesAt("AL")).toBe(1);
  });
});

describe("outages", () => {
  test("one witness down: two of three suffice", async () => {
    world.witnessUp[0] = false;
    const ref = await approved();
    await world.settle();
    expect((await caseNow(world.nodes.AL, ref)).status).toBe("registered");
  });

  test("two witnesses down: the request waits visibly, and leaves when the quorum is back", async () => {
    world.witnessUp[0] = world.witnessUp[1] = false;
    const ref = await approved();
    await world.settle();
    const report = await world.nodes.BO.work();
    expect(report.waiting).toEqual({ have: 1, need: 2 });
    expect((await caseNow(world.nodes.BO, ref)).status).toBe("approved");
    expect(await casesAt("AL")).toBe(0);
    world.witnessUp[1] = true;
    world.advance(0.01);
    await world.settle();
    expect((await caseNow(world.nodes.AL, ref)).status).toBe("registered");
    expect(await casesAt("AL")).toBe(1);
  });

  test("the other node is away for a day: retries go on, and nothing is sent twice in effect", async () => {
    world.reachable.delete("node.al");
    const ref = await approved();
    await world.settle();
    expect((await caseNow(world.nodes.BO, ref)).status).toBe("approved");
    for (let hour = 0; hour < 23; hour++) {
      world.advance(1);
      await world.nodes.BO.work();
    }
    world.reachable.add("node.al");
    world.advance(0.6);
    await world.settle();
    expect((await caseNow(world.nodes.AL, ref)).status).toBe("registered");
    expect([await casesAt("AL"), await ordersAt()]).toEqual([1, 1]);
  });

  test("the other node is away for three days: the proof has aged, and the message leaves with a younger one", async () => {
    world.reachable.delete("node.al");
    const ref = await approved();
    await world.settle();
    for (let step = 0; step < 144; step++) {
      world.advance(0.5);
      await world.nodes.BO.work();
    }
    world.reachable.add("node.al");
    for (let step = 0; step < 6; step++) {
      world.advance(0.6);
      await world.settle();
    }
    expect((await caseNow(world.nodes.AL, ref)).status).toBe("registered");
    expect([await casesAt("AL"), await ordersAt()]).toEqual([1, 1]);
  });

  test("a receipt that was lost: the retry gets the same one", async () => {
    const ref = await approved();
    let lost = 0;
    const { wire } = world.nodes.BO.ports;
    const deliver = wire.deliver.bind(wire);
    wire.deliver = async (to, sealed) => {
      const answer = await deliver(to, sealed);
      if (lost++ < 2) throw new Error("the line broke after delivery");
      return answer;
    };
    for (let round = 0; round < 4; round++) {
      await world.settle();
      world.advance(0.01);
    }
    expect((await caseNow(world.nodes.BO, ref)).receipts.accepted).not.toBeNull();
    expect([await casesAt("AL"), await ordersAt()]).toEqual([1, 1]);
  });
});

describe("a provider without a desk", () => {
  test("preservation at CloudVeil: Cardova's lawyer is told, and nothing else waits for it", async () => {
    const trail = {
      ...content,
      requested: "CA",
      custodian: "cloudveil",
      selectors: [
        {
          kind: "ip" as const,
          value: "198.51.100.23",
          port: 443,
          at: "2027-07-03T23:40:00.000Z",
          reason: "Found in traffic data.",
        },
      ],
    };
    const digest = { contentDigest: contentDigest(trail) };
    const draft = await world.nodes.BO.saveDraft("bo-01", null, trail);
    await world.act("bo-01", "submit-request", draft.id, digest);
    await world.act("bo-02", "approve-request", draft.id, digest);
    await world.settle();
    const there = await caseNow(world.nodes.CA, "BO-CA-2027-0001");
    expect(there.status).toBe("registered");
    expect(there.timeline.map((entry) => entry.what)).toContain("preservation.no-custodian");
    expect((await caseNow(world.nodes.BO, "BO-CA-2027-0001")).receipts.onDesk).not.toBeNull();
  });

  test("one message that cannot be sealed stops no other", async () => {
    stateOf(world.nodes.BO.config.directory, "CA").node.ageRecipients.length = 0;
    const trail = { ...content, requested: "CA" };
    const digest = { contentDigest: contentDigest(trail) };
    const draft = await world.nodes.BO.saveDraft("bo-01", null, trail);
    await world.act("bo-01", "submit-request", draft.id, digest);
    await world.act("bo-02", "approve-request", draft.id, digest);
    const ref = await approved();
    await world.settle();
    expect((await caseNow(world.nodes.AL, ref)).status).toBe("registered");
    const [waiting] = await world.nodes.BO.ports.store.query({
      kind: "outbox",
      scope: "node.bo>node.ca",
      limit: 1,
    });
    expect(bodyOf("outbox", waiting as NonNullable<typeof waiting>).lastProblem).toBe("party/no-recipient");
  });
});

describe("what a receipt proves", () => {
  test("it is signed by the receiver over the digest of exactly the message", async () => {
    await approved();
    await world.settle();
    const row = (await world.nodes.BO.ports.store.query({ kind: "outbox", limit: 1 }))[0];
    const message = bodyOf("outbox", row as NonNullable<typeof row>);
    expect(message.digest).toBe(digestOf(utf8(message.payload)));
    const { verifyAct } = await import("../src/crypto/acts.ts");
    const { actKeysAt } = await import("../src/party/directory.ts");
    const { payload } = await verifyAct(
      message.receipt as string,
      "comity-receipt",
      actKeysAt(stateOf(world.nodes.BO.config.directory, "AL"), world.now()),
      "receipt",
    );
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      digest: message.digest,
      outcome: "accepted",
      seq: 1,
    });
  });
});
