import { type Provision, provision } from "../provision.ts";
import { LAWMAKING, OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/12(1)",
    "shall",
    "T",
    "both",
    [],
    "A legal person can be held liable for an offence under the convention committed for its benefit by a natural person in a leading position, based on a power to represent it, to decide for it or to control within it.",
    { noRule: LAWMAKING },
  ),
  provision(
    "budapest/12(2)",
    "shall",
    "T",
    "both",
    [],
    "It can be held liable too where want of supervision or control by such a person made the offence possible, for its benefit, by somebody under its authority.",
    { noRule: LAWMAKING },
  ),
  provision(
    "budapest/12(3)",
    "may",
    "T",
    "both",
    [],
    "The liability may be criminal, civil or administrative, as the Party's legal principles have it.",
    { noRule: OPTION },
  ),
  provision(
    "budapest/12(4)",
    "unaffected",
    "T",
    "both",
    [],
    "The criminal liability of the natural persons stays as it is.",
    { noRule: LAWMAKING },
  ),
];
