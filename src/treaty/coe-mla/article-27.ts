import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/27(2)",
    "definition",
    "T",
    "both",
    [],
    "It enters into force ninety days after the third deposit.",
    { noRule: LEDGER },
  ),
  provision(
    "coe-mla/27(3)",
    "definition",
    "T",
    "both",
    [],
    "For a signatory that ratifies later it enters into force ninety days after deposit.",
    { noRule: LEDGER },
  ),
];
