import { provision, type Provision } from "../provision.ts";
import { MEANING } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/1(a)",
    "definition",
    "T",
    "both",
    [],
    "Purpose: measures that prevent and fight cybercrime better and faster are promoted.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/1(b)",
    "definition",
    "T",
    "both",
    [],
    "Purpose: international cooperation against cybercrime is promoted, eased and strengthened.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/1(c)",
    "definition",
    "T",
    "both",
    [],
    "Purpose: technical assistance and capacity-building are supported, above all for developing countries.",
    { noRule: MEANING },
  ),
];
