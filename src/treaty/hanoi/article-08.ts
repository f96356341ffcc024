import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/8(1)",
    "hanoi/8",
    "T",
    "Interception by technical means of non-public transmissions, intentionally and without right, is made an offence.",
  ),
  provision(
    "hanoi/8(2)",
    "may",
    "T",
    "both",
    [],
    "A State may require dishonest or criminal intent, or that the system be connected to another.",
  ),
];
