import type { Day } from "../base/time.ts";
import { type AgreementRecord, agreementBinds, agreementsOf } from "./agreements.ts";
import { sayDate } from "./dates.ts";
import { keeper } from "./keep.ts";
import type { Law } from "./law.ts";
import { type Instrument, type Standing, standing } from "./ledger.ts";
import {
  type Candidate,
  type Classification,
  INSTRUMENTS,
  type InstrumentId,
  type Measure,
  type OpinionInput,
} from "./opinion-types.ts";
import { both, citedIn } from "./provision.ts";
import { placeOf, type Scope, scopeOf } from "./scope.ts";
import { depositsBy, firstEntryOf, standingBetween } from "./standing.ts";
import { SURENESS_MEANS, type Sureness, weaker } from "./sureness.ts";

/**
 * Whether an instrument is a basis between two States: whether it binds both on the day, and whether it reaches what
 * is asked for. The opinion and the list of bases both ask here, so they cannot differ.
 */

/** What is sought: one of the measures, extradition, or assistance of whatever kind. */
export type Sought = Measure | "extradition" | "assistance";

/** How the offence stands under an instrument; the caller classifies, since each instrument has offences of its own. */
export type ClassifyUnder = (instrument: InstrumentId) => Classification;

export interface BasisFacts {
  input: OpinionInput;
  on: Day;
  sought: Sought;
  law: Law;
  classifyUnder: ClassifyUnder;
  /** What was weighed before for the same question, whatever the measure. */
  candidates?: CandidatesFound | undefined;
}

/** Candidates by the day, the instrument and what of the measure bears on it. */
export type CandidatesFound = Map<Day, Map<InstrumentId, Map<string, Candidate | null>>>;

/** All instruments the law has a ledger or a record of, in the order they are proposed. */
export function weighAll(facts: BasisFacts): Candidate[] {
  return INSTRUMENTS.flatMap((id) => weigh(id, facts) ?? []);
}

/** One instrument; null where the law has neither a ledger of it nor a record for the two. */
export function weigh(id: InstrumentId, facts: BasisFacts): Candidate | null {
  if (!facts.candidates) return weighAfresh(id, facts);
  const found = within(within(facts.candidates, facts.on), id);
  const place = placeOf(id, facts.sought);
  const known = found.get(place);
  if (known !== undefined) return known;
  const candidate = weighAfresh(id, facts);
  found.set(place, candidate);
  return candidate;
}

function within<Key, Inner extends Map<unknown, unknown>>(outer: Map<Key, Inner>, key: Key): Inner {
  let inner = outer.get(key);
  if (!inner) outer.set(key, (inner = new Map() as Inner));
  return inner;
}

function weighAfresh(id: InstrumentId, facts: BasisFacts): Candidate | null {
  if (id === "bilateral" || id === "reciprocity") return weighRecords(id, facts);
  const ledger = facts.law.instruments[id];
  if (!ledger) return null;
  const bound = bindingOnce(ledger, facts);
  const reach =
    bound.result === "fails"
      ? { applies: bound.result, why: bound.why, pinpoint: bound.pinpoint }
      : reaching(scopeOf(ledger, facts), bound);
  return { id, name: ledger.name, sureness: bound.sureness, inForce: bound.result, ...reach };
}

function reaching(scope: Scope, bound: Binding): Pick<Candidate, "applies" | "why" | "pinpoint"> {
  const { pinpoint } = scope;
  const leaving = bound.leaving ? ` ${bound.leaving}` : "";
  if (scope.result === "fails") {
    const why = bound.result === "holds" ? `${bound.why}, but ${scope.why}` : asSentence(scope.why);
    return { applies: "fails", why, pinpoint };
  }
  const applies = both(bound.result, scope.result);
  const joint = scope.result === "holds" ? ". " : "; ";
  return { applies, why: `${bound.why}${joint}${scope.why}${leaving}`, pinpoint };
}

function asSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export interface Binding {
  /** Never `holds` on a C or D line: these are probably, or not known. */
  result: Candidate["inForce"];
  sureness: Sureness;
  why: string;
  pinpoint: string;
  leaving: string;
}

// Whom an instrument binds hangs on the ledgers, the two States and the day; no question changes it.
const keep = keeper<Law["instruments"], Binding>();

function bindingOnce(ledger: Instrument, facts: BasisFacts): Binding {
  const { input, on, law } = facts;
  const heading = `${ledger.id} ${input.requesting} ${input.requested} ${on}`;
  return keep(law.instruments, heading, () => bindingOf(ledger, facts));
}

function bindingOf(ledger: Instrument, { input, on, law }: BasisFacts): Binding {
  const own = pairBinding(ledger, input, on);
  // CETS 182, Art. 30(1): only Parties to the convention of 1959 are Parties to its protocol.
  if (ledger.id !== "coe-mla-protocol-2" || own.result === "fails") return own;
  const parent = law.instruments["coe-mla"];
  if (!parent) return own;
  const under = pairBinding(parent, input, on);
  if (under.result === "holds") return own;
  const why = under.result === "fails" ? `The convention it belongs to: ${under.why}` : own.why;
  return { ...own, result: under.result, sureness: weaker(own.sureness, under.sureness), why };
}

function pairBinding(ledger: Instrument, { requesting, requested }: OpinionInput, on: Day): Binding {
  if (ledger.hub !== undefined) return agreementOfTwo(ledger, requesting, requested, on);
  const each = [requesting, requested].map((state) => ({ state, of: standing(ledger, state, on) }));
  const failing = each.filter(({ of }) => of.binds === "fails");
  if (failing.length > 0) {
    const why = `${asAWhole(ledger, on)}Not in force between the two on ${on}: ${failing.map(notBinding).join("; ")}`;
    // One State that is surely outside is enough.
    const sureness = failing.map(({ of }) => of.sureness).reduce((a, b) => (a < b ? a : b));
    const pinpoint = (failing[0] as (typeof failing)[number]).of.pinpoint;
    return { result: "fails", sureness, why: `${why}.${ifUnsure(sureness)}`, pinpoint, leaving: "" };
  }
  const sureness = each.map(({ of }) => of.sureness).reduce(weaker);
  const open = each.filter(({ of }) => of.binds === "unknown");
  const pinpoint = (open[0] ?? each[0])?.of.pinpoint ?? ledger.name;
  if (open.length > 0) {
    const why = `Whether it is in force between the two on ${on} is not known, check the depositary: ${open.map(({ of }) => of.why).join("; ")}`;
    return { result: "unknown", sureness, why, pinpoint, leaving: "" };
  }
  return { ...inForce(sureness, each), pinpoint, leaving: leavingSoon(each) };
}

function inForce(
  sureness: Sureness,
  each: readonly { of: Standing }[],
): Pick<Binding, "result" | "sureness" | "why"> {
  if (sureness === "A" || sureness === "B")
    return { result: "holds", sureness, why: "In force between the two" };
  const weak = each.filter(({ of }) => of.sureness === "C" || of.sureness === "D");
  const why = `Probably in force between the two (${SURENESS_MEANS[sureness]}): ${weak.map(({ of }) => of.why).join("; ")}`;
  return { result: "unknown", sureness, why };
}

function ifUnsure(sureness: Sureness): string {
  return sureness === "A" || sureness === "B" ? "" : " So it seems; check the depositary.";
}

// An instrument that needs more deposits than are known binds nobody yet.
function asAWhole(ledger: Instrument, on: Day): string {
  const rule = ledger.entryIntoForce?.first;
  if (!rule || firstEntryOf(ledger, on) !== null) return "";
  const { sure, perhaps } = depositsBy(ledger, on);
  const known = sure === perhaps ? `${sure}` : `${sure} to ${perhaps}`;
  return `In force for no State: ${known} of the ${rule.deposits} deposits it needs are known (${citedIn(ledger.id, rule.pinpoint)}). `;
}

function agreementOfTwo(ledger: Instrument, a: string, b: string, on: Day): Binding {
  const { binds, sureness, why, pinpoint } = standingBetween(ledger, a, b, on);
  if (binds === "fails")
    return { result: binds, sureness, why: `Not between these two: ${why}.`, pinpoint, leaving: "" };
  if (binds === "unknown" || sureness > "B")
    return {
      result: "unknown",
      sureness,
      why: `Check whether it is in force: ${why}`,
      pinpoint,
      leaving: "",
    };
  return { result: "holds", sureness, why: "In force between the two", pinpoint, leaving: "" };
}

function notBinding({ state, of }: { state: string; of: Standing }): string {
  if (of.until !== null && of.from !== null) return `${state} denounced it with effect from ${of.until}`;
  if (of.from !== null) return `for ${state} it enters into force on ${of.from} (${of.pinpoint})`;
  return of.why.includes(state) ? of.why : `${state} ${of.why}`;
}

// Art. 67(1): until a denunciation takes effect the instrument binds, and requests made before then stay alive.
function leavingSoon(each: readonly { state: string; of: Standing }[]): string {
  const leaving = each
    .filter(({ of }) => of.until !== null)
    .map(
      ({ state, of }) =>
        `${state} has denounced it with effect from ${of.until}; requests made before stay alive.`,
    );
  const beyond = each.find(({ of }) => of.notCoveredAfter !== null)?.of.notCoveredAfter;
  return [...leaving, ...(beyond ? [`The ledger covers no date after ${sayDate(beyond)}.`] : [])].join(" ");
}

const NAME = { bilateral: "Bilateral treaty", reciprocity: "Reciprocity" };

function weighRecords(id: "bilateral" | "reciprocity", facts: BasisFacts): Candidate | null {
  const kind = id === "bilateral" ? "treaty" : "reciprocity";
  const { requesting, requested } = facts.input;
  const records = agreementsOf(facts.law.agreements ?? [], kind, requesting, requested);
  const rank = { holds: 0, unknown: 1, fails: 2 };
  const weighed = records.map((record) => weighRecord(id, record, facts));
  const best = weighed.toSorted((a, b) => rank[a.applies] - rank[b.applies])[0];
  // A promise that has run out leaves what each State's own law allows.
  return best === undefined || (id === "reciprocity" && best.applies === "fails") ? null : best;
}

function weighRecord(
  id: "bilateral" | "reciprocity",
  record: AgreementRecord,
  { on, sought }: BasisFacts,
): Candidate {
  const binds = agreementBinds(record, on);
  const unsure = record.sureness > "B" && binds === "holds";
  const inForce = unsure ? "unknown" : binds;
  const head = { id, name: `${NAME[id]}: ${record.name}`, sureness: record.sureness, inForce };
  const pinpoint = record.condition?.pinpoint ?? record.name;
  if (inForce === "fails") return { ...head, applies: "fails", why: `Not in force on ${on}.`, pinpoint };
  const bound =
    inForce === "holds"
      ? "In force between the two"
      : `Whether it is in force is not known, check (${SURENESS_MEANS[record.sureness]})`;
  const scope = recordScope(record, sought, pinpoint);
  return {
    ...head,
    ...reaching(scope, { result: inForce, sureness: record.sureness, why: bound, pinpoint, leaving: "" }),
  };
}

function recordScope(
  { covers, measures, condition, source }: AgreementRecord,
  sought: Sought,
  pinpoint: string,
): Scope {
  const wants = sought === "extradition" ? "extradition" : "assistance";
  if (!covers.includes(wants)) return { result: "fails", why: `it is not for ${wants}.`, pinpoint };
  if (measures && wants === "assistance" && sought !== "assistance" && !measures.includes(sought as Measure))
    return { result: "fails", why: "it does not have this measure.", pinpoint };
  return condition
    ? { result: "unknown", why: `on a condition that a person judges: ${condition.text}`, pinpoint }
    : { result: "holds", why: `Recorded from: ${source}.`, pinpoint };
}
