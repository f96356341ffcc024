import { type Provision, provision } from "../provision.ts";
import { TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/39(1)",
    "unaffected",
    "T",
    "both",
    [],
    "The convention supplements the treaties between its Parties, CETS 24, 30 and 99 among them.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "budapest/39(2)",
    "unaffected",
    "T",
    "both",
    [],
    "Parties with other agreements on the same matters may apply those, in a manner not inconsistent with this convention's objectives and principles.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "budapest/39(3)",
    "unaffected",
    "T",
    "both",
    [],
    "Other rights, restrictions, obligations and responsibilities of a Party stay as they are.",
    { noRule: TREATY_LAW },
  ),
];
