import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/43",
    "shall",
    "T",
    "both",
    [],
    "A reservation may be withdrawn at any time, and is withdrawn as soon as circumstances permit.",
    { noRule: "The ledger keeps withdrawals." },
  ),
];
