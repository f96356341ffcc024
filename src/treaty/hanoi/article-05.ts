import { ALL_MEASURES, provision, type Provision } from "../provision.ts";
import { JUDGED } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/5(1)",
    "shall",
    "T",
    "both",
    [],
    "Obligations are carried out consistently with the sovereign equality and territorial integrity of States and with non-intervention in their domestic affairs.",
    { noRule: JUDGED },
  ),
  provision(
    "hanoi/5(2)",
    "forbidden",
    "T",
    "both",
    ALL_MEASURES,
    "No State is entitled to exercise jurisdiction, or perform functions, in another's territory that the law of that other keeps for its own authorities.",
    {
      noRule:
        "This program sends requests and fetches nothing from abroad; there is no act of this kind for it to test.",
    },
  ),
];
