import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/30(1)",
    "definition",
    "T",
    "both",
    [],
    "Only a Party to the convention of 1959 can join the protocol.",
  ),
  provision(
    "coe-mla-protocol-2/30(2)",
    "definition",
    "T",
    "both",
    [],
    "It enters into force on the first day of the month after three months from the third deposit.",
    { noRule: LEDGER },
  ),
  provision(
    "coe-mla-protocol-2/30(3)",
    "definition",
    "T",
    "both",
    [],
    "For a later signatory it enters into force on the first day of the month after three months from deposit.",
    { noRule: LEDGER },
  ),
];
