import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/37(1)",
    "may",
    "T",
    "both",
    [],
    "Another State may be invited to accede, by a decision that needs the unanimous consent of the Parties.",
    { noRule: LEDGER },
  ),
  provision(
    "budapest/37(2)",
    "definition",
    "T",
    "both",
    [],
    "For an acceding State it enters into force on the first day of the month after three months from its deposit.",
    { noRule: LEDGER },
  ),
];
