import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";
import { OPTION } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/12(1)",
    "hanoi/12",
    "T",
    "Putting in, altering, deleting or suppressing data so that they become inauthentic, with the intent that they be taken as authentic for legal purposes, intentionally and without right, is made an offence; whether they can be read directly does not matter.",
  ),
  provision(
    "hanoi/12(2)",
    "may",
    "T",
    "both",
    [],
    "A State may require intent to defraud or a similar dishonest or criminal intent.",
    { noRule: OPTION },
  ),
];
