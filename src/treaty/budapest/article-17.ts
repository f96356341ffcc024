import { type Provision, provision } from "../provision.ts";
import { HOME_POWER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/17(1)(a)",
    "shall",
    "T",
    "both",
    [],
    "Preservation of traffic data is available whether one provider or several took part in the communication.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/17(1)(b)",
    "shall",
    "T",
    "both",
    [],
    "Enough traffic data to identify the providers and the path are disclosed expeditiously to the authority or whom it names.",
    { noRule: HOME_POWER },
  ),
  provision("budapest/17(2)", "shall", "T", "both", [], "These powers are subject to Arts. 14 and 15.", {
    noRule: HOME_POWER,
  }),
];
