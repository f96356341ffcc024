import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/28(2)",
    "definition",
    "T",
    "both",
    [],
    "An accession takes effect ninety days after deposit.",
    { noRule: LEDGER },
  ),
];
