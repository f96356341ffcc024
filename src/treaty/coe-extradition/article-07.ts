import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/7(1)",
    "may",
    "T",
    "requested",
    [],
    "Extradition may be refused for an offence that the requested Party's law regards as committed in its territory.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/7(2)",
    "may",
    "T",
    "requested",
    [],
    "For an offence outside the requesting Party's territory it may be refused only if the requested Party could not prosecute the like abroad or does not extradite for it.",
    { noRule: EXTRADITION },
  ),
];
