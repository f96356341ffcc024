import { type Provision, provision } from "../provision.ts";
import { WITNESS_CLOCK } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/12",
    "forbidden",
    "T",
    "requesting",
    [],
    "Who appears on a summons is not prosecuted or detained for anything before; that ends fifteen consecutive days after the person could have left.",
    { noRule: WITNESS_CLOCK },
  ),
];
