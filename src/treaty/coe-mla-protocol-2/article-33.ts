import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/33(1)",
    "definition",
    "T",
    "both",
    [],
    "Reservations and declarations to the convention of 1959 apply to the protocol too, unless the Party declares otherwise.",
    { noRule: "The ledger keeps the reservations that were seen; an absent one proves nothing." },
  ),
  provision(
    "coe-mla-protocol-2/33(2)",
    "forbidden",
    "T",
    "both",
    [],
    "Arts. 16 to 20 may be reserved, and nothing else.",
    { noRule: "The ledger keeps the reservations that were seen; an absent one proves nothing." },
  ),
];
