import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";
import { OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/7",
    "budapest/7",
    "T",
    "Putting in, altering, deleting or suppressing data so that inauthentic data result, with the intent that they pass as authentic for legal purposes, intentionally and without right, is made an offence.",
  ),
  provision(
    "budapest/7s2",
    "may",
    "T",
    "both",
    [],
    "A Party may require an intent to defraud or a similar dishonest intent.",
    { noRule: OPTION },
  ),
];
