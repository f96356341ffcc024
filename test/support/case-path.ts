import { createHash, randomBytes } from "node:crypto";
import { requestOne } from "../../src/apps/sandbox/case-1.ts";
import { nextStepPayload } from "../../src/custody/chain.ts";
import { type OrderRow, type Outgoing, bodyOf } from "../../src/exchange/rows.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import type { Case } from "../../src/request/case.ts";
import { type RequestContent, contentDigest } from "../../src/request/content.ts";
import { opinionOf } from "../../src/request/opinion-of.ts";
import { sealedDigest } from "../../src/seal/slices.ts";
import type { Federation } from "../federation.ts";

/** Steps of a case between Borvania and Alderia, for tests that disturb the way between them. */
export function casePath(world: () => Federation) {
  const sha = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const at = (node: "AL" | "BO", ref: string): Promise<Case> => caseNow(world().nodes[node], ref);
  const ordersOf = async (ref: string): Promise<OrderRow[]> =>
    (await world().nordrack.ports.store.query({ kind: "order", limit: 100 }))
      .map((row) => bodyOf("order", row))
      .filter((order) => order.ref === ref);

  /** Drafted, submitted and approved at Borvania; not on its way yet. */
  async function approved(content: RequestContent = requestOne()): Promise<string> {
    const says = { contentDigest: contentDigest(content) };
    const draft = await world().nodes.BO.saveDraft("bo-01", null, content);
    await world().act("bo-01", "submit-request", draft.id, says);
    const sent = await world().act("bo-02", "approve-request", draft.id, says);
    return "ref" in sent ? String(sent.ref) : "";
  }

  async function decided(ref: string, outcome: "granted" | "declined" | "postponed"): Promise<void> {
    const { content, status } = await at("AL", ref);
    if (status === "registered") await world().act("al-03", "open-case", ref);
    const opinion = opinionOf(content, world().now(), world().nodes.AL.config.law);
    const open = opinion.grounds.find((each) => each.status !== "closed" && each.status !== "forbidden");
    const grounds =
      outcome === "granted" || !open
        ? []
        : [{ id: open.id, pinpoint: open.pinpoint, explanation: "It stands on this." }];
    const says = { outcome, grounds, reasons: "Reasons.", conditions: [] };
    await world().act("al-02", "decide-request", ref, says);
  }

  async function authorised(ref: string): Promise<void> {
    await world().act("al-04", "authorise-measure", ref, {
      issuer: "Court of Investigations",
      kind: "judge",
      number: `CI-${ref}`,
      date: "2027-07-04",
      scope: "the server named",
      digest: sha(new Uint8Array(3)),
    });
  }

  /** The provider's own act: it produces, but its answer is not on its way yet. */
  async function produced(ref: string): Promise<void> {
    const { nordrack, nodes, now } = world();
    const bytes = new Uint8Array(randomBytes(1000));
    const order = (await ordersOf(ref)).find((each) => each.body.measure === "produce") as OrderRow;
    const slices = [{ digest: sha(bytes), size: 1000 }];
    const sealed = { digest: sealedDigest(slices), size: 1000, slices };
    const manifest = sha(new Uint8Array(1));
    const fields = {
      item: `item-${ref}`,
      ref,
      at: now(),
      by: { state: null, provider: "nordrack", officer: null },
      why: "order",
      tool: { name: "test", version: "1" },
    };
    const collected = nextStepPayload([], { ...fields, sealed: null, manifest: null, step: "collected" });
    const first = await nordrack.ports.sign("comity-custody", collected, now());
    const whole = { digest: sealed.digest, size: 1000 };
    const next = nextStepPayload([first], { ...fields, sealed: whole, manifest, step: "sealed" });
    const second = await nordrack.ports.sign("comity-custody", next, now());
    await nodes.AL.ports.blobs.put(bytes, sha(bytes));
    const item = { id: fields.item, sealed, manifest, files: [], custody: [first, second] };
    await nordrack.reply(order.digest, { kind: "produced", order: order.digest, item });
  }

  /** Signed and decided by the releasing officer; the item is not announced to the other side yet. */
  async function released(ref: string): Promise<void> {
    const { item } = await at("AL", ref);
    const says = { item: item?.id ?? "", sealed: item?.sealed.digest ?? "", addresses: [] };
    await world().act("al-05", "release-evidence", ref, says);
  }

  const withdrawn = (ref: string) =>
    world().act("bo-02", "withdraw-request", ref, { reason: "The server was found elsewhere." });

  const outbox = async (party: string): Promise<Outgoing[]> =>
    (await world().engineOf(party).ports.store.query({ kind: "outbox", limit: 200 })).map((row) =>
      bodyOf("outbox", row),
    );

  const statuses = async (ref: string): Promise<[string, string]> => [
    (await at("BO", ref)).status,
    (await at("AL", ref)).status,
  ];

  return { approved, decided, authorised, produced, released, withdrawn, at, ordersOf, outbox, statuses };
}

/** Signs as an officer and sends as a node whose program was changed: everything about it holds but what it says. */
export async function sayByHand(
  world: Federation,
  from: "AL" | "BO" | "CA" | "nordrack",
  to: string,
  kind: string,
  ref: string,
  body: unknown,
): Promise<string> {
  const { send, wantsToSend } = await import("../../src/exchange/streams.ts");
  const { step } = await import("../../src/exchange/step.ts");
  const { messageKey, together } = await import("../../src/exchange/rows.ts");
  const engine = from === "nordrack" ? world.nordrack : world.nodes[from];
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
  const row = await engine.ports.store.read("outbox", messageKey(sent.result.stream, sent.result.seq));
  return bodyOf("outbox", row as NonNullable<typeof row>).lastProblem ?? "accepted";
}
