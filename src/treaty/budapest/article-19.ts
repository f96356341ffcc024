import { type Provision, provision } from "../provision.ts";
import { HOME_POWER } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/19(1)",
    "shall",
    "T",
    "both",
    [],
    "Authorities can search or similarly access a system and its data, and a storage medium, in the territory.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/19(2)",
    "shall",
    "T",
    "both",
    [],
    "The search can be extended expeditiously to another system in the territory where the data are lawfully accessible from the first.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/19(3)",
    "shall",
    "T",
    "both",
    [],
    "Authorities can seize or similarly secure what they accessed: seize the system or medium, copy, keep whole, and render inaccessible or remove.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/19(4)",
    "shall",
    "T",
    "both",
    [],
    "Authorities can order a person who knows how the system works or is protected to give, as is reasonable, the information that is necessary.",
    { noRule: HOME_POWER },
  ),
  provision("budapest/19(5)", "shall", "T", "both", [], "These powers are subject to Arts. 14 and 15.", {
    noRule: HOME_POWER,
  }),
];
