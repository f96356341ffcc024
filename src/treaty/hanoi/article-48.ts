import { provision, type Provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/48",
    "shall-consider",
    "P",
    "both",
    [],
    "States consider agreements on joint investigations of Convention offences, and may otherwise agree case by case; the sovereignty of the State where one works is fully respected.",
  ),
];
