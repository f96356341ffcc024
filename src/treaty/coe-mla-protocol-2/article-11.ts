import { type Provision, provision } from "../provision.ts";
import { SPONTANEOUS } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/11(1)",
    "may",
    "T",
    "both",
    [],
    "Information of own investigations may be passed on unasked where it may help the other Party or lead to a request.",
    { noRule: SPONTANEOUS },
  ),
  provision(
    "coe-mla-protocol-2/11(2)",
    "may",
    "T",
    "both",
    [],
    "The sender may set conditions of use under its law.",
    { noRule: SPONTANEOUS },
  ),
  provision(
    "coe-mla-protocol-2/11(3)",
    "shall",
    "T",
    "both",
    [],
    "The receiver is bound by them, unless it declared otherwise under paragraph 4.",
    { noRule: SPONTANEOUS },
  ),
];
