import { type Provision, provision } from "../provision.ts";
import { EXTRADITION, OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/6(1)(a)",
    "may",
    "T",
    "requested",
    [],
    "A Party may refuse to extradite its nationals.",
    { noRule: "Whether a State extradites its nationals, its sheet says; the door shows it." },
  ),
  provision(
    "coe-extradition/6(1)(b)",
    "may",
    "T",
    "both",
    [],
    "A Party may have declared whom it holds for its nationals.",
    { noRule: OPTION },
  ),
  provision(
    "coe-extradition/6(1)(c)",
    "definition",
    "T",
    "both",
    [],
    "Nationality counts as at the decision; one recognised before surrender may be relied on too.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/6(2)",
    "shall",
    "T",
    "requested",
    [],
    "If it does not extradite its national, it submits the case when asked so that proceedings may be taken if appropriate, and reports the result.",
    { noRule: EXTRADITION },
  ),
];
