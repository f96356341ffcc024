import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/21",
    "shall-consider",
    "T",
    "both",
    [],
    "States consider making bribery in the private sector an offence.",
    { noRule: LAWMAKING },
  ),
];
