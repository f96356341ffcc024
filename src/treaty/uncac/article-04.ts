import { type Provision, provision } from "../provision.ts";
import { JUDGED } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/4(2)",
    "forbidden",
    "T",
    "both",
    [],
    "Nothing entitles a State to act in another's territory where that is reserved to its authorities.",
    { noRule: JUDGED },
  ),
];
