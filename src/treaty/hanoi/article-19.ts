import { provision, type Provision } from "../provision.ts";
import { TAKING_PART } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/19(1)",
    "shall",
    "P",
    "both",
    [],
    "Taking part in an offence of the Convention in any capacity, for instance as accomplice, assistant or instigator, is made an offence.",
    { noRule: TAKING_PART },
  ),
  provision("hanoi/19(2)", "may", "P", "both", [], "A State may make the attempt an offence.", {
    noRule: TAKING_PART,
  }),
  provision("hanoi/19(3)", "may", "P", "both", [], "A State may make the preparation an offence.", {
    noRule: TAKING_PART,
  }),
];
