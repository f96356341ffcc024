import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/22",
    "definition",
    "T",
    "both",
    [],
    "Procedure is governed by the requested Party's law alone, unless the convention says otherwise.",
    { noRule: EXTRADITION },
  ),
];
