import { type Provision, provision } from "../provision.ts";
import { JURISDICTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/22(1)",
    "shall",
    "T",
    "both",
    [],
    "A Party establishes jurisdiction over offences of Arts. 2 to 11 committed in its territory, on its ships or aircraft, or by its nationals where the act is punishable where done or no State has jurisdiction.",
    { noRule: JURISDICTION },
  ),
  provision(
    "budapest/22(2)",
    "may",
    "T",
    "both",
    [],
    "A Party may reserve ships, aircraft and nationals, in whole or in part.",
    { noRule: JURISDICTION },
  ),
  provision(
    "budapest/22(3)",
    "shall",
    "T",
    "both",
    [],
    "A Party establishes jurisdiction over extraditable offences where it does not extradite a person present only because of nationality.",
    { noRule: JURISDICTION },
  ),
  provision(
    "budapest/22(4)",
    "unaffected",
    "T",
    "both",
    [],
    "Other jurisdiction under domestic law is not excluded.",
    { noRule: JURISDICTION },
  ),
  provision(
    "budapest/22(5)",
    "shall",
    "T",
    "both",
    [],
    "Where several Parties claim jurisdiction, they consult, where appropriate, on the most appropriate one.",
    { noRule: JURISDICTION },
  ),
];
