import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/16(1)",
    "shall",
    "T",
    "both",
    [],
    "Giving bribes to foreign and international public officials is made an offence.",
    { noRule: LAWMAKING },
  ),
  provision(
    "uncac/16(2)",
    "shall-consider",
    "T",
    "both",
    [],
    "States consider making the taking of bribes by them an offence.",
    { noRule: LAWMAKING },
  ),
];
