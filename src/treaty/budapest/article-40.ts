import { type Provision, provision } from "../provision.ts";
import { OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/40",
    "may",
    "T",
    "both",
    [],
    "When joining, a State may declare that it requires the additional elements of Arts. 2, 3, 6(1)(b), 7, 9(3) and 27(9)(e).",
    { noRule: OPTION },
  ),
];
