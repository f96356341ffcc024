import { provisionOf } from "./articles.ts";
import type { Topic } from "./conduct.ts";
import { TRANSFERS } from "./hanoi/article-36.ts";
import type { Condition, Ground, Measure } from "./opinion-types.ts";
import { ALL_MEASURES, ASSISTANCE, type Facts } from "./provision.ts";

/**
 * What stands between granting and refusing: conditions the requested State can set, and those that bind whoever
 * receives. A grant under conditions is tried before a refusal wherever the text says so.
 */

interface ConditionRule {
  id: string;
  provision: string;
  measures: readonly Measure[];
  text: string;
  /** What in this file calls for it; null: it can always be set. Undefined: it has no place here. */
  because: (setting: Setting) => string | null | undefined;
}

interface Setting {
  facts: Facts;
  grounds: readonly Ground[];
  topics: readonly Topic[];
}

const always = (): null => null;

const HANOI: readonly ConditionRule[] = [
  {
    id: "terms",
    provision: "hanoi/40(28)",
    measures: ASSISTANCE,
    text: "Help under terms and conditions instead of a refusal; if they are accepted they bind the requesting State.",
    because: ({ grounds }) =>
      named(grounds.filter((each) => ["R1", "R2", "R3", "R4"].includes(each.id) && each.indicated)),
  },
  {
    id: "data-protection",
    provision: "hanoi/36(1)(b)",
    measures: TRANSFERS,
    text: "Conditions that make a transfer of personal data comply with the requested State's law.",
    because: ({ grounds }) => named(grounds.filter((each) => each.id === "R10" && each.indicated)),
  },
  {
    id: "safeguards",
    provision: "hanoi/36(2)",
    measures: TRANSFERS,
    text: "What is received stands under effective and appropriate safeguards.",
    because: ({ facts }) => {
      const there = facts.requesting?.dataProtection;
      if (!there || there.authority === null)
        return "Whether the requesting State has a data-protection authority is not known.";
      return there.authority ? null : "The requesting State's sheet names no data-protection authority.";
    },
  },
  {
    id: "use",
    provision: "hanoi/40(19)",
    measures: ASSISTANCE,
    text: "Used only for the proceedings stated, unless consent is given before; what clears an accused can be disclosed.",
    because: always,
  },
  {
    id: "onward",
    provision: "hanoi/36(3)",
    measures: TRANSFERS,
    text: "Passed on to a third State or an organization only with authorization.",
    because: always,
  },
  {
    id: "confidentiality",
    provision: "hanoi/40(20)",
    measures: ALL_MEASURES,
    text: "The fact and substance of the request are kept confidential as asked, but for what execution needs; if that cannot be done, the requesting State is told at once.",
    because: ({ facts }) => (facts.input.confidentiality ? "Confidentiality is asked for." : undefined),
  },
  {
    id: "authority",
    provision: "hanoi/24(4)",
    measures: ALL_MEASURES,
    text: "The safeguards of the requested State's law apply to this measure as they do at home.",
    because: ({ facts }) => {
      const cell = facts.requested?.authorises[facts.input.measure];
      return cell?.who
        ? `Its law asks for: ${cell.who}${cell.standard ? `, ${cell.standard}` : ""}.`
        : "Who authorises the measure there is not known.";
    },
  },
  {
    id: "costs",
    provision: "hanoi/40(30)",
    measures: ASSISTANCE,
    text: "Ordinary costs are the requested State's unless agreed otherwise; before substantial ones the two consult.",
    because: always,
  },
];

const BUDAPEST: readonly ConditionRule[] = [
  {
    id: "partly",
    provision: "budapest/27(6)",
    measures: ASSISTANCE,
    text: "Granting in part or under conditions is considered before a refusal or a postponement.",
    because: ({ grounds }) => named(grounds.filter((each) => each.indicated)),
  },
  {
    id: "confidentiality",
    provision: "budapest/28(2)(a)",
    measures: ASSISTANCE,
    text: "Where no treaty on assistance binds the two, giving information can depend on its being kept confidential.",
    because: always,
  },
  {
    id: "use",
    provision: "budapest/28(2)(b)",
    measures: ASSISTANCE,
    text: "Where no treaty on assistance binds the two, giving information can depend on its being used only for what the request stated.",
    because: always,
  },
];

const BY_INSTRUMENT: Readonly<Partial<Record<NonNullable<Facts["instrument"]>, readonly ConditionRule[]>>> = {
  hanoi: HANOI,
  budapest: BUDAPEST,
};

/** The conditions for this measure under the instrument of the facts. */
export function conditionsFor(setting: Setting): Condition[] {
  const { instrument, input } = setting.facts;
  const rules = instrument === null ? [] : (BY_INSTRUMENT[instrument] ?? []);
  return rules.flatMap(({ id, provision, measures, text, because }) => {
    const reason = measures.includes(input.measure) ? because(setting) : undefined;
    if (reason === undefined) return [];
    const { pinpoint, grade, effect } = provisionOf(provision);
    return [{ id, provision, pinpoint, grade, effect, text, because: reason }];
  });
}

function named(grounds: readonly Ground[]): string | null {
  return grounds.length ? `In place of ${grounds.map((each) => each.pinpoint).join(", ")}.` : null;
}

/** Every provision a condition rests on, for the coverage page. */
export const CONDITION_PROVISIONS: ReadonlySet<string> = new Set(
  [...HANOI, ...BUDAPEST].map((each) => each.provision),
);
