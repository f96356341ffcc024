import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/8",
    "may",
    "T",
    "requested",
    [],
    "Extradition may be refused while the requested Party proceeds against the person for the same offence.",
    { noRule: EXTRADITION },
  ),
];
