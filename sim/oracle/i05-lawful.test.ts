import { expect, test } from "vitest";
import type { Fact } from "./facts.ts";
import {
  AL,
  BO,
  HOST,
  REF,
  at,
  carried,
  clicks,
  commits,
  digestOfSaid,
  inboxRow,
  instant,
  receipts,
  saidOf,
  says,
  signs,
} from "./hand-made.ts";
import { lawful } from "./i05-lawful.ts";

const submit = clicks("al-01", "submit-request", "draft-1");
const approve = clicks("al-02", "approve-request", "draft-1");
const decide = clicks("bo-02", "decide-request");
const authorise = clicks("bo-04", "authorise-measure");
const release = clicks("bo-05", "release-evidence", REF, 40);
const withdraw = clicks("al-02", "withdraw-request");

const requestBy = (author: Fact, approver: Fact, measure = "stored-data") =>
  says({
    kind: "request",
    from: AL,
    to: BO,
    seq: 1,
    body: { content: { measure }, author: carried(author as never), approver: carried(approver as never) },
  });
const request = requestBy(submit, approve);
const decision = says({
  kind: "decision",
  from: BO,
  to: AL,
  seq: 1,
  body: { outcome: "granted", act: carried(decide) },
});
const order = says({ kind: "order", from: BO, to: HOST, seq: 1, body: { measure: "produce" } });
const executed: Fact = {
  what: "executed",
  at: at(5),
  provider: HOST,
  order: digestOfSaid(order),
  ref: REF,
  measure: "produce",
};
const reply = says({
  kind: "reply",
  from: HOST,
  to: BO,
  seq: 1,
  body: { kind: "produced", order: digestOfSaid(order) },
});
const held = signs(BO, "comity-custody", { step: "held", ref: REF, until: instant(30) });
const evidence = says(
  {
    kind: "evidence",
    from: BO,
    to: AL,
    seq: 2,
    body: { item: { id: "i", custody: [] }, act: carried(release) },
  },
  { local: instant(40), at: at(40) },
);
const withdrawal = says({
  kind: "withdrawal",
  from: AL,
  to: BO,
  seq: 2,
  body: { reason: "", act: carried(withdraw) },
});

const beginning = [submit, approve, request, receipts(request)];
const sound: Fact[] = [
  ...beginning,
  decide,
  decision,
  authorise,
  order,
  executed,
  reply,
  held,
  release,
  evidence,
];
const without = (...left: Fact[]) => sound.filter((fact) => !left.includes(fact));

test("two persons, a decision, an authority, a remedy window and a releasing officer hold", async () => {
  expect(await saidOf(lawful, sound)).toEqual([]);
});

const early = { ...evidence, local: instant(20) };
const byDecider = { ...release, officer: "bo-02" };
const releasedByDecider = says(
  {
    kind: "evidence",
    from: BO,
    to: AL,
    seq: 2,
    body: { item: { id: "i", custody: [] }, act: carried(byDecider) },
  },
  { local: instant(40) },
);
const ownApproval = requestBy(submit, { ...approve, officer: "al-01" });
const outbox = (kind: string) =>
  commits(BO, {
    kind: "outbox",
    status: "unsigned",
    body: { kind, ref: REF, payload: "", digest: kind } as never,
  });
const knows = commits(BO, inboxRow(withdrawal));
const edited = (digest: string, must: "be refused" | "get no receipt"): Fact => ({
  what: "edited",
  at: at(0),
  party: AL,
  digest,
  why: "nobody approved it",
  must,
});
const preservation = requestBy(submit, approve, "preservation");

test.each<[string, Fact[], string]>([
  ["a request that its author approved", [submit, ownApproval], "with al-01 as author and al-01 as approver"],
  ["a request that nobody approved", [submit, request], "as approver"],
  ["a decision that nobody took", without(decide), 'said "decision"'],
  ["an order to produce without a decision", without(decision), "an order to produce without a decision"],
  [
    "an order to produce without an authority",
    without(authorise),
    "an order to produce without an authority",
  ],
  ["evidence that nobody produced", without(executed), "evidence that nobody produced"],
  ["evidence that nobody released", without(release), 'said "evidence"'],
  [
    "evidence inside the remedy window",
    [...without(evidence, release), release, early],
    "inside the remedy window",
  ],
  [
    "evidence released by who decided",
    [...without(evidence, release), byDecider, releasedByDecider],
    "released by who decided",
  ],
  [
    "an order after the withdrawal was known",
    [...beginning, withdraw, withdrawal, knows, outbox("order")],
    '"order" after the withdrawal was known',
  ],
  [
    "evidence after the withdrawal was known",
    [...beginning, withdraw, withdrawal, knows, outbox("evidence")],
    '"evidence" after the withdrawal was known',
  ],
  [
    "a forged message accepted",
    [edited(digestOfSaid(request), "be refused"), ...beginning],
    "although nobody approved it",
  ],
  [
    "a forged message that even got a receipt",
    [edited(digestOfSaid(request), "get no receipt"), request, receipts(request, { outcome: "refused" })],
    "although nobody approved it",
  ],
  [
    "an act that who may not could do",
    [
      {
        what: "tried",
        at: at(1),
        party: BO,
        officer: "bo-07",
        verb: "open-case",
        subject: REF,
        answer: "done",
        why: "there is no mandate",
      },
    ],
    "although there is no mandate",
  ],
  [
    "a preservation that nobody ordered",
    [submit, approve, preservation, receipts(preservation)],
    "ordered no preservation",
  ],
  [
    "an order that a withdrawal did not call back",
    [...beginning, decide, decision, authorise, order, withdraw, withdrawal, receipts(withdrawal)],
    "was not called back",
  ],
  [
    "a preservation confirmed that nobody carried out",
    [says({ kind: "preservation", from: BO, to: AL, seq: 3, body: { state: "confirmed" } })],
    "nobody preserved anything",
  ],
])("%s", async (_name, facts, what) => {
  expect((await saidOf(lawful, facts)).join("; ")).toContain(what);
});

test("a forged message that was refused on the record holds", async () => {
  expect(
    await saidOf(lawful, [
      edited(digestOfSaid(request), "be refused"),
      submit,
      approve,
      request,
      receipts(request, { outcome: "refused" }),
    ]),
  ).toEqual([]);
});
