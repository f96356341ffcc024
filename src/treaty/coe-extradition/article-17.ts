import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/17",
    "shall",
    "T",
    "requested",
    [],
    "Of several requests the requested Party decides by all circumstances: gravity, place, dates, nationality, later extradition.",
    { noRule: EXTRADITION },
  ),
];
