import { type Classified, decide } from "./decide.ts";
import type { Law } from "./law.ts";
import { rememberingComparisons } from "./offences.ts";
import { MEASURES, type MeasureRow, type OpinionInput } from "./opinion-types.ts";

/**
 * Each measure for the same pair, offence and day: shall, shall endeavour, may, nothing obliges, not available. The
 * instrument is looked for afresh for each, since one instrument may lack a measure that another has.
 */
export function measuresFor(input: OpinionInput, law: Law): MeasureRow[] {
  const { basis: _basis, ...question } = rememberingComparisons(input);
  const classified: Classified = new Map();
  return MEASURES.map((measure) => {
    const { instrument, obligation } = decide({ ...question, measure }, law, classified);
    const { says, why, pinpoint } = obligation;
    return { measure, instrument: instrument.chosen, says, why, pinpoint };
  });
}
