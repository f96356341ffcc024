import { BUDAPEST } from "./budapest/all.ts";
import { COE_EXTRADITION } from "./coe-extradition/all.ts";
import { COE_MLA } from "./coe-mla/all.ts";
import { COE_MLA_PROTOCOL_2 } from "./coe-mla-protocol-2/all.ts";
import { HANOI } from "./hanoi/all.ts";
import { UNCAC } from "./uncac/all.ts";
import { UNTOC } from "./untoc/all.ts";
import { INSTRUMENTS, type InstrumentId, MEASURES, type Measure } from "./opinion-types.ts";
import type { Provision } from "./provision.ts";

/** Every provision the opinion knows, by instrument and in the order of the articles. */
export const PROVISIONS: Readonly<Record<InstrumentId, readonly Provision[]>> = {
  hanoi: HANOI,
  budapest: BUDAPEST,
  untoc: UNTOC,
  uncac: UNCAC,
  "coe-mla": COE_MLA,
  "coe-mla-protocol-2": COE_MLA_PROTOCOL_2,
  "coe-extradition": COE_EXTRADITION,
  "budapest-protocol-2": [],
  "eu-evidence": [],
  "cloud-act": [],
  bilateral: [],
  reciprocity: [],
};

const byId = new Map(Object.values(PROVISIONS).flatMap((list) => list.map((each) => [each.id, each])));

/** One provision by its id. Throws RangeError for an id that is not in the articles: a mistake in our own code. */
export function provisionOf(id: string): Provision {
  const found = byId.get(id);
  if (!found) throw new RangeError(`no provision ${id}`);
  return found;
}

// Sorted once at load: an opinion asks this of several hundred provisions.
const byMeasure = new Map(
  INSTRUMENTS.map((instrument) => [
    instrument,
    new Map(
      MEASURES.map((measure) => [
        measure,
        PROVISIONS[instrument].filter((each) => each.appliesTo.includes(measure)),
      ]),
    ),
  ]),
);

/** The provisions of an instrument that speak to a measure. */
export function provisionsFor(instrument: InstrumentId | null, measure: Measure): readonly Provision[] {
  return instrument ? (byMeasure.get(instrument)?.get(measure) ?? []) : [];
}
