import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";
import { PART } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/8",
    "budapest/8",
    "T",
    "Causing another a loss of property by dealing with data or interfering with a system, intentionally, without right and with fraudulent or dishonest intent of an economic benefit without right, is made an offence.",
  ),
  provision(
    "budapest/8(a)",
    "shall",
    "T",
    "both",
    [],
    "The loss may be caused by any putting in, altering, deleting or suppressing of data.",
    { noRule: PART },
  ),
  provision(
    "budapest/8(b)",
    "shall",
    "T",
    "both",
    [],
    "The loss may be caused by any interference with the working of a system.",
    { noRule: PART },
  ),
];
