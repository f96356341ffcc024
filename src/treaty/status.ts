import type { StateCode } from "../base/ids.ts";
import { type Day, addCalendarDays } from "../base/time.ts";
import { type LedgerDate, afterDelay, readDate, sayDate } from "./dates.ts";
import type { Law } from "./law.ts";
import type { Instrument, LedgerEvent } from "./ledger.ts";
import { reservationsSeen } from "./ledger.ts";
import { INSTRUMENTS, type InstrumentId, type Result } from "./opinion-types.ts";
import { type Road, needed, roadOn } from "./road.ts";
import { type PairStanding, depositsBy, firstEntryOf, standing, standingBetween } from "./standing.ts";
import { nameOf, statesOf } from "./states.ts";
import type { Sureness } from "./sureness.ts";

/**
 * Treaty status on a day: of one State, or of every instrument. Nothing of a later day is known, except what follows
 * from what was done before. A date nobody saw is nowhere given, and what is not known is said.
 */

/** The answer to "is it bound": yes only on the depositary's word or sources that agree. */
export type Bound = "yes" | "probably" | "no" | "not-known";

/** How a finding is put to somebody who wants to rely on it. */
export function boundAs(binds: Result, sureness: Sureness): Bound {
  if (binds === "unknown" || sureness === "D") return "not-known";
  if (binds === "fails") return "no";
  return sureness === "C" ? "probably" : "yes";
}

/** A reservation or declaration as it was seen. */
export interface Seen {
  kind: "reservation" | "reservation-withdrawn" | "declaration";
  date: LedgerDate | null;
  provisions: readonly string[];
  text: string;
  source: string;
  sureness: Sureness;
}

/** How a State stands to one instrument. */
export interface InstrumentStatus {
  id: InstrumentId;
  name: string;
  reference: string | null;
  bound: Bound;
  binds: Result;
  sureness: Sureness;
  /** How it was found, or why there is nothing. */
  why: string;
  pinpoint: string;
  from: Day | null;
  fromBetween: { earliest: Day | null; latest: Day | null } | null;
  until: Day | null;
  signed: LedgerDate | null;
  /** Approval at home, or news of it: not a deposit. */
  approved: readonly Seen["text"][];
  seen: readonly Seen[];
  /** Whether reservations exist, or may exist, whose contents were not seen. */
  unseen: boolean;
  /** Agreements of two States: with whom, and whether it binds. */
  agreements: readonly { with: StateCode; name: string; bound: Bound; why: string; sureness: Sureness }[];
  newestCovered: LedgerDate | null;
  /** The day asked about lies after the newest date covered. */
  beyondCoverage: boolean;
  statusOnly: string | null;
}

/** Everything known of a State on a day. */
export interface StateStatus {
  world: Law["world"];
  state: StateCode;
  name: string;
  on: Day;
  instruments: readonly InstrumentStatus[];
  roads: readonly (Road & { votesNeeded: string | null })[];
  notKnown: readonly string[];
}

/** How a State stands to every instrument on a day, its reservations, its roads to ratification, and what is not known. */
export function statusOf(law: Law, state: StateCode, on: Day): StateStatus {
  const instruments = ledgersOf(law).map((ledger) => instrumentStatus(law, ledger, state, on));
  const roads = (law.roads ?? [])
    .filter((road) => road.state === state)
    .map((road) => roadOn(road, on))
    .map((road) => ({ ...road, votesNeeded: votesNeeded(road) }));
  const name = nameOf(law, state);
  return {
    world: law.world,
    state,
    name,
    on,
    instruments,
    roads,
    notKnown: notKnownOf(law, instruments, roads, name),
  };
}

function ledgersOf(law: Law): Instrument[] {
  return INSTRUMENTS.flatMap((id) => law.instruments[id] ?? []);
}

function instrumentStatus(law: Law, ledger: Instrument, state: StateCode, on: Day): InstrumentStatus {
  const found = standing(ledger, state, on);
  const known = knownOf(ledger, state, on);
  const agreements = agreementsOf(law, ledger, state, on);
  const bilateral = ledger.hub !== undefined || agreements.length > 0;
  const bound = bilateral ? boundBy(agreements) : boundAs(found.binds, found.sureness);
  return {
    id: ledger.id,
    name: ledger.name,
    reference: ledger.reference ?? null,
    bound,
    binds: found.binds,
    sureness: found.sureness,
    why: bilateral ? whyAgreements(ledger, agreements, found.why) : found.why,
    pinpoint: found.pinpoint,
    from: found.from,
    fromBetween: found.fromBetween,
    until: found.until,
    signed: found.signed,
    approved: known.filter(({ kind }) => kind === "ratification").map(said),
    seen: known.filter(isSeen).map((event) => ({
      kind: event.kind as Seen["kind"],
      date: event.date,
      provisions: event.provisions,
      text: event.text,
      source: event.source,
      sureness: event.sureness ?? "A",
    })),
    unseen: bound !== "no" && law.world === "real" && contentsUnseen(ledger, state, on),
    agreements,
    newestCovered: ledger.coverage?.newestCovered ?? null,
    beyondCoverage: found.notCoveredAfter !== null,
    statusOnly: ledger.statusOnly ?? null,
  };
}

const STEPS = new Set<LedgerEvent["kind"]>([
  "signature",
  "deposit",
  "accession",
  "succession",
  "entry-into-force",
]);

// What the ledger knows of the State on a day. Nobody declares to a treaty before a first step towards it: what has no
// day is shown from that step on.
function knownOf(ledger: Instrument, state: StateCode, on: Day): LedgerEvent[] {
  const known = ledger.events.filter((event) => event.state === state && firstDay(event) <= on);
  const dated = ledger.events.filter((event) => event.state === state && STEPS.has(event.kind));
  const noStepYet = dated.length > 0 && dated.every((event) => firstDay(event) > on);
  return noStepYet ? known.filter((event) => event.date !== null || !isSeen(event)) : known;
}

function said(event: LedgerEvent): string {
  return `${event.text.replace(/\.$/, "")}, ${sayDate(event.date)} (${event.source})`;
}

const SEEN = new Set<LedgerEvent["kind"]>(["reservation", "reservation-withdrawn", "declaration"]);

function isSeen(event: LedgerEvent): boolean {
  return SEEN.has(event.kind);
}

// In the real world an empty place never means that there is none.
function contentsUnseen(ledger: Instrument, state: StateCode, on: Day): boolean {
  const { provisions, unseen } = reservationsSeen(ledger, state, on);
  return unseen || provisions.length === 0;
}

function firstDay(event: LedgerEvent): Day {
  return event.date === null ? "" : (readDate(event.date)?.earliest ?? "");
}

function agreementsOf(
  law: Law,
  ledger: Instrument,
  state: StateCode,
  on: Day,
): InstrumentStatus["agreements"] {
  const others = new Set(
    ledger.events
      .filter((event) => event.with !== undefined && (event.state === state || event.with === state))
      .filter((event) => firstDay(event) <= on)
      .map((event) => (event.state === state ? (event.with as string) : (event.state as string))),
  );
  return [...others].toSorted().map((other) => {
    const between: PairStanding = standingBetween(ledger, state, other, on);
    const { sureness, why } = between;
    return { with: other, name: nameOf(law, other), bound: boundAs(between.binds, sureness), why, sureness };
  });
}

function boundBy(agreements: InstrumentStatus["agreements"]): Bound {
  const all = agreements.map((each) => each.bound);
  return (["yes", "probably", "not-known"] as const).find((each) => all.includes(each)) ?? "no";
}

function whyAgreements(
  ledger: Instrument,
  agreements: InstrumentStatus["agreements"],
  otherwise: string,
): string {
  if (agreements.length) return "each agreement is between two States";
  return ledger.hub === undefined ? otherwise : `No agreement with ${ledger.hub} is known`;
}

/** How many must agree, in words a person can check: `67 of 100 present`. */
function votesNeeded({ threshold }: Road): string | null {
  if (!threshold) return null;
  const whom = { present: "present", members: "members", "votes-cast": "votes cast" }[threshold.of];
  return `${needed(threshold, 100)} of 100 ${whom}`;
}

function notKnownOf(
  law: Law,
  instruments: readonly InstrumentStatus[],
  roads: readonly Road[],
  name: string,
): string[] {
  const open = instruments.filter(({ bound }) => bound === "not-known");
  const unseen = instruments.filter((each) => each.unseen);
  const joined = instruments.find(({ id }) => id === "hanoi")?.bound === "yes";
  const missing = INSTRUMENTS.filter((id) => !law.instruments[id]);
  return [
    ...open.map((each) => `Whether ${name} is bound: ${each.name}.`),
    ...(unseen.length
      ? [`Reservations and declarations in full, under: ${unseen.map((each) => each.id).join(", ")}.`]
      : []),
    ...(missing.length ? [`No ledger here of: ${missing.join(", ")}.`] : []),
    ...(joined || roads.length ? [] : ["The road to ratification of the Convention."]),
    ...roads.flatMap((road) => road.notKnown),
  ];
}

/** How an instrument stands as a whole. */
export interface InstrumentOverview {
  id: InstrumentId;
  name: string;
  reference: string | null;
  parties: Readonly<Record<Exclude<Bound, "no">, number>>;
  /** Signatures surely made by that day, and perhaps made. */
  signed: { sure: number; perhaps: number };
  deposits: { sure: number; perhaps: number; needed: number } | null;
  inForce: { now: Result; from: Day | null; why: string };
  newestCovered: LedgerDate | null;
  compiled: Day | null;
  snapshot: string | null;
  completeness: string | null;
  sureness: Sureness;
  gaps: readonly string[];
  statusOnly: string | null;
}

/** Every instrument as a whole on a day. */
export function overview(law: Law, on: Day): InstrumentOverview[] {
  const states = statesIn(law);
  return ledgersOf(law).map((ledger) => {
    const { coverage } = ledger;
    return {
      id: ledger.id,
      name: ledger.name,
      reference: ledger.reference ?? null,
      ...counted(law, ledger, states, on),
      deposits: ledger.entryIntoForce
        ? { ...depositsBy(ledger, on), needed: ledger.entryIntoForce.first.deposits }
        : null,
      inForce: asAWhole(ledger, on),
      newestCovered: coverage?.newestCovered ?? null,
      compiled: coverage?.compiled ?? null,
      snapshot: coverage?.snapshot ?? null,
      completeness: coverage?.completeness.text ?? null,
      sureness: coverage?.completeness.sureness ?? "A",
      gaps: coverage?.gaps ?? [],
      statusOnly: ledger.statusOnly ?? null,
    };
  });
}

function statesIn(law: Law): StateCode[] {
  const named = statesOf(law).map(({ code }) => code);
  const inLedgers = ledgersOf(law).flatMap((ledger) => ledger.events.flatMap(({ state }) => state ?? []));
  return [...new Set([...named, ...inLedgers])];
}

function counted(
  law: Law,
  ledger: Instrument,
  states: readonly StateCode[],
  on: Day,
): Pick<InstrumentOverview, "parties" | "signed"> {
  const parties = { yes: 0, probably: 0, "not-known": 0 };
  const signed = { sure: 0, perhaps: 0 };
  for (const state of states) {
    const { bound, signed: when } = ledger.hub
      ? instrumentStatus(law, ledger, state, on)
      : quickly(ledger, state, on);
    if (bound !== "no") parties[bound] += 1;
    if (when === null) continue;
    signed.perhaps += 1;
    if ((readDate(when)?.latest ?? when) <= on) signed.sure += 1;
  }
  return { parties, signed };
}

function quickly(ledger: Instrument, state: StateCode, on: Day): { bound: Bound; signed: LedgerDate | null } {
  const { binds, sureness, signed } = standing(ledger, state, on);
  return { bound: boundAs(binds, sureness), signed };
}

function asAWhole(ledger: Instrument, on: Day): InstrumentOverview["inForce"] {
  const rule = ledger.entryIntoForce;
  const first = firstEntryOf(ledger, on);
  if (!rule && !first)
    return { now: "unknown", from: null, why: "the ledger states entry into force State by State" };
  if (!first) return { now: "fails", from: null, why: notYet(ledger, on) };
  const from = first.earliest === first.latest ? first.earliest : null;
  if (on < first.earliest)
    return { now: "fails", from, why: `enters into force ${from ? `on ${from}` : `by ${first.latest}`}` };
  const why = from ? `in force from ${from}` : `in force by ${first.latest}; the day was not seen`;
  return { now: on >= first.latest ? "holds" : "unknown", from, why };
}

/** Why it is not in force, and from when on an unseen deposit could have changed that. */
function notYet(ledger: Instrument, on: Day): string {
  const rule = ledger.entryIntoForce?.first;
  if (!rule) return "not in force";
  const { sure, perhaps } = depositsBy(ledger, on);
  const known = sure === perhaps ? `${sure}` : `${sure} to ${perhaps}`;
  const counted = `${known} of ${rule.deposits} deposits are known (${rule.pinpoint})`;
  const newest = ledger.coverage && readDate(ledger.coverage.newestCovered)?.latest;
  if (!newest) return counted;
  const earliest = afterDelay(addCalendarDays(newest, 1), rule.delay);
  return `${counted}; nothing after ${sayDate(ledger.coverage?.newestCovered ?? null)} was seen, and a last deposit made later could not bring it into force before ${earliest}`;
}
