import { type Provision, provision } from "../provision.ts";
import { HOME_POWER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/16(1)",
    "shall",
    "T",
    "both",
    [],
    "Authorities can order or similarly obtain the expeditious preservation of specified stored data, traffic data among them, above all where they are vulnerable to loss or change.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/16(2)",
    "shall",
    "T",
    "both",
    [],
    "Where a person is ordered to preserve, that person keeps the data whole for as long as necessary, up to ninety days, so that disclosure can be sought; the order may be renewable.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/16(3)",
    "shall",
    "T",
    "both",
    [],
    "Who preserves is obliged to keep the undertaking of it confidential for the time domestic law sets.",
    { noRule: HOME_POWER },
  ),
  provision("budapest/16(4)", "shall", "T", "both", [], "These powers are subject to Arts. 14 and 15.", {
    noRule: HOME_POWER,
  }),
];
