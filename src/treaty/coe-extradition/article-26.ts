import { type Provision, provision } from "../provision.ts";
import { TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/26(1)",
    "may",
    "T",
    "both",
    [],
    "A Party may reserve any provision when joining.",
    { noRule: "The ledger keeps the reservations that were seen; an absent one proves nothing." },
  ),
  provision(
    "coe-extradition/26(3)",
    "forbidden",
    "T",
    "both",
    [],
    "Who reserved a provision cannot claim it from another Party beyond what it accepted itself.",
    { noRule: TREATY_LAW },
  ),
];
