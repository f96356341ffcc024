import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";
import { OPTION } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/9(1)",
    "hanoi/9",
    "T",
    "Damaging, deleting, deteriorating, altering or suppressing electronic data, intentionally and without right, is made an offence.",
  ),
  provision("hanoi/9(2)", "may", "T", "both", [], "A State may require that serious harm follow.", {
    noRule: OPTION,
  }),
];
