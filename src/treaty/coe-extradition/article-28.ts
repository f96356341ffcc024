import { type Provision, provision } from "../provision.ts";
import { TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/28(1)",
    "shall",
    "T",
    "both",
    [],
    "Between its Parties the convention takes the place of bilateral extradition treaties.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "coe-extradition/28(2)",
    "may",
    "T",
    "both",
    [],
    "Parties may conclude agreements only to supplement it or make it easier to apply.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "coe-extradition/28(3)",
    "may",
    "T",
    "both",
    [],
    "Parties that extradite by a uniform law, or by each other's warrants of arrest, may go by that alone, and notify it.",
    { noRule: TREATY_LAW },
  ),
];
