import { type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/10",
    "hanoi/10",
    "T",
    "Seriously hindering the working of a system by putting in, sending, damaging, deleting, deteriorating, altering or suppressing data, intentionally and without right, is made an offence.",
  ),
];
