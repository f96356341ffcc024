import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/7(1)",
    "hanoi/7",
    "T",
    "Access without right to the whole or a part of a system, intentionally, is made an offence.",
  ),
  provision(
    "hanoi/7(2)",
    "may",
    "T",
    "both",
    [],
    "A State may require that security measures be infringed, that the intent be to obtain data or otherwise dishonest or criminal, or that the system be connected to another.",
  ),
];
