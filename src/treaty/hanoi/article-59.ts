import { provision, type Provision } from "../provision.ts";
import { LAWMAKING, OPTION } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/59(1)",
    "shall",
    "P",
    "both",
    [],
    "A State takes the measures needed to carry its obligations out, in accordance with the fundamental principles of its law.",
    { noRule: LAWMAKING },
  ),
  provision(
    "hanoi/59(2)",
    "may",
    "P",
    "both",
    [],
    "A State may take stricter measures than the Convention provides for.",
    { noRule: OPTION },
  ),
];
