import { type Provision, provision } from "../provision.ts";
import { POLICE } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/18(1)",
    "shall",
    "T",
    "both",
    [],
    "Controlled deliveries may be permitted in investigations of extraditable offences; a Party may reserve the article.",
    { noRule: POLICE },
  ),
];
