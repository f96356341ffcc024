import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/25(1)",
    "shall",
    "P",
    "requested",
    ["preservation"],
    "Authorities can order or similarly obtain the expeditious preservation of specified electronic data.",
  ),
  provision(
    "hanoi/25(2)",
    "shall",
    "P",
    "requested",
    ["preservation"],
    "An order to a person preserves data and their integrity as long as necessary, for at most ninety days; it may be renewable.",
  ),
  provision(
    "hanoi/25(3)",
    "shall",
    "P",
    "requested",
    ["preservation"],
    "The custodian keeps the preservation confidential for the period domestic law sets.",
  ),
];
