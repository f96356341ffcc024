import type { Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/13",
    "hanoi/13",
    "T",
    "Causing another a loss of property through data, through a system, or through deception by means of a system, with fraudulent or dishonest intent of gain, is made an offence.",
  ),
];
