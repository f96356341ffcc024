import { type Provision, provision } from "../provision.ts";
import { DEPOSITARY, EXTRADITION, TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/2(1)",
    "shall",
    "T",
    "requested",
    [],
    "Extradition is for offences that both Parties punish with a maximum of at least one year or more severely; after conviction, the sentence must be at least four months.",
  ),
  provision(
    "coe-extradition/2(2)",
    "may",
    "T",
    "requested",
    [],
    "Where one of several offences qualifies, others punishable in both may be included though the penalty is lower or only a fine.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/2(3)",
    "may",
    "T",
    "both",
    [],
    "A Party may exclude offences for which its law does not allow extradition, by a list deposited when joining.",
    { noRule: "The ledger keeps the declarations that were seen; an absent one proves nothing." },
  ),
  provision(
    "coe-extradition/2(5)",
    "shall",
    "T",
    "both",
    [],
    "If its law excludes further offences later, it notifies; that takes effect three months after receipt.",
    { noRule: DEPOSITARY },
  ),
  provision(
    "coe-extradition/2(7)",
    "may",
    "T",
    "both",
    [],
    "Any Party may apply such exclusions reciprocally.",
    { noRule: TREATY_LAW },
  ),
];
