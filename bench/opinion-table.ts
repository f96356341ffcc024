import type { Measure, OpinionInput } from "../src/treaty/opinion-types.ts";

/**
 * Ten rules of the Convention and ten questions, with the answers a lawyer gives. A general rule engine gets each
 * question as prepared facts: what needs reading of dates, sheets and conduct is already done for it. Ours gets the
 * question as an officer writes it, and finds the facts itself.
 */

export const RULES = [
  "the Convention can carry the request",
  "Convention offence",
  "serious crime",
  "neither",
  "shall preserve, 42(4)",
  "dual criminality is no ground here, 42(4) and 43(2)",
  "may decline for want of dual criminality, 40(8)",
  "may refuse preservation under a reservation, 42(5)",
  "bank secrecy is no ground, 40(24)",
  "extradition under the Convention is closed, 37(1)",
] as const;

/** A question as prepared facts. Days are numbers, as 20270704, since the engines compare no dates. */
export interface Prepared {
  measure: Measure;
  on: number;
  /** From when the Convention binds each side; 99999999 where it does not. */
  requestingSince: number;
  requestedSince: number;
  /** Whether the offence cited was established in accordance with the Convention. */
  enacts: boolean;
  maxMonths: number;
  dual: "holds" | "fails" | "unknown";
  /** Whether the requested State reserved 42(5). */
  reserved: boolean;
}

export interface Row {
  name: string;
  question: OpinionInput;
  prepared: Prepared;
  /** The numbers of the rules that hold, from 1. */
  holds: readonly number[];
}

const NEVER = 99_999_999;
const ATTACK = [
  "system-access",
  "without-right",
  "security-measure-infringed",
  "dishonest-intent",
  "data-damaged",
  "system-hindered",
  "demand-with-threat",
  "gain-sought",
];

const attack: OpinionInput = {
  requesting: "BO",
  requested: "AL",
  on: "2027-07-04T03:10:00.000Z",
  measure: "preservation",
  offences: ["CC 361", "CC 362", "CC 363"].map((code) => ({ state: "BO", code })),
  conduct: ATTACK,
  facts: "412 machines of a hospital were encrypted and a ransom was demanded.",
  purpose: "To identify who runs the control server.",
  selectors: [{ kind: "server", value: "203.0.113.77", port: 443, reason: "The machines reported to it." }],
  custodian: "NordRack",
  necessity: "The server can be given up any hour.",
  intendsMla: true,
  urgency: { kind: "volatile", reason: "Rented by the hour." },
  confidentiality: { reason: "The suspects watch the server.", until: "2027-10-01T00:00:00Z" },
  authority: { issuer: "Cybercrime unit of the Borvanian prosecutor" },
};
const realTime: OpinionInput = {
  ...attack,
  measure: "traffic-realtime",
  period: { from: "2027-07-05T00:00:00Z", to: "2027-07-15T00:00:00Z" },
  justification: "To see who connects to the control server.",
  durationJustification: "Payments are taken over ten days.",
};
const insult: OpinionInput = {
  ...attack,
  requesting: "DR",
  requested: "CA",
  on: "2027-07-01T09:00:00.000Z",
  measure: "stored-data",
  offences: [{ state: "DR", code: "s.148" }],
  conduct: ["words-against-authority", "statement-published"],
  conductAbsent: ["violence-threatened"],
  facts: "An account wrote that the Leader is a thief.",
  selectors: [{ kind: "account", value: "@thirdriver", reason: "It wrote the words." }],
  urgency: { kind: "none" },
  preservationReference: "DR-CA-2027-0001",
};

const known: Prepared = {
  measure: "preservation",
  on: 20_270_704,
  requestingSince: 20_270_601,
  requestedSince: 20_270_601,
  enacts: true,
  maxMonths: 96,
  dual: "holds",
  reserved: true,
};
const words: Prepared = {
  ...known,
  measure: "stored-data",
  on: 20_270_701,
  enacts: false,
  maxMonths: 144,
  dual: "fails",
  reserved: false,
};

export const TABLE: readonly Row[] = [
  { name: "preservation after an attack", question: attack, prepared: known, holds: [1, 2, 5, 6] },
  {
    name: "partial traffic data",
    question: { ...attack, measure: "traffic-partial", preservationReference: "BO-AL-2027-0001" },
    prepared: { ...known, measure: "traffic-partial" },
    holds: [1, 2, 6],
  },
  {
    name: "the server's image",
    question: { ...attack, measure: "stored-data", preservationReference: "BO-AL-2027-0001" },
    prepared: { ...known, measure: "stored-data" },
    holds: [1, 2, 9],
  },
  {
    name: "traffic data in real time",
    question: realTime,
    prepared: { ...known, measure: "traffic-realtime" },
    holds: [1, 2, 9],
  },
  {
    name: "interception",
    question: { ...realTime, measure: "content-interception" },
    prepared: { ...known, measure: "content-interception" },
    holds: [1, 2, 9],
  },
  {
    name: "before entry into force",
    question: { ...attack, on: "2027-05-01T00:00:00.000Z" },
    prepared: { ...known, on: 20_270_501 },
    holds: [],
  },
  {
    name: "a State that has only signed",
    question: {
      ...attack,
      requesting: "ES",
      on: "2027-08-15T00:00:00.000Z",
      offences: [{ state: "ES", code: "KS 217" }],
    },
    prepared: { ...known, on: 20_270_815, requestingSince: NEVER },
    holds: [],
  },
  { name: "an insult, disclosure", question: insult, prepared: words, holds: [1, 3, 7, 9, 10] },
  {
    name: "an insult, preservation, reserved",
    question: { ...insult, requested: "AL", measure: "preservation" },
    prepared: { ...words, measure: "preservation", reserved: true },
    holds: [1, 3, 5, 6, 8, 10],
  },
  {
    name: "false news, three years",
    question: { ...insult, offences: [{ state: "DR", code: "s.30" }] },
    prepared: { ...words, maxMonths: 36 },
    holds: [4],
  },
];
