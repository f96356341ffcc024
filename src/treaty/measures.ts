import { type Decision, type Shared, weighMeasure } from "./decide.ts";
import type { Law } from "./law.ts";
import { MEASURES, type MeasureRow } from "./opinion-types.ts";

/**
 * Each measure for the same pair, offence and day: shall, shall endeavour, may, nothing obliges, not available. The
 * instrument is looked for afresh for each, since one instrument may lack a measure that another has; the one relied on is kept where nothing else is open. `shared` is what
 * was found when the question itself was decided.
 */
export function measuresFor(decision: Decision, law: Law, shared: Shared): MeasureRow[] {
  const { basis, ...question } = decision.facts.input;
  return MEASURES.map((measure) => {
    const decided = basis === undefined && measure === question.measure;
    const { instrument, obligation } = decided
      ? decision
      : weighMeasure({ ...question, measure }, law, shared);
    const { says, why, pinpoint } = obligation;
    return { measure, instrument: instrument.chosen, says, why, pinpoint };
  });
}
