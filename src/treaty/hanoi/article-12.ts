import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/12(1)",
    "hanoi/12",
    "T",
    "Making data inauthentic so that they be taken as authentic for legal purposes, intentionally and without right, is made an offence.",
  ),
  provision(
    "hanoi/12(2)",
    "may",
    "T",
    "both",
    [],
    "A State may require intent to defraud or a similar intent.",
  ),
];
