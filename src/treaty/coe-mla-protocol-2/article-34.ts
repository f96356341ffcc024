import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/34(2)",
    "may",
    "T",
    "both",
    [],
    "A denunciation takes effect on the first day of the month after three months from receipt.",
    { noRule: LEDGER },
  ),
  provision(
    "coe-mla-protocol-2/34(3)",
    "definition",
    "T",
    "both",
    [],
    "Denouncing the convention of 1959 denounces the protocol.",
    { noRule: LEDGER },
  ),
];
