import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/10",
    "forbidden",
    "T",
    "requested",
    [],
    "There is no extradition where time has barred prosecution or punishment by the law of either.",
    { noRule: EXTRADITION },
  ),
];
