import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/35(1)",
    "shall",
    "T",
    "both",
    ["preservation", "traffic-partial"],
    "A point of contact answers 24 hours a day, 7 days a week; it facilitates preservation under Arts. 29 and 30 or, where law and practice permit, carries it out.",
  ),
];
