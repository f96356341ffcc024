import { type Provision, provision } from "../provision.ts";
import { OPTION, TAKING_PART } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/11(1)",
    "shall",
    "T",
    "both",
    [],
    "Aiding or abetting an offence of Arts. 2 to 10, intending that it be committed, is made an offence.",
    { noRule: TAKING_PART },
  ),
  provision(
    "budapest/11(2)",
    "shall",
    "T",
    "both",
    [],
    "Attempting an offence of Arts. 3 to 5, 7, 8 and 9(1)(a) and (c), intentionally, is made an offence.",
    { noRule: TAKING_PART },
  ),
  provision(
    "budapest/11(3)",
    "may",
    "T",
    "both",
    [],
    "A Party may reserve the right not to apply paragraph 2, in whole or in part.",
    { noRule: OPTION },
  ),
];
