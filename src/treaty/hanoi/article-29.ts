import { provision, type Provision } from "../provision.ts";
import { HOME_POWER } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/29(1)(a)",
    "shall",
    "P",
    "both",
    ["traffic-realtime"],
    "Authorities can collect or record traffic data of specified communications in the territory in real time by technical means.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/29(1)(b)",
    "shall",
    "P",
    "both",
    ["traffic-realtime"],
    "Authorities can compel a provider, within its existing technical capability, (i) to collect or record them or (ii) to cooperate and assist.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/29(2)",
    "may",
    "P",
    "both",
    [],
    "A State whose legal principles bar (1)(a) may take other measures that reach the same in its territory.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/29(3)",
    "shall",
    "P",
    "both",
    ["traffic-realtime"],
    "The provider is obliged to keep the use of the power, and any information on it, confidential; no end is stated.",
    { noRule: HOME_POWER },
  ),
];
