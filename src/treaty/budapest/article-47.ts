import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/47(1)",
    "may",
    "T",
    "both",
    [],
    "A Party may denounce the convention at any time by notification.",
    { noRule: LEDGER },
  ),
  provision(
    "budapest/47(2)",
    "definition",
    "T",
    "both",
    [],
    "A denunciation takes effect on the first day of the month after three months from receipt of the notification.",
    { noRule: LEDGER },
  ),
];
