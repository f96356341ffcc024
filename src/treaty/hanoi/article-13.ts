import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";
import { PART } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/13",
    "hanoi/13",
    "T",
    "Causing another a loss of property through data, through a system or through deception, intentionally and without right and with fraudulent or dishonest intent of gain without right, is made an offence.",
  ),
  provision(
    "hanoi/13(a)",
    "shall",
    "T",
    "both",
    [],
    "The loss may come through putting in, altering, deleting or suppressing electronic data.",
    { noRule: PART },
  ),
  provision(
    "hanoi/13(b)",
    "shall",
    "T",
    "both",
    [],
    "The loss may come through interference with the working of a system.",
    { noRule: PART },
  ),
  provision(
    "hanoi/13(c)",
    "shall",
    "T",
    "both",
    [],
    "The loss may come through a deception about facts, made through a system, by which somebody does or omits what they otherwise would not.",
    { noRule: PART },
  ),
];
