import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/24(1)",
    "shall",
    "T",
    "requested",
    [],
    "Expenses in the requested Party are borne by it.",
    { noRule: EXTRADITION },
  ),
];
