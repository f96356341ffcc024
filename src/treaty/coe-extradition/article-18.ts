import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/18(2)",
    "shall",
    "T",
    "requested",
    [],
    "Reasons are given for refusing in whole or in part.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/18(4)",
    "may",
    "T",
    "requested",
    [],
    "A person not taken over may be released after fifteen days and is released after thirty.",
    { noRule: "No surrender is handled here, so the clock starts nowhere." },
  ),
];
