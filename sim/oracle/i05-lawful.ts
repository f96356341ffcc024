import { utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Incoming, Outgoing } from "../../src/exchange/rows.ts";
import type { EndState, Fact, Invariant, Judge } from "./facts.ts";

type Signed = Extract<Fact, { what: "signed" }>;
type Clicked = Extract<Fact, { what: "clicked" }>;

/** Which person's act a message must stand on. */
const STANDS_ON: Record<string, string> = {
  decision: "decide-request",
  deficient: "mark-deficient",
  evidence: "release-evidence",
  withdrawal: "withdraw-request",
};

/**
 * I5. No step without its legal precondition, judged by what people did outside: two persons behind each request, a
 * decision and an authority before an order to produce, a releasing officer and the end of the remedy window before
 * evidence leaves, and nothing after a withdrawal was known. The receiver is held to it too: it must not trust.
 */
export function lawful(): Invariant {
  const clicks = new Map<string, Clicked[]>();
  const requests = new Map<string, { author: string; approver: string; honest: boolean; measure: string }>();
  const withdrawnAt = new Map<string, Set<string>>();
  const heldUntil = new Map<string, string>();
  const granted = new Set<string>();
  const deciders = new Map<string, string>();
  const withdrawnThere = new Set<string>();
  const kinds = new Map<string, string>();
  /** Messages that an operator edited, by digest. */
  const forged = new Map<string, Extract<Fact, { what: "edited" }>>();
  const executed = new Set<string>();
  const wentBack = new Set<string>();
  /** By reference: who must preserve, who ordered what, which orders were answered, who called back. */
  const preserving = new Map<string, string>();
  /** References for which an order to preserve lies in an outbox: it is signed once its receiver was heard again. */
  const ordered = new Set<string>();
  /** Digests of messages that have been in an outbox. */
  const decided = new Set<string>();
  const orders = new Map<string, { ref: string; party: string; measure: string; to: string }>();
  const answered = new Map<string, boolean>();
  const recalled = new Set<string>();
  const linked = new Set<string>();
  const clicked = (verb: string, subject: string) => clicks.get(`${verb}/${subject}`) ?? [];

  function watchMessage(fact: Signed, judge: Judge): void {
    const { payload } = fact;
    const kind = payload["kind"] as string;
    const ref = payload["ref"] as string;
    const body = payload["body"] as Record<string, Record<string, unknown>>;
    kinds.set(digestOf(utf8(fact.text)), kind);
    if (kind === "request") noteRequest(fact, ref, body, judge);
    if (hostile(fact.party)) return;
    const verb = STANDS_ON[kind];
    if (verb) {
      const digest = (body["act"]?.["signature"] as { digest: string } | undefined)?.digest;
      judge.check(
        clicked(verb, ref).some((each) => each.actDigest === digest),
        () => `${fact.party} said "${kind}" in ${ref} and nobody did "${verb}"`,
      );
    }
    if (kind === "recall") judge.sometimes("a request withdrawn while an order was out");
    noteMeasures(fact, judge);
    if (kind === "decision" && (body as unknown as { outcome: string }).outcome === "granted")
      granted.add(ref);
    if (kind === "order") {
      const measure = body["measure"] as unknown as string;
      judge.check(
        requests.get(ref)?.honest !== false,
        () => `${ref}: an order on a request nobody else approved`,
      );
      if (measure === "produce") {
        judge.check(granted.has(ref), () => `${ref}: an order to produce without a decision`);
        judge.check(
          clicked("authorise-measure", ref).length > 0,
          () => `${ref}: an order to produce without an authority`,
        );
      }
    }
    if (kind === "evidence") {
      const until = heldUntil.get(ref);
      judge.check(
        until !== undefined && fact.local >= until,
        () => `${ref}: evidence released inside the remedy window`,
      );
      const releaser = (body["act"]?.["signature"] as { officer: string } | undefined)?.officer;
      judge.check(releaser !== deciders.get(ref), () => `${ref}: released by who decided`);
    }
  }

  function noteRequest(
    fact: Signed,
    ref: string,
    body: Record<string, Record<string, unknown>>,
    judge: Judge,
  ): void {
    const acts = body as unknown as Record<
      "author" | "approver",
      { act: string; signature: { officer: string } }
    >;
    const [author, approver] = [acts.author.signature.officer, acts.approver.signature.officer];
    const { act } = acts.approver;
    const { subject } = JSON.parse(act) as { subject: string };
    const honest =
      author !== approver && clicked("approve-request", subject).some((each) => each.officer === approver);
    const content = body["content"] as { measure: string; preservationReference?: string };
    requests.set(ref, { author, approver, honest, measure: content.measure });
    if (content.preservationReference) linked.add(content.preservationReference);
    if (!hostile(fact.party))
      judge.check(honest, () => `${ref} left with ${author} as author and ${approver} as approver`);
  }
  const knowsWithdrawal = (party: string, ref: string) => withdrawnAt.get(ref)?.has(party) ?? false;
  /** Nodes whose own operator edits rows: held to nothing themselves, others are held to refuse them. */
  const edited = new Set<string>();
  const hostile = (party: string) => edited.has(party);

  return {
    id: "I5",
    says: "no step without its legal precondition, and nothing after a known withdrawal",
    watch(fact, judge) {
      if (fact.what === "clicked") {
        const key = `${fact.verb}/${fact.subject}`;
        const known = clicks.get(key);
        if (known) known.push(fact);
        else clicks.set(key, [fact]);
        if (fact.verb === "decide-request") deciders.set(fact.subject, fact.officer);
      }
      if (fact.what === "told" && fact.verb === "withdraw-request" && fact.answer === "done")
        note(withdrawnAt, fact.subject, fact.party);
      if (fact.what === "committed") watchCommit(fact, judge);
      if (fact.what === "executed")
        judge.check(
          !knowsWithdrawal(fact.provider, fact.ref),
          () => `${fact.provider} executed an order in ${fact.ref} after it was recalled`,
        );
      if (fact.what === "tried")
        judge.check(
          fact.answer !== "done",
          () => `${fact.officer} could ${fact.verb} ${fact.subject} although ${fact.why}`,
        );
      if (fact.what === "executed") executed.add(`${fact.ref}/${fact.measure}`);
      if (fact.what === "rows lost") wentBack.add(fact.party);
      if (fact.what === "edited") {
        edited.add(fact.party);
        forged.set(fact.digest, fact);
      }
      if (fact.what !== "signed") return;
      if (fact.type === "comity-message") watchMessage(fact, judge);
      if (fact.type === "comity-receipt") watchForged(fact, judge);
      if (fact.type === "comity-receipt" && fact.payload["outcome"] === "accepted") watchReceipt(fact, judge);
      if (
        fact.type === "comity-custody" &&
        fact.payload["step"] === "held" &&
        typeof fact.payload["until"] === "string"
      ) {
        const known = heldUntil.get(fact.payload["ref"] as string);
        const until = fact.payload["until"];
        if (!known || until < known) heldUntil.set(fact.payload["ref"] as string, until);
      }
    },
    atEnd: judgeMeasures,
  };

  /** What was forged must be refused, and some of it must not even get a receipt. */
  function watchForged(fact: Signed, judge: Judge): void {
    const known = forged.get(fact.payload["digest"] as string);
    if (!known || known.must === "be no neighbour") return;
    judge.check(
      known.must === "be refused" && fact.payload["outcome"] === "refused",
      () => `${fact.party} took in a message of ${known.party} although ${known.why}`,
    );
  }

  /** Orders and what comes of them. */
  function noteMeasures({ party, payload, text }: Signed, judge: Judge): void {
    const { kind, ref, to, body } = payload as Record<"kind" | "ref" | "to", string> & {
      body: Record<string, string>;
    };
    const { measure = "", order = "", state } = body;
    if (kind === "order") orders.set(digestOf(utf8(text)), { ref, party, measure, to });
    if (kind === "recall") recalled.add(order);
    if (kind === "reply") answered.set(order, body["kind"] === "cannot");
    if (kind === "preservation" && state === "confirmed")
      judge.check(
        executed.has(`${ref}/preserve`),
        () => `${ref}: preservation confirmed, and nobody preserved anything`,
      );
    if (kind === "evidence")
      judge.check(executed.has(`${ref}/produce`), () => `${ref}: evidence that nobody produced`);
  }

  function judgeMeasures(judge: Judge, world: EndState): void {
    const sound = (party: string) =>
      !hostile(party) &&
      !wentBack.has(party) &&
      world.parties.some((each) => each.party === party && !each.halted);
    for (const [ref, party] of preserving)
      if (sound(party))
        judge.check(ordered.has(ref), () => `${ref}: ${party} accepted it and ordered no preservation`);
    for (const [digest, { ref, party, to, measure }] of orders)
      if (sound(party) && sound(to) && withdrawnThere.has(`${party}/${ref}`) && !linked.has(ref))
        judge.check(
          recalled.has(digest) ||
            (measure === "preserve" ? answered.get(digest) === true : answered.has(digest)),
          () => `${ref} was withdrawn, and its order to ${measure} was not called back`,
        );
  }

  /** What a party knew when it decided is what its disk had promised before. */
  function watchCommit(fact: Extract<Fact, { what: "committed" }>, judge: Judge): void {
    for (const { kind, status, body } of fact.rows) {
      if (kind === "tombstone") judge.sometimes("a withdrawal before its request");
      if (kind !== "outbox" || status !== "unsigned") continue;
      const { kind: said, ref, payload, digest } = body as unknown as Outgoing;
      // What is decided is decided once: a row that waits is written again, and is called back by itself.
      if (decided.has(digest)) continue;
      decided.add(digest);
      if (said === "order" && payload.includes('"measure":"preserve"')) ordered.add(ref);
      const confirms = said === "preservation" && payload.includes('"state":"confirmed"');
      if (said === "order" || said === "evidence" || confirms)
        judge.check(
          !knowsWithdrawal(fact.party, ref),
          () => `${ref}: "${said}" after the withdrawal was known`,
        );
    }
    for (const { kind, body } of fact.rows) {
      if (kind !== "inbox") continue;
      const { kind: heard, ref, receipt } = body as unknown as Incoming;
      // A withdrawal that was refused, because nobody signed it, ends nothing.
      const { outcome } = JSON.parse(receipt.payload) as { outcome: string };
      if (outcome === "accepted" && (heard === "withdrawal" || heard === "recall"))
        note(withdrawnAt, ref, fact.party);
    }
  }

  function watchReceipt(fact: Signed, judge: Judge): void {
    const ref = fact.payload["ref"] as string;
    const said = kinds.get(fact.payload["digest"] as string);
    if (said === "withdrawal") withdrawnThere.add(`${fact.party}/${ref}`);
    if (
      said === "request" &&
      requests.get(ref)?.measure === "preservation" &&
      !knowsWithdrawal(fact.party, ref)
    )
      preserving.set(ref, fact.party);
    if (said === "request")
      judge.check(
        requests.get(ref)?.honest !== false,
        () => `${fact.party} accepted ${ref}, which its author approved`,
      );
  }
}

function note(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}
