import { type Provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/5",
    "budapest/5",
    "T",
    "Seriously hindering a system without right, by putting in, transmitting, damaging, deleting, deteriorating, altering or suppressing data, is made an offence when intentional.",
  ),
];
