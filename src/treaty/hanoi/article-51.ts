import { provision, type Provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/51",
    "shall-endeavour",
    "P",
    "both",
    [],
    "A State tries to permit itself to forward information on proceeds unasked where that could help another State to investigate or to make a request.",
  ),
];
