import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/15",
    "shall",
    "T",
    "both",
    [],
    "Bribery of national public officials, given or taken, is made an offence.",
    { noRule: LAWMAKING },
  ),
];
