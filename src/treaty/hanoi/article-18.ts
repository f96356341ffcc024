import { provision, type Provision } from "../provision.ts";
import { COURT, LAWMAKING, OPTION } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/18(1)",
    "shall",
    "P",
    "both",
    [],
    "Consistently with its legal principles, each State makes legal persons liable for taking part in offences of the Convention.",
    { noRule: LAWMAKING },
  ),
  provision(
    "hanoi/18(2)",
    "may",
    "P",
    "both",
    [],
    "The liability may be criminal, civil or administrative.",
    { noRule: OPTION },
  ),
  provision(
    "hanoi/18(3)",
    "unaffected",
    "P",
    "both",
    [],
    "It leaves the criminal liability of the natural persons who committed the offences as it is.",
    { noRule: COURT },
  ),
  provision(
    "hanoi/18(4)",
    "shall",
    "P",
    "both",
    [],
    "Legal persons held liable face effective, proportionate and dissuasive sanctions, among them fines.",
    { noRule: LAWMAKING },
  ),
];
