import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";
import { OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/2",
    "budapest/2",
    "T",
    "Access without right to the whole or a part of a system, intentionally, is made an offence.",
  ),
  provision(
    "budapest/2s2",
    "may",
    "T",
    "both",
    [],
    "A Party may require that security measures be infringed, that the intent be to obtain data or otherwise dishonest, or that the system be connected to another.",
    { noRule: OPTION },
  ),
];
