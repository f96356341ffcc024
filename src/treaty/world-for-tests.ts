import agreements from "../../law/invented/agreements/agreements.json" with { type: "json" };
import budapest from "../../law/invented/instruments/budapest.json" with { type: "json" };
import hanoi from "../../law/invented/instruments/hanoi.json" with { type: "json" };
import uncac from "../../law/invented/instruments/uncac.json" with { type: "json" };
import untoc from "../../law/invented/instruments/untoc.json" with { type: "json" };
import roadCA from "../../law/invented/road/CA.json" with { type: "json" };
import roadES from "../../law/invented/road/ES.json" with { type: "json" };
import AL from "../../law/invented/sheets/AL.json" with { type: "json" };
import BO from "../../law/invented/sheets/BO.json" with { type: "json" };
import CA from "../../law/invented/sheets/CA.json" with { type: "json" };
import DR from "../../law/invented/sheets/DR.json" with { type: "json" };
import ES from "../../law/invented/sheets/ES.json" with { type: "json" };
import FE from "../../law/invented/sheets/FE.json" with { type: "json" };
import { isProblem, type Problem } from "../base/problem.ts";
import { type Law, loadLaw } from "./law.ts";
import type { LedgerEvent } from "./ledger.ts";
import type { InstrumentId, OpinionInput } from "./opinion-types.ts";
import type { StateSheet } from "./sheet.ts";

/** The invented world of `law/`, loaded without a disk, and small changes to it. For tests only. */

export const RAW = {
  world: "invented" as const,
  instruments: [hanoi, budapest, untoc, uncac].map((json) => ({
    name: `${json.id}.json`,
    json: json as unknown,
  })),
  agreements: [{ name: "agreements.json", json: agreements as unknown }],
  roads: [roadCA, roadES].map((json) => ({ name: `${json.state}.json`, json: json as unknown })),
  sheets: [AL, BO, CA, DR, ES, FE].map((json) => ({ name: `${json.state}.json`, json: json as unknown })),
};

export const WORLD: Law = loadLaw(RAW);

/** The world with one more event in a ledger. */
export function withEvent(law: Law, id: InstrumentId, event: Omit<LedgerEvent, "source">): Law {
  const ledger = law.instruments[id] as NonNullable<Law["instruments"][InstrumentId]>;
  const events = [...ledger.events, { ...event, source: "test" }];
  return { ...law, instruments: { ...law.instruments, [id]: { ...ledger, events } } };
}

/** The world with a line of one sheet changed. */
export function withSheet(law: Law, state: string, change: (sheet: StateSheet) => Partial<StateSheet>): Law {
  const sheet = law.sheets[state] as StateSheet;
  return { ...law, sheets: { ...law.sheets, [state]: { ...sheet, ...change(sheet) } } };
}

/** Case 1, R1: Borvania asks Alderia to preserve a control server's data. Everything required is there. */
export const R1: OpinionInput = {
  requesting: "BO",
  requested: "AL",
  on: "2027-07-04T03:10:00.000Z",
  measure: "preservation",
  offences: [
    { state: "BO", code: "CC 361" },
    { state: "BO", code: "CC 362" },
    { state: "BO", code: "CC 363" },
  ],
  conduct: [
    "system-access",
    "without-right",
    "security-measure-infringed",
    "dishonest-intent",
    "data-damaged",
    "system-hindered",
    "demand-with-threat",
    "gain-sought",
  ],
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

/** Case 1, R2 to R4, made from R1. */
export const R2: OpinionInput = {
  ...R1,
  measure: "traffic-partial",
  preservationReference: "BO-AL-2027-0001",
};
export const R3: OpinionInput = {
  ...R1,
  measure: "stored-data",
  preservationReference: "BO-AL-2027-0001",
  period: { from: "2027-06-20T00:00:00Z", to: "2027-07-04T03:00:00Z" },
};
export const R4: OpinionInput = {
  ...R1,
  measure: "traffic-realtime",
  period: { from: "2027-07-05T00:00:00Z", to: "2027-07-15T00:00:00Z" },
  justification: "To see who connects to the control server.",
  durationJustification: "Payments are taken over ten days.",
};

/** The Problem that something throws. */
export function thrownBy(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
