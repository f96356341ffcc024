import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/47",
    "may",
    "T",
    "both",
    [],
    "A Party may denounce the convention; it takes effect on the first day of the month after three months from receipt.",
    { noRule: LEDGER },
  ),
];
