import { ALL_MEASURES, fails, holds, provision, type Provision, unknown } from "../provision.ts";
import { SCOPE } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/35(1)",
    "shall",
    "K",
    "both",
    ALL_MEASURES,
    "States cooperate under the Convention, other instruments and their laws on Convention offences and their electronic evidence (a), (b), and on electronic evidence of any serious crime (c).",
    {
      asks: [{ field: "offences", level: "required" }],
      test: ({ classification }) => {
        if (classification.kind === "unknown") return unknown(classification.why, "offences");
        return classification.kind === "neither" ? fails(classification.why) : holds(classification.why);
      },
    },
  ),
  provision(
    "hanoi/35(1)(a)",
    "shall",
    "K",
    "both",
    [],
    "Cooperation is owed in investigating, prosecuting and judging Convention offences, freezing, seizing, confiscating and returning proceeds included.",
    { noRule: SCOPE },
  ),
  provision(
    "hanoi/35(1)(b)",
    "shall",
    "K",
    "both",
    [],
    "Cooperation is owed in collecting, obtaining, preserving and sharing electronic evidence of Convention offences.",
    { noRule: SCOPE },
  ),
  provision(
    "hanoi/35(1)(c)",
    "shall",
    "K",
    "both",
    [],
    "Cooperation is owed in collecting, obtaining, preserving and sharing electronic evidence of any serious crime, those under other United Nations conventions and protocols in force at the time of adoption included.",
    { noRule: SCOPE },
  ),
  provision(
    "hanoi/35(2)",
    "shall",
    "K",
    "both",
    ALL_MEASURES,
    "For electronic evidence the relevant paragraphs of Art. 40, and Arts. 41 to 46, apply.",
    { noRule: "It is how the measures are laid out: each stands under the articles it names." },
  ),
  provision(
    "hanoi/35(3)",
    "shall",
    "K",
    "requested",
    ALL_MEASURES,
    "Where dual criminality is a requirement it is met if the conduct underlying the offence is an offence in both States, whatever its category or name.",
    { asks: [{ field: "conduct", level: "advised" }] },
  ),
];
