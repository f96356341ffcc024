import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/19",
    "shall-consider",
    "T",
    "both",
    [],
    "States consider making abuse of functions an offence.",
    { noRule: LAWMAKING },
  ),
];
