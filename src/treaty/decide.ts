import { type Day, dayOf } from "../base/time.ts";
import { classify } from "./classification.ts";
import type { Topic } from "./conduct.ts";
import { doorsFor } from "./doors.ts";
import { dualCriminality, isDualCriminalityRequired } from "./dual-criminality.ts";
import { groundsFor } from "./grounds.ts";
import { chooseInstrument, inForceBetween } from "./instruments.ts";
import { type Law, sheetOf } from "./law.ts";
import { reservationsSeen } from "./ledger.ts";
import { obligationOf } from "./obligation.ts";
import { citedOffences, rememberingComparisons } from "./offences.ts";
import type { InstrumentId, Opinion, OpinionInput } from "./opinion-types.ts";
import { liveTopics, promptsFor } from "./prompts.ts";
import type { Facts } from "./provision.ts";
import { askedFor, lacksAny, missingBasis, missingOf } from "./requirements.ts";
import type { CandidatesFound } from "./weighing.ts";

/** How a measure stands: the instrument, the grounds, and how strongly the requested State is bound. */
export interface Weighed {
  facts: Facts;
  instrument: Opinion["instrument"];
  asked: Opinion["asked"];
  topics: readonly Topic[];
  grounds: Opinion["grounds"];
  obligation: Opinion["obligation"];
}

/** What decides: the part of an opinion from which the rest is written out. */
export interface Decision extends Weighed {
  missing: Opinion["missing"];
  prompts: Opinion["prompts"];
  doors: Opinion["doors"];
}

/** What no measure changes, as far as it was found. */
export interface Shared {
  /** How the offence stands under each instrument it was asked for. */
  classified: Map<InstrumentId | null, Facts["classification"]>;
  /** How it stands in the other State. */
  dual: Facts["dual"] | null;
  /** Which instruments are a basis, as far as the measure leaves that alone. */
  candidates: CandidatesFound;
  /** The protected subjects that are live. */
  topics: readonly Topic[] | null;
}

/** Nothing found yet. */
export function nothingShared(): Shared {
  return { classified: new Map(), dual: null, candidates: new Map(), topics: null };
}

/** What is left of it when a question on a protected subject is answered: neither offence nor basis turns on one. */
export function sharedButSubjects(shared: Shared): Shared {
  return { ...shared, topics: null };
}

/**
 * Decides a question under the law as it is handed in. Pure; the order is that in which a lawyer would ask. What was
 * found on the way and no measure changes is left in `shared`.
 */
export function decide(question: OpinionInput, law: Law, shared: Shared = nothingShared()): Decision {
  const weighed = weighMeasure(question, law, shared);
  const { facts, instrument, asked } = weighed;
  return {
    ...weighed,
    missing: [...missingBasis(facts.input, instrument), ...missingOf(facts.input, asked)],
    prompts: promptsOf(facts, law, facts.instrument !== null),
    doors: doorsBetween(weighed, law, shared),
  };
}

/** The part of a decision that a table of all measures shows. Who asks for several hands in what was found before. */
export function weighMeasure(question: OpinionInput, law: Law, shared: Shared): Weighed {
  const input = rememberingComparisons(question);
  const parties = partiesOf(input, law);
  const classifyOnce = (id: InstrumentId | null): Facts["classification"] =>
    classifiedOnce(id, input, law, parties, shared);
  const instrument = chooseInstrument(input, law, classifyOnce, shared);
  const id = instrument.chosen ?? instrument.proposed;
  const facts: Facts = {
    input,
    requesting: parties.requesting,
    requested: parties.requested,
    on: parties.on,
    instrument: id,
    reserved: reservedUnder(id, input, law),
    classification: classifyOnce(id),
    dual: dualOnce(input, parties, shared),
  };
  const topics = (shared.topics ??= liveTopics(input, citedOffences(input, facts.requesting, facts.on)));
  const asked = askedFor(id, input.measure);
  const grounds = groundsFor({
    facts,
    topics,
    get contentsMissing() {
      return lacksAny(input, asked, isContentOf40);
    },
  });
  return {
    facts,
    instrument,
    asked,
    topics,
    grounds,
    obligation: obligationOf(facts, grounds, instrument.candidates),
  };
}

function classifiedOnce(
  id: InstrumentId | null,
  input: OpinionInput,
  law: Law,
  parties: Parties,
  { classified }: Shared,
): Facts["classification"] {
  const known = classified.get(id);
  if (known) return known;
  const found = classifyUnder(id, input, law, parties);
  classified.set(id, found);
  return found;
}

/** What else is open between the two: extradition, joint investigation, assets. */
export function doorsBetween(
  { facts, instrument, topics }: Weighed,
  law: Law,
  shared: Shared,
): Opinion["doors"] {
  return doorsFor(underConvention(facts, instrument, law, shared), topics);
}

// Evidence can rest on another instrument while the Convention is in force between the two: its doors are its own.
function underConvention(
  facts: Facts,
  { candidates }: Opinion["instrument"],
  law: Law,
  shared: Shared,
): Facts {
  const inForce = candidates.some((each) => each.id === "hanoi" && each.inForce === "holds");
  if (facts.instrument === "hanoi" || !inForce) return facts;
  const reserved = reservedUnder("hanoi", facts.input, law);
  const classification = classifiedOnce("hanoi", facts.input, law, facts, shared);
  return { ...facts, instrument: "hanoi", reserved, classification };
}

// 40(21)(a) speaks of what Art. 40 itself asks for; a rule of this program, or of another article, is no such thing.
function isContentOf40({ level, pinpoint }: Opinion["asked"][number]): boolean {
  return level === "required" && pinpoint.startsWith("Art. 40(");
}

/** Whether the want of it keeps the request from being sent. */
export function isRequired(missing: Opinion["missing"][number]): boolean {
  return missing.severity === "required";
}

type Parties = Pick<Facts, "requesting" | "requested"> & { on: Day };

function partiesOf(input: OpinionInput, law: Law): Parties {
  const on = dayOf(input.on);
  return { requesting: sheetOf(law, input.requesting, on), requested: sheetOf(law, input.requested, on), on };
}

function reservedUnder(id: InstrumentId | null, input: OpinionInput, law: Law): Facts["reserved"] {
  const ledger = id ? law.instruments[id] : undefined;
  const of = (state: string): readonly string[] =>
    ledger ? reservationsSeen(ledger, state, dayOf(input.on)).provisions : [];
  return { requesting: of(input.requesting), requested: of(input.requested) };
}

/** How the offence stands under an instrument, less what either State reserved. */
export function classifyUnder(
  id: InstrumentId | null,
  input: OpinionInput,
  law: Law,
  parties: Parties = partiesOf(input, law),
): Facts["classification"] {
  const reserved = reservedUnder(id, input, law);
  return classify({
    input,
    ...parties,
    instrument: id,
    reserved: [...reserved.requesting, ...reserved.requested],
  });
}

// Only whether a State may insist on it hangs on the measure.
function dualOnce(input: OpinionInput, { requested, on }: Parties, shared: Shared): Facts["dual"] {
  shared.dual ??= dualCriminality(input, requested, on);
  return { ...shared.dual, required: isDualCriminalityRequired(input.measure, requested) };
}

function promptsOf(facts: Facts, law: Law, found: boolean): Opinion["prompts"] {
  const { input, requesting, on, instrument } = facts;
  const inForceSince = instrument ? inForceBetween(law.instruments[instrument], input) : null;
  return promptsFor(input, citedOffences(input, requesting, on), requesting, on, { inForceSince, found });
}
