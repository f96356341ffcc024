import { fromBase64Url, fromUtf8, utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Fact, Invariant, Judge } from "./facts.ts";

/** I8. Nobody accepts what its sender did not sign for them: not tampered, not misdirected, not invented. */
export function authentic(): Invariant {
  const signed = new Map<string, Said>();
  const inside = new Map<string, string>();
  const taken = new Map<string, Said & { digest: string }>();
  const wentBack = new Set<string>();
  const edited = new Set<string>();
  /** Receipts as they were signed, letter by letter: by whom, and for what. */
  const receipts = new Map<string, string>();
  return {
    id: "I8",
    says: "every message that was taken in was signed by the party of its stream, for exactly this receiver",
    watch(fact, judge) {
      if (fact.what === "signed" && fact.type === "comity-message") noteSaid(signed, fact);
      if (fact.what === "sealed" && fact.holds) inside.set(digestOf(fact.sealed), fact.holds.digest);
      if (fact.what === "edited") edited.add(fact.party);
      if (fact.what === "signed" && fact.type === "comity-receipt")
        receipts.set(fact.act, `${fact.party} ${String(fact.payload["digest"])}`);
      if (fact.what === "rows lost") wentBack.add(fact.party);
      if (fact.what === "committed")
        for (const { kind, key, status, body } of fact.rows) {
          if (kind === "outbox" && status === "done")
            judgeDone(fact.party, key, body as unknown as Done, judge);
          if (kind !== "inbox") continue;
          const { digest } = body as unknown as { digest: string };
          const said = signed.get(digest);
          if (said) judgePlace(fact.party, digest, said, judge);
        }
      if (fact.what === "answered" && fact.status === 200) {
        const asked = inside.get(digestOf(fact.sealed));
        judge.check(
          asked === undefined || asked === digestIn(fact.body),
          () => `${fact.party} answered a message of ${fact.from} with the receipt for another`,
        );
      }
      if (fact.what !== "signed" || fact.type !== "comity-receipt") return;
      const said = signed.get(fact.payload["digest"] as string);
      if (said && fact.at - said.at > 86_400_000) judge.sometimes("a retry older than a day");
      judge.check(
        said !== undefined && said.to === fact.party && fact.payload["stream"] === `${said.from}>${said.to}`,
        () =>
          `${fact.party} took in ${String(fact.payload["stream"])}/${String(fact.payload["seq"])}, which nobody signed for it`,
      );
    },
  };

  /** The tries of a message end with the receipt that its receiver signed for it, and with nothing else. */
  function judgeDone(party: string, key: string, { to, digest, receipt }: Done, judge: Judge): void {
    if (edited.has(party)) return;
    judge.check(
      receipt !== null && receipts.get(receipt) === `${to} ${digest}`,
      () => `${party} sends ${key} no more, and ${to} has not signed for it`,
    );
  }

  /** It fits the neighbours that are there, and what it comes after is there. */
  function judgePlace(party: string, digest: string, said: Said, judge: Judge): void {
    const { stream, seq, prev, after } = said;
    const at = (number: number) => taken.get(`${party} ${stream}/${number}`);
    taken.set(`${party} ${stream}/${seq}`, { ...said, digest });
    if (wentBack.has(party) || wentBack.has(said.from)) return;
    const [before, later] = [at(seq - 1), at(seq + 1)];
    judge.check(
      (!before || before.digest === prev) && (!later || later.prev === digest),
      () => `${party} took in ${stream}/${seq} beside a message that names another`,
    );
    judge.check(
      after.every((number) => at(number) !== undefined),
      () => `${party} took in ${stream}/${seq} before what it comes after`,
    );
  }
}

interface Done {
  to: string;
  digest: string;
  receipt: string | null;
}

interface Said {
  from: string;
  to: string;
  at: number;
  stream: string;
  seq: number;
  prev: string | null;
  after: readonly number[];
}

/** The digest that a receipt names. */
function digestIn(receipt: string): string | undefined {
  try {
    const { payload } = JSON.parse(receipt) as { payload: string };
    return (JSON.parse(fromUtf8(fromBase64Url(payload))) as { digest: string }).digest;
  } catch {
    return undefined;
  }
}

/** A message counts from when it was first signed: keys may be changed while it is on its way. */
function noteSaid(signed: Map<string, Said>, fact: Extract<Fact, { what: "signed" }>): void {
  const digest = digestOf(utf8(fact.text));
  if (!signed.has(digest))
    signed.set(digest, { ...(fact.payload as unknown as Said), from: fact.party, at: fact.at });
}
