import type { Day } from "../base/time.ts";
import { dayOf } from "../base/time.ts";
import { provisionsFor } from "./articles.ts";
import type { Law } from "./law.ts";
import { sayDate } from "./dates.ts";
import { type Instrument, type Standing, bindsOn, standing } from "./ledger.ts";
import {
  type Candidate,
  type Classification,
  INSTRUMENTS,
  MEASURES,
  type InstrumentChoice,
  type InstrumentId,
  type Measure,
  type OpinionInput,
} from "./opinion-types.ts";
import { pinpointOf } from "./provision.ts";
import { type PairStanding, standingBetween } from "./standing.ts";

/** Which instrument applies between two States, for a measure, on a day: one question per pair, never a default. */

/** Where each instrument has each measure. UNTOC and UNCAC end their lists of assistance with "any other" (18(3)(i), 46(3)(i)). */
const HOME: Readonly<Partial<Record<InstrumentId, Partial<Record<Measure, string>>>>> = {
  hanoi: {
    preservation: "hanoi/42",
    "traffic-partial": "hanoi/43",
    subscriber: "hanoi/44",
    "traffic-stored": "hanoi/44",
    "stored-data": "hanoi/44",
    "traffic-realtime": "hanoi/45",
    "content-interception": "hanoi/46",
    "emergency-data": "hanoi/41(3)(e)",
  },
  budapest: {
    preservation: "budapest/29",
    "traffic-partial": "budapest/30",
    subscriber: "budapest/31",
    "traffic-stored": "budapest/31",
    "stored-data": "budapest/31",
    "traffic-realtime": "budapest/33",
    "content-interception": "budapest/34",
  },
  untoc: {
    ...anyOther("untoc/18(3)(i)"),
    subscriber: "untoc/18(3)(e)",
    "traffic-stored": "untoc/18(3)(e)",
    "stored-data": "untoc/18(3)(c)",
  },
  uncac: {
    ...anyOther("uncac/46(3)(i)"),
    subscriber: "uncac/46(3)(e)",
    "traffic-stored": "uncac/46(3)(e)",
    "stored-data": "uncac/46(3)(c)",
  },
};

function anyOther(home: string): Record<Measure, string> {
  return Object.fromEntries(MEASURES.map((measure) => [measure, home])) as Record<Measure, string>;
}

/** How the offence stands under an instrument; the caller classifies, since each instrument has offences of its own. */
export type ClassifyUnder = (instrument: InstrumentId) => Classification;

/** The instruments that come into question, in the order they are proposed, and the one the request can rest on. */
export function chooseInstrument(
  input: OpinionInput,
  law: Law,
  classifyUnder: ClassifyUnder,
): InstrumentChoice {
  const candidates = INSTRUMENTS.flatMap((id) => {
    const instrument = law.instruments[id];
    return instrument ? [weigh(instrument, input, classifyUnder)] : [];
  });
  if (input.basis === undefined) return propose(candidates, input);
  const reliedOn = candidates.find((each) => each.id === input.basis);
  if (reliedOn && reliedOn.applies !== "fails")
    return { chosen: reliedOn.id, proposed: null, why: reliedOn.why, candidates, carriedOver: [] };
  return changeFrom(input.basis, reliedOn, candidates, input);
}

// Only an instrument whose own scope does not rest on a condition nobody has answered is chosen unasked.
function propose(candidates: Candidate[], input: OpinionInput): InstrumentChoice {
  const best = usable(candidates, input);
  if (best) return { chosen: best.id, proposed: null, why: best.why, candidates, carriedOver: [] };
  return { chosen: null, proposed: null, why: withoutTreaty(candidates), candidates, carriedOver: [] };
}

function changeFrom(
  basis: InstrumentId,
  reliedOn: Candidate | undefined,
  candidates: Candidate[],
  input: OpinionInput,
): InstrumentChoice {
  const best = usable(candidates, input);
  const refused = reliedOn?.why ?? "The node has no ledger of the instrument.";
  if (!best)
    return {
      chosen: null,
      proposed: null,
      why: `${refused} ${withoutTreaty(candidates)}`,
      candidates,
      carriedOver: [],
    };
  return {
    chosen: null,
    proposed: best.id,
    why: `${refused} Proposed instead: ${best.name}, ${best.pinpoint}; what has been written is carried over.`,
    candidates,
    carriedOver: carryOver(basis, best.id, input.measure),
  };
}

// Once an offence is cited, an instrument that surely reaches it comes before one that perhaps does. Before that the
// order stands, so that the form does not change under the officer's hands with the first word typed.
function usable(candidates: readonly Candidate[], input: OpinionInput): Candidate | undefined {
  const open = candidates.filter(
    (each) => (each.id === "hanoi" || each.id === "budapest") && each.applies !== "fails",
  );
  const sure = input.offences.length > 0 ? open.find((each) => each.applies === "holds") : undefined;
  return sure ?? open[0];
}

function withoutTreaty(candidates: readonly Candidate[]): string {
  const open = candidates.filter((each) => each.applies === "unknown").map((each) => each.name);
  const rest = open.length ? ` On conditions not known yet: ${open.join("; ")}.` : "";
  return `No treaty basis here between the two States on this day.${rest} Otherwise reciprocity, if both States' law allows it.`;
}

function weigh(instrument: Instrument, input: OpinionInput, classifyUnder: ClassifyUnder): Candidate {
  const on = dayOf(input.on);
  const home = HOME[instrument.id]?.[input.measure];
  const { id, name } = instrument;
  const between = standingBetween(instrument, input.requesting, input.requested, on);
  if (between.binds === "fails") return { id, name, applies: "fails", ...whyNotBound(instrument, input, on) };
  if (!home)
    return {
      id,
      name,
      applies: "fails",
      why: "It is in force between the two, but does not have this measure.",
      pinpoint: name,
    };
  const pinpoint = pinpointOf(home);
  if (between.binds === "unknown") {
    const why = `Whether it is in force between the two on ${on} is not known: ${between.why}. Check the depositary.`;
    return { id, name, applies: "unknown", why, pinpoint };
  }
  const leaving = `${leavingSoon(instrument, input, on)}${howSure(between)}`;
  if (instrument.scopeCondition) return conditional(instrument, input, pinpoint, leaving);
  if (id === "budapest") {
    const why = `In force between the two; it reaches electronic evidence of any criminal offence (Art. 25(1)).${leaving}`;
    return { id, name, applies: "holds", why, pinpoint };
  }
  return withinScope(classifyUnder(id), { id, name, pinpoint, leaving });
}

function withinScope(
  offence: Classification,
  { id, name, pinpoint, leaving }: { id: InstrumentId; name: string; pinpoint: string; leaving: string },
): Candidate {
  switch (offence.kind) {
    case "neither":
      return {
        id,
        name,
        applies: "fails",
        why: `In force between the two, but out of scope: ${offence.why}`,
        pinpoint: "Art. 35(1)",
      };
    case "unknown":
      return {
        id,
        name,
        applies: "unknown",
        why: `In force between the two; whether the offence is in scope is not known yet. ${offence.why}${leaving}`,
        pinpoint,
      };
    default:
      return {
        id,
        name,
        applies: "holds",
        why: `In force between the two. ${offence.why}${leaving}`,
        pinpoint,
      };
  }
}

function conditional(
  instrument: Instrument,
  input: OpinionInput,
  pinpoint: string,
  leaving: string,
): Candidate {
  const condition = instrument.scopeCondition as NonNullable<Instrument["scopeCondition"]>;
  const answered = condition.questions.every((each) => (input.answers?.[each] ?? "").trim() !== "");
  const why = answered
    ? `In force between the two; its condition is asserted and a lawyer judges it (${condition.pinpoint}): ${condition.text}${leaving}`
    : `In force between the two, on a condition not known yet (${condition.pinpoint}): ${condition.text}${leaving}`;
  return { id: instrument.id, name: instrument.name, applies: "unknown", why, pinpoint };
}

// A yes that rests on one secondary source, or on a list older than the day asked about, says so.
function howSure({ sureness, notCoveredAfter }: PairStanding): string {
  const probably =
    sureness === "C" ? " Probably, by one secondary source or an old list: check the depositary." : "";
  return notCoveredAfter
    ? `${probably} The ledger covers no date after ${sayDate(notCoveredAfter)}.`
    : probably;
}

function whyNotBound(
  instrument: Instrument,
  input: OpinionInput,
  on: Day,
): { why: string; pinpoint: string } {
  const lacking = [input.requesting, input.requested]
    .map((state) => ({ state, standing: standing(instrument, state, on) }))
    .filter((each) => each.standing.binds === "fails");
  const [first] = lacking;
  if (!first) {
    const { why, pinpoint } = standingBetween(instrument, input.requesting, input.requested, on);
    return { why: `Not in force between the two on ${on}: ${why}.`, pinpoint };
  }
  const why = `Not in force between the two on ${on}: ${lacking.map(notBinding).join("; ")}.`;
  return { why, pinpoint: first.standing.pinpoint };
}

function notBinding({ state, standing: of }: { state: string; standing: Standing }): string {
  if (of.until !== null && of.from !== null) return `${state} denounced it with effect from ${of.until}`;
  if (of.from !== null) return `for ${state} it enters into force on ${of.from} (${of.pinpoint})`;
  return of.why.startsWith(state) ? of.why : `${state} ${of.why}`;
}

// Art. 67(1): until a denunciation takes effect the instrument binds, and requests made before then stay alive.
function leavingSoon(instrument: Instrument, input: OpinionInput, on: Day): string {
  const leaving = [input.requesting, input.requested].flatMap((state) => {
    const { until } = standing(instrument, state, on);
    return until
      ? [`${state} has denounced it with effect from ${until}; requests made before stay alive.`]
      : [];
  });
  return leaving.length ? ` ${leaving.join(" ")}` : "";
}

function carryOver(from: InstrumentId, to: InstrumentId, measure: Measure): InstrumentChoice["carriedOver"] {
  const asks = (id: InstrumentId): { field: string; provision: string }[] =>
    provisionsFor(id, measure).flatMap((each) =>
      (each.asks ?? []).map(({ field }) => ({ field, provision: each.id })),
    );
  const source = asks(from);
  return asks(to).flatMap(({ field, provision }) => {
    const same = source.find((each) => each.field === field);
    return same ? [{ field, from: same.provision, to: provision }] : [];
  });
}

/**
 * The later of the two States' entry into force, or null where the instrument does not surely bind both. Where a day is
 * known only to lie between two, the later one.
 */
export function inForceBetween(instrument: Instrument | undefined, input: OpinionInput): Day | null {
  if (!instrument) return null;
  const on = dayOf(input.on);
  const both = [input.requesting, input.requested].map((state) => standing(instrument, state, on));
  if (!both.every((each) => bindsOn(each, on))) return null;
  return both.map((each) => each.from ?? each.fromBetween?.latest ?? on).toSorted()[1] ?? null;
}
