import { type Provision, provision } from "../provision.ts";
import { LEDGER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/68(1)",
    "definition",
    "T",
    "both",
    [],
    "The convention enters into force on the ninetieth day after the thirtieth deposit; what a regional organization deposits does not count in addition to its member States.",
    { noRule: LEDGER },
  ),
  provision(
    "uncac/68(2)",
    "definition",
    "T",
    "both",
    [],
    "For a later State it enters into force on the thirtieth day after its deposit, or with the convention itself if that is later.",
    { noRule: LEDGER },
  ),
];
