import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";
import { OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/3",
    "budapest/3",
    "T",
    "Interception without right, by technical means, of non-public transmissions to, from or within a system, its electromagnetic emissions among them, is made an offence when intentional.",
  ),
  provision(
    "budapest/3s2",
    "may",
    "T",
    "both",
    [],
    "A Party may require dishonest intent or that the system be connected to another.",
    { noRule: OPTION },
  ),
];
