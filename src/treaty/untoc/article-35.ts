import { type Provision, provision } from "../provision.ts";
import { TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/35(1)",
    "shall-endeavour",
    "T",
    "both",
    [],
    "States try to settle disputes on the Convention by negotiation.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "untoc/35(2)",
    "shall",
    "T",
    "both",
    [],
    "A dispute not settled within a reasonable time goes to arbitration when a party asks; if six months later they have not agreed on how, any of them may take it to the International Court of Justice.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "untoc/35(3)",
    "may",
    "T",
    "both",
    [],
    "A State may declare, when it signs or joins, that it is not bound by paragraph 2; the others are then not bound towards it either.",
    { noRule: "The ledger keeps the declaration; no request turns on it." },
  ),
  provision("untoc/35(4)", "may", "T", "both", [], "The declaration may be withdrawn at any time.", {
    noRule: "The ledger keeps the withdrawal; no request turns on it.",
  }),
];
