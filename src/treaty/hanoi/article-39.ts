import { provision, type Provision } from "../provision.ts";
import { COURT } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/39(1)",
    "shall-consider",
    "P",
    "both",
    [],
    "States consider transferring proceedings to one another where that serves the proper administration of justice, above all where several have jurisdiction, so that prosecution is concentrated.",
    { noRule: COURT },
  ),
  provision(
    "hanoi/39(2)",
    "may",
    "K",
    "both",
    [],
    "A State that needs a treaty for it may take the Convention as legal basis.",
    { noRule: COURT },
  ),
];
