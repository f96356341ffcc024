import { provision, type Provision } from "../provision.ts";
import { COURT } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/20",
    "shall",
    "P",
    "both",
    [],
    "Where appropriate and according to gravity, there is a long period in which proceedings can begin, and a longer one, or a suspension, where the alleged offender evades justice.",
    { noRule: COURT },
  ),
];
