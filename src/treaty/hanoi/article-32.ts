import { provision, type Provision } from "../provision.ts";
import { COURT } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/32",
    "may",
    "P",
    "both",
    [],
    "A State may take into account, in proceedings on an offence of the Convention, that the alleged offender was convicted in another State.",
    { noRule: COURT },
  ),
];
