import { type Provision, provision } from "../provision.ts";
import { POLICE } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/17(1)",
    "may",
    "T",
    "requested",
    [],
    "Observation across the border is authorised on request, under conditions; a Party may reserve the article.",
    { noRule: POLICE },
  ),
];
