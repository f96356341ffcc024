import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/31",
    "may",
    "T",
    "both",
    [],
    "A denunciation takes effect six months after the notification was received.",
    { noRule: LEDGER },
  ),
];
