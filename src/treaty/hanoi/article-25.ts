import { provision, type Provision } from "../provision.ts";
import { HOME_POWER } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/25(1)",
    "shall",
    "P",
    "both",
    ["preservation"],
    "Authorities can order or similarly obtain the expeditious preservation of specified electronic data, above all where the data could be lost or changed.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/25(2)",
    "shall",
    "P",
    "both",
    ["preservation"],
    "An order to a person obliges that person to preserve the data and their integrity as long as necessary, for at most ninety days, so that disclosure can be sought; it may be renewable.",
  ),
  provision(
    "hanoi/25(3)",
    "shall",
    "P",
    "both",
    ["preservation"],
    "The custodian is obliged to keep the preservation confidential for the period domestic law sets.",
    { noRule: HOME_POWER },
  ),
];
