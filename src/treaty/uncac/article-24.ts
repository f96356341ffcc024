import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/24",
    "shall-consider",
    "T",
    "both",
    [],
    "States consider making concealment of property that comes from such offences an offence.",
    { noRule: LAWMAKING },
  ),
];
