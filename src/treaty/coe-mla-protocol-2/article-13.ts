import { type Provision, provision } from "../provision.ts";
import { DETAINED } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/13(1)",
    "may",
    "T",
    "both",
    [],
    "A person in custody may be transferred to where the investigation takes place, by agreement.",
    { noRule: DETAINED },
  ),
];
