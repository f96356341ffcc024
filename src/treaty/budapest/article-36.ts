import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/36(1)",
    "definition",
    "T",
    "both",
    [],
    "Open for signature to member States of the Council of Europe and to others that took part in making it.",
    { noRule: LEDGER },
  ),
  provision(
    "budapest/36(2)",
    "definition",
    "T",
    "both",
    [],
    "Subject to ratification, acceptance or approval, deposited with the Secretary General of the Council of Europe.",
    { noRule: LEDGER },
  ),
  provision(
    "budapest/36(3)",
    "definition",
    "T",
    "both",
    [],
    "It enters into force on the first day of the month after three months from the day on which five States, at least three of them members of the Council of Europe, have consented.",
    { noRule: LEDGER },
  ),
  provision(
    "budapest/36(4)",
    "definition",
    "T",
    "both",
    [],
    "For a signatory that consents later it enters into force on the first day of the month after three months from that consent.",
    { noRule: LEDGER },
  ),
];
