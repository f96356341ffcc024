import type { VerifiedChain } from "../../src/custody/chain.ts";
import { verifyChain } from "../../src/custody/chain.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import { type OrderRow, bodyOf } from "../../src/exchange/rows.ts";
import { directoryOf, keysOfParty, partyOf } from "../../src/party/directory.ts";
import type { Case } from "../../src/request/case.ts";
import { contentDigest } from "../../src/request/content.ts";
import { opinionOf } from "../../src/request/opinion-of.ts";
import { type SimMeasure, contentsOf } from "./contents.ts";
import { type MadeItem, type OpenedItem, joinSlices, makeItem, openItem } from "./evidence.ts";
import { type SimWorld, nodeId, stateIn } from "./states.ts";
import type { StillFederation } from "./still-federation.ts";

/** The steps of people in a federation where nothing goes wrong, each followed by all the work it causes. */
export interface StillJourney {
  /** Drafts, submits and approves; the shared reference. */
  send(from: string, to: string, measure: SimMeasure, preservationReference?: string): Promise<string>;
  /** The provider confirms what it was ordered to preserve. */
  preserve(to: string, ref: string): Promise<void>;
  /** Opened, granted and authorised by whoever the law demands. */
  grant(to: string, ref: string): Promise<void>;
  /** The provider makes an item, puts its slices on the node and replies. */
  produce(to: string, ref: string): Promise<MadeItem>;
  release(to: string, ref: string, made: MadeItem): Promise<void>;
  open(from: string, ref: string, made: MadeItem): Promise<OpenedItem>;
  caseAt(state: string, ref: string): Promise<Case>;
  /** The chain of custody as a State has it, verified by the real code with the keys of the lists. */
  chainAt(state: string, ref: string): Promise<VerifiedChain>;
}

export function stillJourney(
  world: SimWorld,
  federation: StillFederation,
  taint: string,
  entropy: (length: number) => Uint8Array,
): StillJourney {
  const { act, settle, engineOf } = federation;
  const officer = (state: string, no: string) => `${state.toLowerCase()}-${no}`;
  const node = (state: string) => engineOf(nodeId(state));
  const provider = (state: string) => engineOf(stateIn(world, state).provider);
  const caseAt = (state: string, ref: string) => caseNow(node(state), ref);

  async function orderAt(state: string, ref: string, measure: "preserve" | "produce"): Promise<OrderRow> {
    const rows = await provider(state).ports.store.query({ kind: "order", limit: 1_000 });
    const orders = rows.map((row) => bodyOf("order", row));
    return orders.find((each) => each.ref === ref && each.body.measure === measure) as OrderRow;
  }
  return {
    caseAt,
    async send(from, to, measure, preservationReference) {
      const reference = preservationReference ? { preservationReference } : {};
      const content = contentsOf(world, { from, to, measure, taint, at: federation.now(), ...reference });
      const draft = await node(from).saveDraft(officer(from, "01"), null, content);
      const says = { contentDigest: contentDigest(content) };
      await act(officer(from, "01"), "submit-request", draft.id, says);
      const sent = await act(officer(from, "02"), "approve-request", draft.id, says);
      await settle();
      return sent.ref ?? "";
    },
    async preserve(to, ref) {
      const order = (await orderAt(to, ref, "preserve")).digest;
      await provider(to).reply(order, { kind: "preserved", order, providerReference: "P-1" });
      await settle();
    },
    async grant(to, ref) {
      await act(officer(to, "03"), "open-case", ref);
      const granted = { outcome: "granted", grounds: [], reasons: "No ground seen.", conditions: [] };
      await act(officer(to, "02"), "decide-request", ref, granted);
      const { content } = await caseAt(to, ref);
      await act(officer(to, "04"), "authorise-measure", ref, {
        issuer: "Court of Investigations",
        kind: opinionOf(content, federation.now(), world.law).authorisation.requestedState,
        number: "CI-1",
        date: federation.now().slice(0, 10),
        scope: "the server named",
        digest: `sha256:${"3".repeat(64)}`,
      });
      await settle();
    },
    async produce(to, ref) {
      const order = await orderAt(to, ref, "produce");
      const { ports, config } = provider(to);
      const own = { provider: config.self, ref, order: order.digest, sealTo: order.body.sealTo, taint };
      const made = await makeItem({ world, ...own, entropy, now: ports.now, sign: ports.sign });
      for (const [digest, bytes] of made.slices) await node(to).ports.blobs.put(bytes, digest);
      await provider(to).reply(order.digest, { kind: "produced", order: order.digest, item: made.item });
      await settle();
      return made;
    },
    async release(to, ref, { item }) {
      const says = { item: item.id, sealed: item.sealed.digest, addresses: [] };
      await act(officer(to, "05"), "release-evidence", ref, says);
      await settle();
    },
    async open(from, ref, { item, slices }) {
      const identities = world.identities.get(nodeId(from)) ?? [];
      const opened = await openItem(world, joinSlices(item, slices), identities);
      const says = { item: item.id, sealed: item.sealed.digest };
      const signed = await federation.sign(officer(from, "01"), "open-evidence", ref, says);
      await node(from).opened(signed, opened.manifest, opened.says.files.length);
      await settle();
      return opened;
    },
    async chainAt(state, ref) {
      const directory = directoryOf(world.entries);
      return verifyChain((await caseAt(state, ref)).item?.custody ?? [], (by, at) =>
        keysOfParty(partyOf(directory, by.provider ?? nodeId(by.state ?? "")), at),
      );
    },
  };
}
