import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision("coe-extradition/4", "definition", "T", "both", [], "Purely military offences are outside.", {
    noRule: EXTRADITION,
  }),
];
