import { type Provision, provision } from "../provision.ts";
import { SPONTANEOUS } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/26(1)",
    "may",
    "T",
    "both",
    [],
    "A Party may, within its law, pass on information unasked that may help another Party's investigations of offences under the convention or lead to a request.",
    { noRule: SPONTANEOUS },
  ),
  provision(
    "budapest/26(2)",
    "shall",
    "T",
    "both",
    [],
    "The sender may ask beforehand for confidentiality or conditions; a receiver that cannot comply says so first, and one that accepts is bound.",
    { noRule: SPONTANEOUS },
  ),
];
