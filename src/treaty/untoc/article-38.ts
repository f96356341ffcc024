import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/38(1)",
    "definition",
    "T",
    "both",
    [],
    "The convention enters into force on the ninetieth day after the fortieth deposit; what a regional organization deposits does not count in addition to its member States.",
    { noRule: LEDGER },
  ),
  provision(
    "untoc/38(2)",
    "definition",
    "T",
    "both",
    [],
    "For a later State it enters into force on the thirtieth day after its deposit.",
    { noRule: LEDGER },
  ),
];
