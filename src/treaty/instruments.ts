import type { Day } from "../base/time.ts";
import { dayOf } from "../base/time.ts";
import { provisionsFor } from "./articles.ts";
import type { Law } from "./law.ts";
import { type Instrument, bindsOn, standing } from "./ledger.ts";
import type { Candidate, InstrumentChoice, InstrumentId, Measure, OpinionInput } from "./opinion-types.ts";
import { type BasisFacts, type ClassifyUnder, weighAll } from "./weighing.ts";

/** Which instrument applies between two States, for a measure, on a day: one question per pair, never a default. */

/**
 * The instruments that come into question, in the order they are proposed, and the one the request can rest on. They are
 * judged on the day the request was made: one that a State has left since keeps the requests made before alive (67).
 */
export function chooseInstrument(
  input: OpinionInput,
  law: Law,
  classifyUnder: ClassifyUnder,
  found: Pick<BasisFacts, "candidates"> = {},
): InstrumentChoice {
  const weighOn = (on: Day): Candidate[] =>
    weighAll({ input, on, sought: input.measure, law, classifyUnder, candidates: found.candidates });
  const made = dayOf(input.madeOn ?? input.on);
  const candidates = weighOn(made);
  if (input.basis === undefined) return propose(candidates, input);
  // Put on another basis after it was made, on the requesting State's word: then what counts is the law of now.
  const rebased = made === dayOf(input.on) ? undefined : weighOn(dayOf(input.on)).find(reliesOn(input));
  if (rebased && rebased.applies !== "fails")
    return { chosen: rebased.id, proposed: null, why: rebased.why, candidates, carriedOver: [] };
  const reliedOn = candidates.find(reliesOn(input));
  if (reliedOn && reliedOn.applies !== "fails")
    return { chosen: reliedOn.id, proposed: null, why: reliedOn.why, candidates, carriedOver: [] };
  return changeFrom(input.basis, reliedOn, candidates, input);
}

function reliesOn({ basis }: OpinionInput): (candidate: Candidate) => boolean {
  return (candidate) => candidate.id === basis;
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

/** What a request can be put on unasked where neither convention is open: what surely reaches it and has its rules here. */
const OTHERWISE: ReadonlySet<InstrumentId> = new Set(["coe-mla", "bilateral", "untoc", "uncac"]);

// Once an offence is cited, an instrument that surely reaches it comes before one that perhaps does. Before that the
// order stands, so that the form does not change under the officer's hands with the first word typed.
function usable(candidates: readonly Candidate[], input: OpinionInput): Candidate | undefined {
  const open = candidates.filter(
    (each) =>
      (each.id === "hanoi" || each.id === "budapest") && each.applies !== "fails" && each.inForce === "holds",
  );
  const sure = input.offences.length > 0 ? open.find((each) => each.applies === "holds") : undefined;
  return sure ?? open[0] ?? candidates.find((each) => OTHERWISE.has(each.id) && each.applies === "holds");
}

function withoutTreaty(candidates: readonly Candidate[]): string {
  const open = candidates.filter((each) => each.applies === "unknown").map((each) => each.name);
  const otherwise = "Otherwise reciprocity, if both States' law allows it.";
  if (open.length === 0) return `No treaty basis here between the two States on this day. ${otherwise}`;
  return `No treaty is surely a basis here between the two States on this day. One may be, on what is not known yet: ${open.join("; ")}. ${otherwise}`;
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
  const on = dayOf(input.madeOn ?? input.on);
  const both = [input.requesting, input.requested].map((state) => standing(instrument, state, on));
  if (!both.every((each) => bindsOn(each, on))) return null;
  return both.map((each) => each.from ?? each.fromBetween?.latest ?? on).toSorted()[1] ?? null;
}
