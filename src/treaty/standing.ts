import type { StateCode } from "../base/ids.ts";
import type { Day } from "../base/time.ts";
import {
  AFTER_ALL,
  BEFORE_ALL,
  type Between,
  type LedgerDate,
  afterDelay,
  countedAs,
  sayDate,
} from "./dates.ts";
import { DEPOSITS, type Dated, type Index, indexOf, pairKey } from "./ledger-index.ts";
import type { Instrument, LedgerEvent } from "./ledger.ts";
import type { Result } from "./opinion-types.ts";
import { citedIn } from "./provision.ts";
import { keeper } from "./keep.ts";
import { type Sureness, weaker } from "./sureness.ts";

/**
 * How a State stands to an instrument on a day, computed from the events of the ledger. Later events are not known yet.
 * Where a date is not exactly known the answer is three-valued: it holds only if it holds on every day the date can
 * mean.
 */
export interface Standing {
  /** Whether it binds the State on that day. */
  binds: Result;
  /** Its day of entry into force; null where there is none or it is not exactly known. */
  from: Day | null;
  /** The same where it is known only to lie between two days; an end that is not known is null. */
  fromBetween: { earliest: Day | null; latest: Day | null } | null;
  /** The day a denunciation takes effect; the instrument binds up to the day before. */
  until: Day | null;
  /** As exactly as it is known. */
  signed: LedgerDate | null;
  /** How `from` was found, how it was counted, or why there is none. */
  why: string;
  pinpoint: string;
  sureness: Sureness;
  /** The newest date the ledger covers, where the day asked about lies after it: a later step would not be seen. */
  notCoveredAfter: LedgerDate | null;
}

/** Whether a standing binds on the day it was made for, or on another: never where it is not certain. */
export function bindsOn(standing: Standing, on: Day): boolean {
  if (standing.from === null) return standing.binds === "holds";
  return standing.from <= on && (standing.until === null || on < standing.until);
}

/** How a State stands to an instrument as the ledger of that day shows it. */
export function standing(instrument: Instrument, state: StateCode, on: Day): Standing {
  return standingOf(instrument, state, state, on);
}

// The same standing is asked for many times in one opinion, and a ledger never changes once it is loaded.
const keep = keeper<Instrument, Standing>();

function standingOf(instrument: Instrument, key: string, who: string, on: Day): Standing {
  return keep(instrument, `${key} ${on} ${who}`, () => readStanding(instrument, key, who, on));
}

function readStanding(instrument: Instrument, key: string, who: string, on: Day): Standing {
  const index = indexOf(instrument);
  const known = (index.byState.get(key) ?? []).filter(({ when }) => when.earliest <= on);
  const signed = last(known, (event) => event.kind === "signature")?.event.date ?? null;
  const beyond = index.newest && index.newest.latest < on ? instrument.coverage?.newestCovered : undefined;
  const shared = { signed, notCoveredAfter: beyond ?? null };
  if (on < index.adopted)
    return { ...shared, ...nothing(`${who} could not join it yet`, "adoption", "A", "fails") };
  const found = entryOf(instrument, index, known, who, on) ?? notJoined(instrument, known, signed, who, on);
  return { ...shared, ...found, pinpoint: citedIn(instrument.id, found.pinpoint) };
}

type Answer = Omit<Standing, "signed" | "notCoveredAfter">;

function nothing(why: string, pinpoint: string, sureness: Sureness, binds: Result): Answer {
  return { binds, from: null, fromBetween: null, until: null, why, pinpoint, sureness };
}

// Entry into force as the ledger states it, or computed from a deposit.
function entryOf(instrument: Instrument, index: Index, known: Dated[], who: string, on: Day): Answer | null {
  const stated = last(known, (event) => event.kind === "entry-into-force");
  if (stated) {
    const unseen = stated.event.date === null;
    const why = unseen ? asBelieved(stated, who) : `${who}: in force ${sayFrom(stated)}`;
    return inForce(instrument, known, stated, stated.when, { why, pinpoint: "party table" }, on);
  }
  const deposit = last(known, (event) => DEPOSITS.has(event.kind));
  const rule = instrument.entryIntoForce;
  if (!deposit || !rule) return null;
  const first = firstEntry(instrument, index, on);
  if (!first) return notInForceYet(instrument, deposit, who);
  const own = later(deposit.when, rule.later.delay);
  const from = { earliest: max(own.earliest, first.earliest), latest: max(own.latest, first.latest) };
  const byOwn = own.earliest > first.earliest;
  const how = byOwn ? rule.later : rule.first;
  const counted = byOwn ? `, ${countedAs(how.delay)}` : "";
  const why =
    deposit.event.sureness === "D"
      ? asBelieved(deposit, who)
      : `${who}: deposited ${sayDate(deposit.event.date)}, so in force ${saySpan(from)}${counted}`;
  return inForce(instrument, known, deposit, from, { why, pinpoint: how.pinpoint }, on);
}

// What nobody saw is told as the ledger tells it, and never as a fact.
function asBelieved({ event }: Dated, who: string): string {
  return `${who}: ${event.text.replace(/\.$/, "")}`;
}

function sayFrom({ event, when }: Dated): string {
  return when.earliest === when.latest ? `from ${event.date}` : `since ${sayDate(event.date)}`;
}

function saySpan({ earliest, latest }: Between): string {
  if (earliest === latest) return `from ${earliest}`;
  if (latest === AFTER_ALL)
    return earliest === BEFORE_ALL ? "from a day not known" : `not before ${earliest}`;
  return earliest === BEFORE_ALL ? `by ${latest}` : `from a day between ${earliest} and ${latest}`;
}

function later(when: Between, delay: Parameters<typeof afterDelay>[1]): Between {
  return { earliest: afterDelay(when.earliest, delay), latest: afterDelay(when.latest, delay) };
}

function max(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/**
 * When the instrument as a whole entered or will enter into force, as far as the deposits known on a day tell; null
 * where too few are known.
 */
export function firstEntryOf(instrument: Instrument, on: Day): Between | null {
  return firstEntry(instrument, indexOf(instrument), on);
}

function firstEntry(instrument: Instrument, index: Index, on: Day): Between | null {
  const rule = instrument.entryIntoForce?.first;
  if (index.entered && index.entered.earliest <= on) return index.entered;
  if (!rule) return null;
  const needed =
    index.fortieth && index.fortieth.earliest <= on ? index.fortieth : lastNeeded(index, rule.deposits, on);
  return needed && later(needed, rule.delay);
}

// The day of the last needed deposit lies between the same places in the two sorted lists.
function lastNeeded(index: Index, needed: number, on: Day): Between | null {
  const earliest = index.deposits.earliest[needed - 1];
  const latest = index.deposits.latest[needed - 1];
  if (earliest === undefined || latest === undefined || earliest > on) return null;
  return { earliest, latest: latest <= on ? latest : AFTER_ALL };
}

/** How many deposits that count are known on a day: surely made, and perhaps made. */
export function depositsBy(instrument: Instrument, on: Day): { sure: number; perhaps: number } {
  const { earliest, latest } = indexOf(instrument).deposits;
  return {
    sure: latest.filter((day) => day <= on).length,
    perhaps: earliest.filter((day) => day <= on).length,
  };
}

function notInForceYet(instrument: Instrument, deposit: Dated, who: string): Answer {
  const why = `${who}: deposited ${sayDate(deposit.event.date)}; the instrument as a whole is not in force yet`;
  const pinpoint = instrument.entryIntoForce?.first.pinpoint ?? "party table";
  const sureness = weaker(deposit.event.sureness ?? "A", instrument.coverage?.completeness.sureness ?? "A");
  return nothing(why, pinpoint, sureness, "fails");
}

function inForce(
  instrument: Instrument,
  known: Dated[],
  basis: Dated,
  from: Between,
  { why, pinpoint }: { why: string; pinpoint: string },
  on: Day,
): Answer {
  const denounced = last(
    known,
    (event, when) => event.kind === "denunciation" && when.latest >= basis.when.earliest,
  );
  const rule = instrument.denunciation;
  const until = denounced && rule ? later(denounced.when, rule.delay) : null;
  const unsure = basis.event.sureness ?? "A";
  const sureness = denounced ? weaker(unsure, denounced.event.sureness ?? "A") : unsure;
  return {
    binds: sureness === "D" && from.earliest <= on ? "unknown" : within(from, until, on),
    from: exact(from),
    fromBetween: from.earliest === from.latest ? null : shown(from),
    until: until && exact(until),
    why,
    pinpoint,
    sureness,
  };
}

function within(from: Between, until: Between | null, on: Day): Result {
  if (on < from.earliest || (until && until.latest <= on)) return "fails";
  return from.latest <= on && (!until || on < until.earliest) ? "holds" : "unknown";
}

function exact({ earliest, latest }: Between): Day | null {
  return earliest === latest ? earliest : null;
}

function shown({ earliest, latest }: Between): { earliest: Day | null; latest: Day | null } {
  return {
    earliest: earliest === BEFORE_ALL ? null : earliest,
    latest: latest === AFTER_ALL ? null : latest,
  };
}

function notJoined(
  instrument: Instrument,
  known: Dated[],
  signed: LedgerDate | null,
  who: string,
  on: Day,
): Answer {
  const pinpoint = instrument.entryIntoForce?.later.pinpoint ?? "party table";
  const of = (kind: LedgerEvent["kind"]): Dated | undefined => last(known, (event) => event.kind === kind);
  const unclear = of("unclear");
  if (unclear) return nothing(`${who}: ${unclear.event.text}`, pinpoint, "D", "unknown");
  const outside = of("outside");
  if (outside) {
    const sureness = outside.event.sureness ?? "A";
    const why = `${who}: ${outside.event.text}`;
    const later = sureness === "D" || outside.when.latest < on;
    return nothing(why, pinpoint, sureness, later ? "unknown" : "fails");
  }
  const signature = of("signature");
  const sureness = weaker(
    signature?.event.sureness ?? "A",
    instrument.coverage?.completeness.sureness ?? "A",
  );
  const approved = of("ratification");
  if (approved && instrument.entryIntoForce)
    return nothing(`${who}: ${approved.event.text} No deposit is known`, pinpoint, sureness, "fails");
  if (signature) {
    const when = signed === null ? "" : ` ${signedOn(signed)}`;
    const why = `${who} signed${when} and has not deposited; a signature gives no duty to cooperate`;
    return nothing(why, pinpoint, sureness, "fails");
  }
  if (of("invitation"))
    return nothing(`${who} has been invited to accede and is not a Party`, pinpoint, sureness, "fails");
  return absent(instrument, who, pinpoint);
}

function signedOn(date: LedgerDate): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? `on ${date}` : sayDate(date);
}

// Absence proves something only in a list that is complete.
function absent(instrument: Instrument, who: string, pinpoint: string): Answer {
  const completeness = instrument.coverage?.completeness;
  if (!completeness) return nothing(`${who} has not joined it`, pinpoint, "A", "fails");
  if (completeness.kind === "complete") {
    const why = `${who} is not among those that had joined it (list of ${sayDate(completeness.on)})`;
    return nothing(why, pinpoint, completeness.sureness, "fails");
  }
  if (completeness.among && !completeness.among.includes(who)) {
    const why = `${who} is not among the States that can be Parties (list of ${sayDate(instrument.coverage?.newestCovered ?? null)})`;
    return nothing(why, pinpoint, "C", "fails");
  }
  const why = `${who} is not in the table, which is not complete: check the depositary`;
  return nothing(why, pinpoint, "D", "unknown");
}

function last(known: Dated[], is: (event: LedgerEvent, when: Between) => boolean): Dated | undefined {
  let found: Dated | undefined;
  for (const each of known)
    if (is(each.event, each.when) && (!found || each.when.earliest >= found.when.earliest)) found = each;
  return found;
}

/** Whether an instrument binds two States in their relation on a day, with how each stands. */
export interface PairStanding {
  binds: Result;
  sureness: Sureness;
  why: string;
  pinpoint: string;
  /** The later of the two days of entry into force, where both are exactly known. */
  from: Day | null;
  notCoveredAfter: LedgerDate | null;
}

/** The same for two States. For an agreement of two States only their own counts. */
export function standingBetween(instrument: Instrument, a: StateCode, b: StateCode, on: Day): PairStanding {
  const { hub } = instrument;
  if (hub !== undefined || indexOf(instrument).byState.has(pairKey(a, b)))
    return agreement(instrument, a, b, on);
  const both = [standing(instrument, a, on), standing(instrument, b, on)] as const;
  const failing = both.filter((each) => each.binds === "fails");
  const open = both.filter((each) => each.binds === "unknown");
  const decisive = failing.length ? failing : open.length ? open : both;
  const dates = both.map((each) => each.from);
  return {
    binds: failing.length ? "fails" : open.length ? "unknown" : "holds",
    // One State that is surely outside is enough; for a yes both must be sure.
    sureness: failing.length
      ? failing.map((each) => each.sureness).reduce((x, y) => (x < y ? x : y))
      : weaker(both[0].sureness, both[1].sureness),
    why: decisive.map((each) => each.why).join("; "),
    pinpoint: (decisive[0] as Standing).pinpoint,
    from: dates.includes(null) ? null : (dates.toSorted()[1] as Day),
    notCoveredAfter: both[0].notCoveredAfter,
  };
}

function agreement(instrument: Instrument, a: StateCode, b: StateCode, on: Day): PairStanding {
  const { hub } = instrument;
  const key = pairKey(a, b);
  if (hub !== undefined && a !== hub && b !== hub) {
    const why = `Agreements of this kind exist only with ${hub}`;
    return { binds: "fails", sureness: "A", why, pinpoint: "party table", from: null, notCoveredAfter: null };
  }
  const { binds, sureness, why, pinpoint, from, notCoveredAfter } = standingOf(
    instrument,
    key,
    `${a} and ${b}`,
    on,
  );
  return { binds, sureness, why, pinpoint, from, notCoveredAfter };
}
