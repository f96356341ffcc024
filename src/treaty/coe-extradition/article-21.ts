import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/21(1)",
    "shall",
    "T",
    "requested",
    [],
    "Transit is granted on request unless the offence is considered political or purely military.",
    { noRule: EXTRADITION },
  ),
];
