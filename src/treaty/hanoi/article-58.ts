import { provision, type Provision } from "../provision.ts";
import { CONFERENCE } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/58(1)",
    "shall",
    "P",
    "secretary-general",
    [],
    "The Secretary-General provides the secretariat of the Conference.",
    { noRule: CONFERENCE },
  ),
  provision(
    "hanoi/58(2)(a)",
    "shall",
    "P",
    "secretary-general",
    [],
    "The secretariat assists the Conference and arranges its meetings.",
    { noRule: CONFERENCE },
  ),
  provision(
    "hanoi/58(2)(b)",
    "shall",
    "P",
    "secretary-general",
    [],
    "On request it helps States to give information to the Conference.",
    { noRule: CONFERENCE },
  ),
  provision(
    "hanoi/58(2)(c)",
    "shall",
    "P",
    "secretary-general",
    [],
    "It coordinates with the secretariats of other organizations.",
    { noRule: CONFERENCE },
  ),
];
