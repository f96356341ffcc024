import { provision, type Provision } from "../provision.ts";
import { CONFERENCE } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/62(1)",
    "shall",
    "K",
    "conference",
    [],
    "No protocol is considered before there are at least sixty States Parties; consensus is sought, and as a last resort two thirds of the States Parties present and voting decide.",
    { noRule: CONFERENCE },
  ),
  provision(
    "hanoi/62(2)",
    "definition",
    "K",
    "conference",
    [],
    "A regional organization has as many votes as it has member States that are parties, and none where they vote themselves.",
    { noRule: CONFERENCE },
  ),
];
