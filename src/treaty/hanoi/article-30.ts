import { provision, type Provision } from "../provision.ts";
import { HOME_POWER } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/30(1)(a)",
    "shall",
    "P",
    "both",
    ["content-interception"],
    "For a range of serious offences that domestic law determines, authorities can collect or record content data of specified communications in the territory in real time by technical means.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/30(1)(b)",
    "shall",
    "P",
    "both",
    ["content-interception"],
    "For these offences, authorities can compel a provider, within its existing technical capability, (i) to collect or record content data or (ii) to cooperate and assist.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/30(2)",
    "may",
    "P",
    "both",
    [],
    "A State whose legal principles bar (1)(a) may take other measures that reach the same in its territory.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/30(3)",
    "shall",
    "P",
    "both",
    ["content-interception"],
    "The provider is obliged to keep the use of the power, and any information on it, confidential; no end is stated.",
    { noRule: HOME_POWER },
  ),
];
