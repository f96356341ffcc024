import { type Provision, provision } from "../provision.ts";
import { ASSETS } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/20(1)",
    "shall",
    "T",
    "requested",
    [],
    "As far as its law permits and when asked, property needed as evidence or gained by the offence is seized and handed over.",
    { noRule: ASSETS },
  ),
];
