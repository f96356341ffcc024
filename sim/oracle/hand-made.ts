import { toBase64, toBase64Url, utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Row } from "../../src/exchange/store-port.ts";
import type { EndParty, EndState, Fact, Invariant, ShownCase } from "./facts.ts";
import { oracleOf } from "./oracle.ts";

/** Histories made by hand, to test each invariant alone. */

export const AL = "node.al";
export const BO = "node.bo";
export const HOST = "host-bo";
export const REF = "AL-BO-2027-0001";
export const DAY = 86_400_000;
export const MORNING = Date.parse("2027-07-05T08:00:00.000Z");
export const at = (hours: number): number => MORNING + hours * 3_600_000;
export const instant = (hours: number): string => new Date(at(hours)).toISOString();

/** What one invariant says of a history: the violations, in words. */
export async function saidOf(
  make: () => Invariant,
  facts: readonly Fact[],
  end: Partial<EndState> = {},
): Promise<string[]> {
  let now = MORNING;
  const oracle = oracleOf([make()], () => now);
  for (const fact of facts) {
    now = fact.at;
    oracle.tell(fact);
  }
  await oracle.judge(endState(end));
  return oracle.violations.map(({ what }) => what);
}

export function endState(change: Partial<EndState> = {}): EndState {
  return {
    at: at(90 * 24),
    lastMessage: at(48),
    witnesses: [],
    parties: [endParty(AL), endParty(BO), endParty(HOST, { kind: "provider" })],
    ...change,
  };
}

export function endParty(party: string, change: Partial<EndParty> = {}): EndParty {
  return {
    party,
    kind: "node",
    state: party.slice(-2).toUpperCase(),
    up: true,
    halted: null,
    local: instant(90 * 24),
    cases: [],
    origin: null,
    vkey: null,
    published: undefined,
    tiles: new Map(),
    open: [],
    holds: new Set(),
    rowCounts: new Map(),
    readings: 0,
    ...change,
  };
}

export function shownCase(change: Partial<ShownCase> = {}): ShownCase {
  return {
    ref: REF,
    side: "requesting",
    status: "granted",
    owner: "nobody",
    measure: "preservation",
    preservation: null,
    item: null,
    timeline: [],
    ...change,
  };
}

export type Signed = Extract<Fact, { what: "signed" }>;

/** A party signs something. */
export function signs(
  party: string,
  type: Signed["type"],
  payload: Record<string, unknown>,
  change: Partial<Signed> = {},
): Signed {
  return {
    what: "signed",
    at: at(0),
    party,
    type,
    payload,
    text: JSON.stringify(payload),
    act: actOf(payload),
    kids: [`${party}/1`],
    local: instant(0),
    halted: false,
    ...change,
  };
}

export interface Said {
  kind: string;
  from: string;
  to: string;
  seq: number;
  body: unknown;
  ref?: string;
  prev?: string | null;
  after?: number[];
  created?: string;
}

/** A message of the exchange is signed. */
export function says(said: Said, change: Partial<Signed> = {}): Signed {
  const { from, to, seq } = said;
  const payload = {
    ref: REF,
    prev: null,
    after: [],
    created: instant(0),
    ...said,
    stream: `${from}>${to}`,
    seq,
  };
  return signs(from, "comity-message", payload, change);
}

export const digestOfSaid = (said: Signed): string => digestOf(utf8(said.text));

/** The receiver's receipt for a message. */
export function receipts(
  said: Signed,
  change: Record<string, unknown> = {},
  fact: Partial<Signed> = {},
): Signed {
  const { stream, seq, ref, to } = said.payload as Record<string, string>;
  const payload = {
    stream,
    seq,
    ref,
    digest: digestOfSaid(said),
    outcome: "accepted",
    at: instant(1),
    ...change,
  };
  return signs(to as string, "comity-receipt", payload, fact);
}

/** An act as text, with nothing under it. */
export function actOf(payload: unknown): string {
  return JSON.stringify({ payload: toBase64Url(utf8(JSON.stringify(payload))), signatures: [] });
}

export function commits(party: string, ...rows: Partial<Row>[]): Extract<Fact, { what: "committed" }> {
  const whole = rows.map(
    (row) => ({ kind: "case", key: REF, scope: "", status: null, due: null, body: {}, ...row }) as Row,
  );
  return { what: "committed", at: at(0), party, rows: whole, local: instant(0) };
}

/** The row of a message that was taken in and accepted. */
export function inboxRow(said: Signed): Partial<Row> {
  const { stream, seq, ref, kind } = said.payload as Record<string, string>;
  return {
    kind: "inbox",
    key: `${stream}/${seq}`,
    body: {
      digest: digestOfSaid(said),
      stream,
      seq,
      ref,
      kind,
      receipt: { payload: '{"outcome":"accepted"}' },
    } as never,
  };
}

export function clicks(
  officer: string,
  verb: string,
  subject = REF,
  hours = 0,
): Extract<Fact, { what: "clicked" }> {
  return {
    what: "clicked",
    at: at(hours),
    officer,
    verb,
    subject,
    says: {},
    actDigest: `${officer} ${verb} ${subject}`,
  };
}

/** The signed act behind a click, as a message carries it. */
export function carried(click: Extract<Fact, { what: "clicked" }>): {
  act: string;
  signature: { officer: string; digest: string };
} {
  const { officer, actDigest: digest, verb, subject } = click;
  return { act: JSON.stringify({ verb, subject, officer }), signature: { officer, digest } };
}

export function told(change: Partial<Extract<Fact, { what: "told" }>>): Fact {
  return {
    what: "told",
    at: at(0),
    party: AL,
    officer: "al-02",
    verb: "approve-request",
    subject: "draft-1",
    answer: "done",
    ref: REF,
    ...change,
  };
}

export const lost = (party: string, refs: string[] = []): Fact => ({
  what: "rows lost",
  at: at(2),
  party,
  refs: new Set(refs),
});
export const leafText = (n: number): string => toBase64(new Uint8Array(33).fill(n));
