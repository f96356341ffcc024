import { provision, type Provision, STORED } from "../provision.ts";
import { HOME_POWER } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/27(a)",
    "shall",
    "P",
    "both",
    STORED,
    "Authorities can order a person in the territory to produce specified electronic data in that person's possession or control.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/27(b)",
    "shall",
    "P",
    "both",
    ["subscriber"],
    "Authorities can order a provider that offers its services in the territory to produce subscriber information on these services in its possession or control.",
    { noRule: HOME_POWER },
  ),
];
