import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/1",
    "shall",
    "T",
    "requested",
    [],
    "Persons proceeded against, or wanted to serve a sentence or detention order, by the requesting Party are surrendered under the provisions of the convention.",
    { noRule: EXTRADITION },
  ),
];
