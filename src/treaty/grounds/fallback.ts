import type { InstrumentId } from "../opinion-types.ts";
import { ALL_MEASURES, ASSISTANCE } from "../provision.ts";
import {
  dualCriminality,
  essentialInterests,
  forbidden,
  type GroundRule,
  NOTHING_POINTS,
  open,
  ownLaw,
  political,
  prohibitedAtHome,
  type Weigh,
  type Weighing,
  type Weight,
} from "./weigh.ts";

/** The grounds under the treaties on mutual assistance that a request falls back on: UNTOC, UNCAC and CETS 30. */

function united(id: "untoc" | "uncac", article: number, letters: string): GroundRule[] {
  const at = (paragraph: string): string => `${id}/${article}(${paragraph}`;
  const rule = (number: number, title: string, provision: string, weigh: Weigh): GroundRule => ({
    id: `${letters}${number}`,
    title,
    provision,
    measures: ALL_MEASURES,
    weigh,
  });
  // 18(7), 46(7): paragraphs 9 to 29 speak only where no treaty on mutual assistance binds the two.
  const unlessTreaty = (weigh: Weigh): Weigh =>
    adding(
      weigh,
      `Paragraphs 9 to 29 speak only where no treaty on mutual assistance binds the two (${article}(7)).`,
    );
  return [
    rule(
      1,
      `Request not in conformity with Art. ${article}`,
      at("21)(a)"),
      unlessTreaty(() => open(NOTHING_POINTS)),
    ),
    rule(
      2,
      "Sovereignty, security, ordre public, other essential interests",
      at("21)(b)"),
      unlessTreaty(essentialInterests),
    ),
    rule(3, "Prohibited for a similar domestic offence", at("21)(c)"), unlessTreaty(prohibitedAtHome)),
    rule(
      4,
      "Contrary to the legal system on mutual legal assistance",
      at("21)(d)"),
      unlessTreaty(ownLaw(NOTHING_POINTS)),
    ),
    ...(id === "untoc"
      ? [rule(5, "Absence of dual criminality", at("9)"), unlessTreaty(dualCriminality))]
      : corruptionDual(rule, at, unlessTreaty)),
    rule(
      7,
      "Postponement: interferes with own proceedings",
      at("25)"),
      unlessTreaty(() => open("Available to postpone, after consulting.")),
    ),
    rule(8, "Bank secrecy", at("8)"), () => forbidden("Bank secrecy is no ground to decline.")),
    rule(9, "Fiscal matters alone", at("22)"), () =>
      forbidden("That fiscal matters are involved is by itself no ground."),
    ),
  ];
}

// UNCAC 46(9)(b): what is not coercive is rendered all the same, save for trifles.
function corruptionDual(
  rule: (number: number, title: string, provision: string, weigh: Weigh) => GroundRule,
  at: (paragraph: string) => string,
  unlessTreaty: (weigh: Weigh) => Weigh,
): GroundRule[] {
  const notCoercive =
    "What is not coercive is rendered all the same, where the basic concepts of its law allow.";
  return [
    rule(5, "Absence of dual criminality", at("9)(b)"), unlessTreaty(adding(dualCriminality, notCoercive))),
    rule(
      6,
      "De minimis, or available under other provisions",
      at("9)(b)"),
      unlessTreaty(() => open("Only against help without dual criminality; the requested State weighs it.")),
    ),
  ];
}

function adding(weigh: Weigh, words: string): Weigh {
  return (weighing) => {
    const weight = weigh(weighing);
    return { ...weight, why: `${weight.why} ${words}` };
  };
}

/** Conditions on search and seizure that a Party may have declared: punishable in both, extraditable, consistent with its law. */
const DECLARED = ["coe-mla/5(1)(a)", "coe-mla/5(1)(b)", "coe-mla/5(1)(c)"] as const;
const DECLARED_TITLES = {
  "coe-mla/5(1)(a)": "Search or seizure, declared to depend on the offence being punishable in both",
  "coe-mla/5(1)(b)": "Search or seizure, declared to depend on the offence being extraditable",
  "coe-mla/5(1)(c)": "Search or seizure, declared to depend on being consistent with its law",
};

function europe(): GroundRule[] {
  const rule = (id: string, title: string, provision: string, weigh: Weigh): GroundRule => ({
    id,
    title,
    provision,
    measures: ["traffic-partial", ...ASSISTANCE],
    weigh,
  });
  return [
    rule("ME1", "Political or fiscal offence", "coe-mla/2(a)", political),
    rule(
      "ME2",
      "Sovereignty, security, ordre public, other essential interests",
      "coe-mla/2(b)",
      essentialInterests,
    ),
    ...DECLARED.map((provision, at) => ({
      ...rule(`ME${at + 3}`, DECLARED_TITLES[provision], provision, declared(provision)),
      measures: ["stored-data"] as const,
    })),
    rule("ME6", "Delay: needed in own pending proceedings", "coe-mla/6(1)", () =>
      open("Handing over can be delayed."),
    ),
  ];
}

function declared(provision: (typeof DECLARED)[number]): Weigh {
  return (weighing: Weighing): Weight => {
    if (!weighing.facts.reserved.requested.includes(provision))
      return {
        status: "not-known",
        indicated: false,
        why: "No such declaration of the requested State was seen, which does not prove that there is none.",
      };
    if (provision === "coe-mla/5(1)(a)") return adding(dualCriminality, "It declared so.")(weighing);
    return open("The requested State declared so; whether the condition is met, it says.");
  };
}

/** The rules by instrument; those of UNCAC differ from UNTOC in the paragraph on dual criminality alone. */
export const FALL_BACK: Partial<Record<InstrumentId, readonly GroundRule[]>> = {
  untoc: united("untoc", 18, "UT"),
  uncac: united("uncac", 46, "UC"),
  "coe-mla": europe(),
};
