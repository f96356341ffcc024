import { provision, type Provision } from "../provision.ts";
import { CONFERENCE, TREATY_LAW } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/66(1)",
    "may",
    "P",
    "both",
    [],
    "Five years after entry into force a State may propose an amendment; the Conference seeks consensus and, as a last resort, decides by two thirds of the States Parties present and voting.",
    { noRule: CONFERENCE },
  ),
  provision(
    "hanoi/66(2)",
    "definition",
    "P",
    "conference",
    [],
    "A regional organization has as many votes as it has member States that are parties, and none where they vote themselves.",
    { noRule: CONFERENCE },
  ),
  provision(
    "hanoi/66(3)",
    "shall",
    "P",
    "both",
    [],
    "An amendment is subject to ratification, acceptance or approval.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "hanoi/66(4)",
    "definition",
    "P",
    "both",
    [],
    "It enters into force for a State ninety days after that State's deposit.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "hanoi/66(5)",
    "definition",
    "P",
    "both",
    [],
    "It binds the States that consented to it; the others stay bound by what they accepted before.",
    { noRule: TREATY_LAW },
  ),
];
