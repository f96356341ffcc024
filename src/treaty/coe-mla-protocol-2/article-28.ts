import { type Provision, provision } from "../provision.ts";
import { TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/28",
    "unaffected",
    "T",
    "both",
    [],
    "Wider rules in agreements between Parties stay as they are.",
    { noRule: TREATY_LAW },
  ),
];
