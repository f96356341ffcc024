import { provisionOf } from "./articles.ts";
import { BUDAPEST } from "./grounds/budapest.ts";
import { FALL_BACK } from "./grounds/fallback.ts";
import { HANOI } from "./grounds/hanoi.ts";
import { type GroundRule, open, type Weighing, type Weight } from "./grounds/weigh.ts";
import type { InstrumentId, Opinion } from "./opinion-types.ts";
import { ALL_MEASURES, type Facts } from "./provision.ts";
import { AUTHENTICITY, dutiesOnRefusing } from "./refusing.ts";

/**
 * Every ground to refuse, decline, limit or postpone, and whether it can be raised against this request. The program
 * names and cites; whether a ground is made out, a person decides and gives reasons.
 */

type Ground = Opinion["grounds"][number];

const UNVERIFIED: Omit<GroundRule, "provision"> = {
  id: "S1",
  title: "It was not shown that the authority named has sent it",
  measures: ALL_MEASURES,
  weigh: ({ facts }) =>
    open(
      facts.input.sender?.contactFromRequest
        ? "The sender is not verified, and the contact for a call back stands in the request itself."
        : "The sender is not verified.",
      true,
    ),
};

const BY_INSTRUMENT: Readonly<Partial<Record<InstrumentId, readonly GroundRule[]>>> = {
  hanoi: HANOI,
  budapest: BUDAPEST,
  ...FALL_BACK,
};
const byMeasure = new Map<string, readonly GroundRule[]>();

/** The grounds that come into question, as rules: kept by instrument and measure, since they never change. */
export function groundRules({ instrument, input }: Facts): readonly GroundRule[] {
  const key = `${instrument} ${input.measure}`;
  let rules = byMeasure.get(key);
  if (!rules) {
    const all = instrument === null ? [] : (BY_INSTRUMENT[instrument] ?? []);
    rules = all.filter((rule) => rule.measures.includes(input.measure));
    byMeasure.set(key, rules);
  }
  const authenticity = instrument === null ? undefined : AUTHENTICITY[instrument];
  return input.sender?.verified === false && authenticity
    ? [{ ...UNVERIFIED, provision: authenticity }, ...rules]
    : rules;
}

/** The grounds for this measure under the instrument of the facts. */
export function groundsFor(weighing: Weighing): Ground[] {
  return groundRules(weighing.facts).map((rule) => ground(rule, rule.weigh(weighing)));
}

const NONE: Ground["duties"] = Object.freeze([]);

/** A ground as the opinion shows it, with what is owed when it is used. */
export function ground(
  { id, title, provision }: Pick<GroundRule, "id" | "title" | "provision">,
  weight: Weight,
): Ground {
  const { pinpoint, grade } = provisionOf(provision);
  const usable = weight.status === "open" || weight.status === "not-known";
  return {
    id,
    title,
    provision,
    pinpoint,
    grade,
    ...weight,
    duties: usable ? dutiesOnRefusing(id) : NONE,
  };
}

/** Every provision a ground rests on, for the coverage page. */
export const GROUND_PROVISIONS: ReadonlySet<string> = new Set(
  Object.values(BY_INSTRUMENT).flatMap((rules) => rules.map((each) => each.provision)),
);
