import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/38(1)",
    "may",
    "T",
    "both",
    [],
    "A State may say, when it signs or joins, to which of its territories the Convention applies.",
    { noRule: LEDGER },
  ),
  provision(
    "budapest/38(2)",
    "may",
    "T",
    "both",
    [],
    "It may later extend the Convention to another territory; there it enters into force on the first day of the month after three months from receipt.",
    { noRule: LEDGER },
  ),
  provision(
    "budapest/38(3)",
    "may",
    "T",
    "both",
    [],
    "Either declaration may be withdrawn, with effect from the first day of the month after three months from receipt.",
    { noRule: LEDGER },
  ),
];
