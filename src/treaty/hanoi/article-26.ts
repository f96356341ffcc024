import { provision, type Provision } from "../provision.ts";
import { HOME_POWER } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/26(a)",
    "shall",
    "P",
    "both",
    ["preservation"],
    "Traffic data can be preserved expeditiously whether one provider or several took part in the communication.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/26(b)",
    "shall",
    "P",
    "both",
    ["traffic-partial"],
    "Enough traffic data to identify the providers and the path are disclosed expeditiously to the authority or whom it names.",
    { noRule: HOME_POWER },
  ),
];
