import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/40(1)",
    "may",
    "T",
    "both",
    [],
    "A State may denounce the convention; it takes effect one year after the Secretary-General received the notification.",
    { noRule: LEDGER },
  ),
];
