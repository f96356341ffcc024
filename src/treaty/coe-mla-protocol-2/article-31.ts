import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/31(3)",
    "definition",
    "T",
    "both",
    [],
    "For an acceding State it enters into force on the first day of the month after three months from deposit.",
    { noRule: LEDGER },
  ),
];
