import { provision, type Provision } from "../provision.ts";
import { ASSISTANCE_POLICY, UNSURE } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/56(1)",
    "shall",
    "P",
    "both",
    [],
    "States take measures that serve the best implementation of the Convention through international cooperation, taking its effects on society and sustainable development into account.",
    { noRule: ASSISTANCE_POLICY },
  ),
  provision(
    "hanoi/56(2)",
    "shall",
    "P",
    "both",
    [],
    "As far as possible and in coordination with each other and with organizations, States make concrete efforts to help developing countries implement it.",
    { noRule: ASSISTANCE_POLICY },
  ),
  provision(
    "hanoi/56(2)(c)",
    "shall-endeavour",
    "P",
    "both",
    [],
    "Part of it: they try to make adequate and regular voluntary contributions to an account set up for that purpose at the United Nations.",
    { noRule: ASSISTANCE_POLICY },
  ),
  provision(
    "hanoi/56(2)(e)",
    "shall",
    "K?",
    "both",
    [],
    "Part of it: they exchange best practices and information on activities, for more transparency.",
    { noRule: UNSURE },
  ),
];
