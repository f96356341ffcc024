import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/19(1)",
    "may",
    "T",
    "requested",
    [],
    "Surrender may be postponed for own proceedings or a sentence for another offence.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/19(2)",
    "may",
    "T",
    "requested",
    [],
    "The person may be surrendered for a time under agreed conditions instead.",
    { noRule: EXTRADITION },
  ),
];
