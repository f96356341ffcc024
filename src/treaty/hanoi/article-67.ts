import { provision, type Provision } from "../provision.ts";
import { LEDGER, TREATY_LAW } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/67(1)",
    "may",
    "P",
    "both",
    [],
    "A State may denounce in writing; it takes effect one year after the Secretary-General receives the notification.",
  ),
  provision(
    "hanoi/67(2)",
    "definition",
    "P",
    "both",
    [],
    "A regional organization ceases to be a party when all its member States have denounced.",
    { noRule: LEDGER },
  ),
  provision(
    "hanoi/67(3)",
    "definition",
    "K",
    "both",
    [],
    "Denouncing the Convention denounces its protocols.",
    { noRule: TREATY_LAW },
  ),
];
