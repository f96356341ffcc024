import { type Provision, provision } from "../provision.ts";
import { PEOPLE } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/23",
    "shall-endeavour",
    "T",
    "both",
    [],
    "Parties endeavour to agree on protecting a witness at risk.",
    { noRule: PEOPLE },
  ),
];
