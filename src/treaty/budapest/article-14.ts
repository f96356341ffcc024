import { type Provision, provision } from "../provision.ts";
import { HOME_POWER, RESERVED } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/14(1)",
    "shall",
    "T",
    "both",
    [],
    "The powers of the section are established for specific criminal investigations or proceedings.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/14(2)",
    "shall",
    "T",
    "both",
    [],
    "They apply, interception apart, to offences of Arts. 2 to 11, to other offences committed by means of a system, and to collecting electronic evidence of any criminal offence.",
    { noRule: HOME_POWER },
  ),
  provision(
    "budapest/14(3)(a)",
    "may",
    "T",
    "both",
    [],
    "A Party may reserve Art. 20 for certain offences, no fewer than those for which it applies Art. 21; it considers keeping the reservation narrow.",
    { noRule: RESERVED },
  ),
  provision(
    "budapest/14(3)(b)",
    "may",
    "T",
    "both",
    [],
    "A Party whose law at the time did not allow it may reserve Arts. 20 and 21 for a provider's system that serves a closed group of users, uses no public network and is connected to no other system; it considers keeping the reservation narrow.",
    { noRule: RESERVED },
  ),
];
