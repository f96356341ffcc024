import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/17",
    "shall",
    "T",
    "both",
    [],
    "Embezzlement, misappropriation or other diversion of property by a public official is made an offence.",
    { noRule: LAWMAKING },
  ),
];
