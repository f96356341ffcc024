import { type Provision, provision } from "../provision.ts";
import { POLICE } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/19(1)",
    "may",
    "T",
    "both",
    [],
    "Parties may agree on covert investigations; a Party may reserve the article.",
    { noRule: POLICE },
  ),
];
