import { ALL_MEASURES, fails, holds, type Provision, provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/35(1)",
    "shall",
    "K",
    "both",
    ALL_MEASURES,
    "States cooperate on Convention offences and their electronic evidence (a), (b), and on electronic evidence of any serious crime (c).",
    {
      asks: [{ field: "offences", level: "required" }],
      test: ({ classification }) => {
        if (classification.kind === "unknown") return unknown(classification.why, "offences");
        return classification.kind === "neither" ? fails(classification.why) : holds(classification.why);
      },
    },
  ),
  provision(
    "hanoi/35(2)",
    "shall",
    "K",
    "both",
    ALL_MEASURES,
    "For electronic evidence the relevant paragraphs of Art. 40, and Arts. 41 to 46, apply.",
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
