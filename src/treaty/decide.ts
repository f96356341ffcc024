import { type Day, dayOf } from "../base/time.ts";
import { classify } from "./classification.ts";
import type { Topic } from "./conduct.ts";
import { doorsFor } from "./doors.ts";
import { dualCriminality, isDualCriminalityRequired } from "./dual-criminality.ts";
import { groundsFor } from "./grounds.ts";
import { chooseInstrument, inForceBetween } from "./instruments.ts";
import { type Law, sheetOf } from "./law.ts";
import { reservationsOf } from "./ledger.ts";
import { obligationOf } from "./obligation.ts";
import { citedOffences, rememberingComparisons } from "./offences.ts";
import type { InstrumentId, Opinion, OpinionInput } from "./opinion-types.ts";
import { liveTopics, promptsFor } from "./prompts.ts";
import type { Facts } from "./provision.ts";
import { askedFor, missingBasis, missingOf } from "./requirements.ts";
import type { Bindings } from "./weighing.ts";

/** What decides: the part of an opinion from which the rest is written out. */
export interface Decision {
  facts: Facts;
  instrument: Opinion["instrument"];
  asked: Opinion["asked"];
  missing: Opinion["missing"];
  prompts: Opinion["prompts"];
  topics: readonly Topic[];
  grounds: Opinion["grounds"];
  obligation: Opinion["obligation"];
  doors: Opinion["doors"];
}

/**
 * What no measure changes: how the offence stands under each instrument it was asked for, how in the other State, and
 * whom each instrument binds.
 */
export interface Shared {
  classified: Map<InstrumentId | null, Facts["classification"]>;
  dual: Facts["dual"] | null;
  bindings: Bindings;
}

/** Nothing found yet. */
export function nothingShared(): Shared {
  return { classified: new Map(), dual: null, bindings: new Map() };
}

/**
 * Decides a question under the law as it is handed in. Pure; the order is that in which a lawyer would ask. Who asks
 * the same question for several measures hands in what was found before, and it is added to.
 */
export function decide(question: OpinionInput, law: Law, shared: Shared = nothingShared()): Decision {
  const input = rememberingComparisons(question);
  const parties = partiesOf(input, law);
  const classifyOnce = (id: InstrumentId | null): Facts["classification"] => {
    const known = shared.classified.get(id) ?? classifyUnder(id, input, law, parties);
    shared.classified.set(id, known);
    return known;
  };
  const instrument = chooseInstrument(input, law, classifyOnce, shared.bindings);
  const id = instrument.chosen ?? instrument.proposed;
  const dual = dualOnce(input, parties, shared);
  const facts: Facts = {
    input,
    ...parties,
    instrument: id,
    reserved: reservedUnder(id, input, law),
    classification: classifyOnce(id),
    dual,
  };
  const asked = askedFor(facts.instrument, input.measure);
  const missing = [...missingBasis(input, instrument), ...missingOf(input, asked)];
  const prompts = promptsOf(facts, law, instrument.chosen !== null || instrument.proposed !== null);
  const topics = liveTopics(prompts);
  const grounds = groundsFor({ facts, topics, contentsMissing: missing.some(isContentOf40) });
  const obligation = obligationOf(facts, grounds, instrument.candidates);
  let doors: Opinion["doors"] | undefined;
  return {
    facts,
    instrument,
    asked,
    missing,
    prompts,
    topics,
    grounds,
    obligation,
    // Only when somebody looks: a table of all measures does not.
    get doors() {
      return (doors ??= doorsFor(underConvention(facts, instrument, law, classifyOnce), topics));
    },
  };
}

// Evidence can rest on another instrument while the Convention is in force between the two: its doors are its own.
function underConvention(
  facts: Facts,
  { candidates }: Opinion["instrument"],
  law: Law,
  classifyOnce: (id: InstrumentId) => Facts["classification"],
): Facts {
  const inForce = candidates.some((each) => each.id === "hanoi" && each.inForce === "holds");
  if (facts.instrument === "hanoi" || !inForce) return facts;
  const reserved = reservedUnder("hanoi", facts.input, law);
  return { ...facts, instrument: "hanoi", reserved, classification: classifyOnce("hanoi") };
}

// 40(21)(a) speaks of what Art. 40 itself asks for; a rule of this program, or of another article, is no such thing.
function isContentOf40(missing: Opinion["missing"][number]): boolean {
  return isRequired(missing) && missing.pinpoint.startsWith("Art. 40(");
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
  const of = (state: string): string[] => (ledger ? reservationsOf(ledger, state, dayOf(input.on)) : []);
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
