import { type Provision, provision } from "../provision.ts";
import { HOME_POWER, MEASURE } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/18(1)(a)",
    "shall",
    "T",
    "both",
    [],
    "Authorities can order a person in the territory to produce specified data that the person has or controls.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/18(1)(b)",
    "shall",
    "T",
    "both",
    [],
    "Authorities can order a provider that offers its services in the territory to produce subscriber information about those services that it has or controls.",
    { noRule: HOME_POWER },
  ),
  provision("budapest/18(2)", "shall", "T", "both", [], "These powers are subject to Arts. 14 and 15.", {
    noRule: HOME_POWER,
  }),
  provision(
    "budapest/18(3)",
    "definition",
    "T",
    "both",
    [],
    "Subscriber information is what a provider holds about its subscribers, traffic and content data apart, that shows the kind and time of the service, who and where the subscriber is and how they pay, or where the equipment is installed.",
    { noRule: MEASURE },
  ),
];
