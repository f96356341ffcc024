import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";
import { OPTION } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/8(1)",
    "hanoi/8",
    "T",
    "Interception by technical means of non-public transmissions of electronic data to, from or within a system, its electromagnetic emissions included, intentionally and without right, is made an offence.",
  ),
  provision(
    "hanoi/8(2)",
    "may",
    "T",
    "both",
    [],
    "A State may require dishonest or criminal intent, or that the system be connected to another.",
    { noRule: OPTION },
  ),
];
