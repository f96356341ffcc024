import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/25",
    "shall",
    "T",
    "both",
    [],
    "Obstruction of justice by force, threats or bribes is made an offence.",
    { noRule: LAWMAKING },
  ),
];
