import { provision, type Provision } from "../provision.ts";
import { ASSETS } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/49(1)(a)",
    "shall",
    "P",
    "both",
    [],
    "To assist under Art. 50, a State lets its authorities give effect to confiscation orders of another's courts, in accordance with its law.",
    { noRule: ASSETS },
  ),
  provision(
    "hanoi/49(1)(b)",
    "shall",
    "P",
    "both",
    [],
    "It lets its authorities confiscate property of foreign origin in accordance with its law.",
    { noRule: ASSETS },
  ),
  provision(
    "hanoi/49(1)(c)",
    "shall-consider",
    "P",
    "both",
    [],
    "It considers allowing confiscation without conviction where the offender cannot be prosecuted by reason of death, flight, absence or otherwise.",
    { noRule: ASSETS },
  ),
  provision(
    "hanoi/49(2)(a)",
    "shall",
    "P",
    "both",
    [],
    "It lets its authorities freeze or seize on a foreign order that gives a reasonable basis to believe that there are sufficient grounds and that the property will be confiscated.",
    { noRule: ASSETS },
  ),
  provision(
    "hanoi/49(2)(b)",
    "shall",
    "P",
    "both",
    [],
    "It lets its authorities do so on a request with the same reasonable basis.",
    { noRule: ASSETS },
  ),
  provision(
    "hanoi/49(2)(c)",
    "shall-consider",
    "P",
    "both",
    [],
    "It considers measures to preserve property, for instance on a foreign arrest or charge.",
    { noRule: ASSETS },
  ),
];
