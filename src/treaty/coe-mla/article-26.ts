import { type Provision, provision } from "../provision.ts";
import { TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/26(1)",
    "shall",
    "T",
    "both",
    [],
    "Between its Parties the convention takes the place of bilateral treaties on mutual assistance.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "coe-mla/26(2)",
    "unaffected",
    "T",
    "both",
    [],
    "Obligations under other conventions with clauses on assistance in a given field stay as they are.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "coe-mla/26(3)",
    "may",
    "T",
    "both",
    [],
    "Parties may conclude agreements only to supplement it or make it easier to apply.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "coe-mla/26(4)",
    "may",
    "T",
    "both",
    [],
    "Parties with uniform legislation or a special reciprocal system may go by that alone, and notify it.",
    { noRule: TREATY_LAW },
  ),
];
