import { provision, type Provision } from "../provision.ts";
import { HOME_POWER, LAWMAKING, RESERVED } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/23(1)",
    "shall",
    "P",
    "both",
    [],
    "The powers of the chapter are set up for specific criminal investigations or proceedings.",
    { noRule: LAWMAKING },
  ),
  provision(
    "hanoi/23(2)(a)",
    "shall",
    "P",
    "both",
    [],
    "The powers are applied to the offences of the Convention.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/23(2)(b)",
    "shall",
    "P",
    "both",
    [],
    "The powers are applied to other offences committed through a system.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/23(2)(c)",
    "shall",
    "P",
    "both",
    [],
    "The powers are applied to collecting evidence in electronic form of any offence; at home no gravity is asked for.",
    { noRule: HOME_POWER },
  ),
  provision(
    "hanoi/23(3)(a)",
    "may",
    "P",
    "both",
    [],
    "A State may reserve Art. 29 for offences or categories it lists, not fewer than those to which it applies Art. 30, and considers restricting the reservation.",
    { noRule: RESERVED },
  ),
  provision(
    "hanoi/23(3)(b)",
    "may",
    "P",
    "both",
    [],
    "A State whose law at adoption does not allow it may reserve not to apply Arts. 29 and 30 within a provider's system that serves a closed group of users, uses no public network and is connected to no other system, and considers restricting the reservation.",
    { noRule: RESERVED },
  ),
];
