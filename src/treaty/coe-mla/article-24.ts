import { type Provision, provision } from "../provision.ts";
import { DEPOSITARY } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision("coe-mla/24", "shall", "T", "both", [], "Each Party says which authorities it deems judicial.", {
    noRule: DEPOSITARY,
  }),
];
