import { provision, type Provision } from "../provision.ts";
import { PEOPLE } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/38",
    "may",
    "K",
    "both",
    [],
    "States may consider agreements on transferring sentenced persons, taking their rights into consideration; consent, rehabilitation and reintegration may be taken into account.",
    { noRule: PEOPLE },
  ),
];
