import { provision, type Provision } from "../provision.ts";
import { PEOPLE } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/34(1)",
    "shall",
    "K",
    "both",
    [],
    "Within its means, a State assists and protects the victims of offences of the Convention.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/34(2)",
    "shall",
    "K",
    "both",
    [],
    "Subject to its law, it has procedures by which victims obtain compensation and restitution.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/34(3)",
    "shall",
    "K",
    "both",
    [],
    "Subject to its law, the views and concerns of victims can be heard in the proceedings without prejudice to the rights of the defence.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/34(4)",
    "shall",
    "K",
    "both",
    [],
    "Victims of offences under Arts. 14 to 16 are helped to recover physically and psychologically, in cooperation with organizations and civil society.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/34(5)",
    "shall",
    "K",
    "both",
    [],
    "In doing so, age, gender and circumstances are taken into account, and those of children above all.",
    { noRule: PEOPLE },
  ),
  provision(
    "hanoi/34(6)",
    "shall",
    "K",
    "both",
    [],
    "Consistently with its legal framework, it takes effective steps on requests to remove, or make inaccessible, content of Arts. 14 and 16.",
    { noRule: "Removal of content is another procedure than a request for evidence." },
  ),
];
