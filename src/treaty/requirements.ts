import { provisionsFor } from "./articles.ts";
import { FIELDS, type Field } from "./fields.ts";
import type { InstrumentChoice, InstrumentId, Measure, Opinion, OpinionInput } from "./opinion-types.ts";
import { ALL_MEASURES, ASSISTANCE, pinpointOf } from "./provision.ts";

/** What the form must ask for a measure and a pair, and what of it is missing. */

type Asked = Opinion["asked"][number];
type Missing = Opinion["missing"][number];

interface FieldRule {
  field: Field;
  level: Asked["level"];
  measures: readonly Measure[];
  why: string;
}

const LOOKUPS: readonly Measure[] = ["subscriber", "traffic-stored", "traffic-realtime"];
const CONTENT: readonly Measure[] = [
  "traffic-stored",
  "stored-data",
  "traffic-realtime",
  "content-interception",
];

/**
 * Rules of this program, not of a treaty: each removes a way in which real requests fail or harm somebody. They are
 * named as such wherever a pinpoint is shown.
 */
export const FIELD_RULES: readonly FieldRule[] = [
  { field: "offences", level: "required", measures: ALL_MEASURES, why: "No offence, no basis" },
  {
    field: "conduct",
    level: "required",
    measures: ASSISTANCE,
    why: "A label alone does not say what was done",
  },
  {
    field: "selectors.reason",
    level: "required",
    measures: ASSISTANCE,
    why: "Each entry needs its own link to the facts",
  },
  {
    field: "selectors.at",
    level: "required",
    measures: ALL_MEASURES,
    why: "A time without offset points to the wrong person",
  },
  { field: "selectors.port", level: "advised", measures: LOOKUPS, why: "Many people can share one address" },
  {
    field: "period",
    level: "required",
    measures: CONTENT,
    why: "Data without a period is a search without a limit",
  },
  {
    field: "justification",
    level: "required",
    measures: ["content-interception"],
    why: "The gravest measure needs its reason",
  },
  {
    field: "durationJustification",
    level: "required",
    measures: ["content-interception"],
    why: "The gravest measure needs its limit",
  },
  {
    field: "urgency.reason",
    level: "required",
    measures: ALL_MEASURES,
    why: "Urgency without a reason is not acted on",
  },
  {
    field: "confidentiality.reason",
    level: "required",
    measures: ALL_MEASURES,
    why: "Secrecy needs a reason",
  },
  { field: "confidentiality.until", level: "required", measures: ALL_MEASURES, why: "Secrecy needs an end" },
];
const OWN_RULE = "field rule of this system";

// UNTOC 18(15) and UNCAC 46(15): contents of a request. They are named as fall-backs, so only these are asked.
const FALL_BACK: Readonly<Record<"untoc" | "uncac", readonly { field: Field; pinpoint: string }[]>> = {
  untoc: [
    { field: "authority", pinpoint: "UNTOC Art. 18(15)(a)" },
    { field: "facts", pinpoint: "UNTOC Art. 18(15)(c)" },
    { field: "selectors", pinpoint: "UNTOC Art. 18(15)(d)" },
    { field: "purpose", pinpoint: "UNTOC Art. 18(15)(f)" },
    { field: "answers.untoc-transnational", pinpoint: "UNTOC Art. 18(1)" },
    { field: "answers.untoc-organized-group", pinpoint: "UNTOC Art. 18(1)" },
  ],
  uncac: [
    { field: "authority", pinpoint: "UNCAC Art. 46(15)(a)" },
    { field: "facts", pinpoint: "UNCAC Art. 46(15)(c)" },
    { field: "selectors", pinpoint: "UNCAC Art. 46(15)(d)" },
    { field: "purpose", pinpoint: "UNCAC Art. 46(15)(f)" },
    { field: "answers.uncac-offence-covered", pinpoint: "UNCAC Art. 46(1)" },
  ],
};

const remembered = new Map<string, Asked[]>();

/** Every field the form must show, once each, with the strictest level and the provision that asks first. Frozen. */
export function askedFor(instrument: InstrumentId | null, measure: Measure): Asked[] {
  const question = `${instrument} ${measure}`;
  let asked = remembered.get(question);
  if (!asked) {
    asked = collect(instrument, measure);
    for (const each of asked) Object.freeze(each);
    remembered.set(question, Object.freeze(asked) as Asked[]);
  }
  return asked;
}

function collect(instrument: InstrumentId | null, measure: Measure): Asked[] {
  const treaty = provisionsFor(instrument, measure).flatMap((each) =>
    (each.asks ?? []).map((ask) => ({ ...ask, pinpoint: pinpointOf(each.id) })),
  );
  const fallBack = (instrument === "untoc" || instrument === "uncac" ? FALL_BACK[instrument] : []).map(
    (each) => ({ ...each, level: "required" as const }),
  );
  const own = FIELD_RULES.filter((each) => each.measures.includes(measure)).map(({ field, level }) => ({
    field,
    level,
    pinpoint: OWN_RULE,
  }));
  const asked = new Map<Field, Asked>();
  for (const each of [...treaty, ...fallBack, ...own]) {
    const before = asked.get(each.field);
    if (before && (before.level === "required" || each.level === "advised")) continue;
    asked.set(each.field, { ...each, label: FIELDS[each.field].label });
  }
  return [...asked.values()];
}

/** What is missing or cannot be read of the fields asked. */
export function missingOf(input: OpinionInput, asked: readonly Asked[]): Missing[] {
  return asked.flatMap((each) => {
    const lacks = FIELDS[each.field as Field].lacks(input);
    return lacks === null
      ? []
      : [{ field: each.field, why: lacks, pinpoint: each.pinpoint, severity: each.level }];
  });
}

/** Whether any of the fields asked, of those that count, is missing or cannot be read. */
export function lacksAny(
  input: OpinionInput,
  asked: readonly Asked[],
  counts: (asked: Asked) => boolean,
): boolean {
  return asked.some((each) => counts(each) && FIELDS[each.field as Field].lacks(input) !== null);
}

/** What is missing of the basis itself: an instrument that applies, or reciprocity said in words. */
export function missingBasis(input: OpinionInput, choice: InstrumentChoice): Missing[] {
  if (choice.chosen !== null || (input.basis === undefined && isYes(input.answers?.["reciprocity"])))
    return [];
  const [first] = choice.candidates.filter((each) => each.id === (input.basis ?? "hanoi"));
  return [
    { field: "basis", why: choice.why, pinpoint: first?.pinpoint ?? "party table", severity: "required" },
  ];
}

/** A written "yes" with a reason behind it. */
export function isYes(answer: string | undefined): boolean {
  return /^yes:\s*\S/i.test(answer ?? "");
}

/** A written "no" with a reason behind it; a bare "no" settles nothing. */
export function isNo(answer: string | undefined): boolean {
  return /^no:\s*\S/i.test(answer ?? "");
}
