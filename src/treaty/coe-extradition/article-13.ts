import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/13",
    "shall",
    "T",
    "requested",
    [],
    "What is missing is asked for; a time-limit may be set.",
    { noRule: EXTRADITION },
  ),
];
