import { type Provision, provision } from "../provision.ts";
import { CONTACT } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/35(1)",
    "shall",
    "T",
    "both",
    ["preservation", "traffic-partial"],
    "A point of contact answers 24 hours a day, 7 days a week, to give immediate assistance; it facilitates or, where law and practice permit, carries out the measures of (a) to (c).",
    { noRule: CONTACT },
  ),
  provision("budapest/35(1)(a)", "shall", "T", "both", [], "It helps with technical advice.", {
    noRule: CONTACT,
  }),
  provision(
    "budapest/35(1)(b)",
    "shall",
    "T",
    "both",
    ["preservation", "traffic-partial"],
    "It helps with preservation under Arts. 29 and 30.",
    { noRule: CONTACT },
  ),
  provision(
    "budapest/35(1)(c)",
    "shall",
    "T",
    "both",
    [],
    "It helps with collecting evidence, legal information and locating suspects.",
    { noRule: CONTACT },
  ),
  provision(
    "budapest/35(2)(a)",
    "shall",
    "T",
    "both",
    [],
    "It can communicate with the other Party's point of contact on an expedited basis.",
    { noRule: CONTACT },
  ),
  provision(
    "budapest/35(2)(b)",
    "shall",
    "T",
    "both",
    [],
    "Where it is not part of the authority for mutual assistance or extradition, it can coordinate with that authority on an expedited basis.",
    { noRule: CONTACT },
  ),
  provision(
    "budapest/35(3)",
    "shall",
    "T",
    "both",
    [],
    "Each Party has trained and equipped people for the network.",
    { noRule: CONTACT },
  ),
];
