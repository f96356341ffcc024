import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";
import { OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/4(1)",
    "budapest/4",
    "T",
    "Damaging, deleting, deteriorating, altering or suppressing data without right, intentionally, is made an offence.",
  ),
  provision(
    "budapest/4(2)",
    "may",
    "T",
    "both",
    [],
    "A Party may reserve the right to require serious harm.",
    { noRule: OPTION },
  ),
];
