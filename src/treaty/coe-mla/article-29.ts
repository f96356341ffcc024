import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/29",
    "may",
    "T",
    "both",
    [],
    "A denunciation takes effect six months after the notification was received.",
    { noRule: LEDGER },
  ),
];
