import { provision, type Provision } from "../provision.ts";
import { PEOPLE, POLICY } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/33(1)",
    "shall",
    "P",
    "both",
    [],
    "Within its means, a State effectively protects witnesses, and as appropriate their relatives and those close to them, against retaliation and intimidation.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/33(2)(a)",
    "may",
    "P",
    "both",
    [],
    "Without prejudice to the rights of the defendant, it may relocate them and withhold or limit what is disclosed of their identity and whereabouts.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/33(2)(b)",
    "may",
    "P",
    "both",
    [],
    "Without prejudice to the rights of the defendant, it may let them testify safely, for instance by video.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/33(3)",
    "shall-consider",
    "P",
    "both",
    [],
    "States consider agreements with others on relocating such persons.",
    { noRule: POLICY },
  ),
  provision(
    "hanoi/33(4)",
    "shall",
    "P",
    "both",
    [],
    "The article applies to victims as far as they are witnesses.",
    { noRule: PEOPLE },
  ),
];
