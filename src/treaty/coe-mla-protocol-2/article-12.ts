import { type Provision, provision } from "../provision.ts";
import { ASSETS } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/12(1)",
    "may",
    "T",
    "requested",
    [],
    "Articles obtained by crime may be given for return to their owners, good-faith rights of others apart.",
    { noRule: ASSETS },
  ),
];
