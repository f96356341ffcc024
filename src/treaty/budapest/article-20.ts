import { type Provision, provision } from "../provision.ts";
import { HOME_POWER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/20(1)",
    "shall",
    "T",
    "both",
    [],
    "Authorities can collect or record traffic data of specified communications in the territory in real time, or compel a provider, within its existing technical capability, to do so or to help.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/20(2)",
    "may",
    "T",
    "both",
    [],
    "A Party whose established principles bar collecting by itself may ensure by other measures that it is done on its territory.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/20(3)",
    "shall",
    "T",
    "both",
    [],
    "A provider is obliged to keep the fact and anything about it confidential.",
    { noRule: HOME_POWER },
  ),
  provision("budapest/20(4)", "shall", "T", "both", [], "These powers are subject to Arts. 14 and 15.", {
    noRule: HOME_POWER,
  }),
];
