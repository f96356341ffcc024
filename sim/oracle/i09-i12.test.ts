import { describe, expect, test } from "vitest";
import { utf8 } from "../../src/base/bytes.ts";
import type { Fact } from "./facts.ts";
import {
  AL,
  BO,
  HOST,
  REF,
  at,
  clicks,
  commits,
  digestOfSaid,
  endParty,
  lost,
  receipts,
  saidOf,
  says,
  told,
} from "./hand-made.ts";
import { needToKnow } from "./i09-need-to-know.ts";
import { keysOnlyRise } from "./i10-keys.ts";
import { bounded } from "./i11-bounded.ts";
import { recovery } from "./i12-recovery.ts";

describe("I9", () => {
  const reading = (body: object) => commits(AL, { kind: "access", body: body as never });
  const whole = reading({ officer: "al-01", why: "to see", ref: REF });
  const shows = (readings: number) => ({ parties: [endParty(AL, { readings })] });

  test("a reading that stays on the record holds", async () => {
    expect(await saidOf(needToKnow, [whole], shows(1))).toEqual([]);
  });
  test("a reading without a purpose", async () => {
    expect(await saidOf(needToKnow, [reading({ officer: "al-01", ref: REF })], shows(1))).toHaveLength(1);
  });
  test("a reading that is gone from the record", async () => {
    expect(await saidOf(needToKnow, [whole], shows(0))).toHaveLength(1);
  });
  test("a case shown without a reading on the record", async () => {
    const seen: Fact = { what: "shown", at: at(0), party: AL, officer: "al-01", ref: REF };
    expect(await saidOf(needToKnow, [seen], shows(0))).toHaveLength(1);
  });
  test("an act by who has left the office", async () => {
    const left: Fact = { what: "officer left", at: at(0), party: AL, officer: "al-02" };
    expect(await saidOf(needToKnow, [left, told({ at: at(5) })], shows(0))).toEqual([
      "al-02 had left and could still approve-request",
    ]);
  });
});

describe("I10", () => {
  const bytes = utf8("sealed");
  const under = (kid: string): Fact => ({
    what: "sealed",
    at: at(0),
    party: AL,
    sealed: bytes,
    kids: [kid],
    readers: [BO],
    holds: null,
  });
  const learned: Fact = {
    what: "list learned",
    at: at(2),
    party: BO,
    state: "AL",
    keys: new Map([[AL, ["al/2"]]]),
  };
  const changed: Fact = { what: "keys", at: at(1), party: AL, kids: ["al/2"] };
  const answers = (status: number): Fact => ({
    what: "answered",
    at: at(5),
    party: BO,
    from: AL,
    sealed: bytes,
    status,
    body: "",
  });

  test("taken in under the newest key holds", async () => {
    expect(await saidOf(keysOnlyRise, [changed, learned, under("al/2"), answers(200)])).toEqual([]);
  });
  test("refused under an old key holds", async () => {
    expect(await saidOf(keysOnlyRise, [changed, learned, under("al/1"), answers(422)])).toEqual([]);
  });
  test("taken in under a key that the receiver knew to be withdrawn", async () => {
    expect(await saidOf(keysOnlyRise, [changed, learned, under("al/1"), answers(200)])).toHaveLength(1);
  });
});

describe("I11", () => {
  const keeps = (counts: [string, number][]) => ({ parties: [endParty(AL, { rowCounts: new Map(counts) })] });

  test("rows for what was said hold", async () => {
    expect(await saidOf(bounded, [clicks("al-01", "open-case")], keeps([["case", 100]]))).toEqual([]);
  });
  test("rows that nobody's words explain", async () => {
    expect(await saidOf(bounded, [], keeps([["inbox", 5_000]]))).toHaveLength(1);
  });
  test("a line for each refusal", async () => {
    expect(await saidOf(bounded, [], keeps([["refusal", 500]]))).toHaveLength(1);
  });
});

describe("I12", () => {
  const said = says({ kind: "request", from: AL, to: BO, seq: 1, body: {} });
  const holding = (...digests: string[]) => [
    endParty(AL),
    endParty(BO, { holds: new Set(digests) }),
    endParty(HOST),
  ];
  const facts = [said, receipts(said)];

  test("what has a receipt and is still there holds", async () => {
    expect(await saidOf(recovery, facts, { parties: holding(digestOfSaid(said)) })).toEqual([]);
  });
  test("a receipt for what is no longer there, although its sender still has it", async () => {
    expect((await saidOf(recovery, [...facts, lost(BO)], { parties: holding() }))[0]).toContain(
      "what it no longer has",
    );
  });
  test("something signed after the halt", async () => {
    expect((await saidOf(recovery, [{ ...said, halted: true }]))[0]).toContain("after it had halted");
  });
  test("a halt without any loss", async () => {
    const parties = [endParty(AL, { halted: "log/rows-lost" })];
    expect((await saidOf(recovery, [], { parties }))[0]).toContain("although its disk never went back");
  });
  test("a halt after a loss holds", async () => {
    expect(
      await saidOf(recovery, [lost(AL)], { parties: [endParty(AL, { halted: "log/rows-lost" })] }),
    ).toEqual([]);
  });
  test("a number given twice after a loss, by who did not ask first", async () => {
    const other = { ...says({ kind: "withdrawal", from: AL, to: BO, seq: 1, body: {} }), at: at(4) };
    const sealed = utf8("sealed");
    const holds = { digest: digestOfSaid(other), from: AL, to: BO };
    const told: Fact[] = [
      ...facts,
      lost(AL),
      { what: "booted", at: at(3), party: AL },
      other,
      { what: "sealed", at: at(4), party: AL, sealed, kids: [], readers: [BO], holds },
      {
        what: "answered",
        at: at(5),
        party: BO,
        from: AL,
        sealed,
        status: 422,
        body: '{"code":"stream/conflict"}',
      },
    ];
    expect((await saidOf(recovery, told, { parties: holding(digestOfSaid(said)) }))[0]).toContain(
      "without asking",
    );
  });
  test("neither up nor halted", async () => {
    expect(await saidOf(recovery, [], { parties: [endParty(AL, { up: false })] })).toHaveLength(1);
  });
});
