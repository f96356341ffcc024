import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/13(1)",
    "shall",
    "T",
    "both",
    [],
    "Offences under Arts. 2 to 11 carry effective, proportionate and dissuasive sanctions, deprivation of liberty among them.",
    { noRule: LAWMAKING },
  ),
  provision(
    "budapest/13(2)",
    "shall",
    "T",
    "both",
    [],
    "Legal persons liable under Art. 12 face effective, proportionate and dissuasive sanctions or measures, criminal or not, money among them.",
    { noRule: LAWMAKING },
  ),
];
