import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/23",
    "shall",
    "T",
    "both",
    [],
    "Obstructing justice by force, threats or bribes, in proceedings on offences of the convention, is made an offence.",
    { noRule: LAWMAKING },
  ),
];
