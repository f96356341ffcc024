import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";
import { OPTION } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/15(1)",
    "hanoi/15",
    "T",
    "Intentionally communicating, soliciting, grooming or making any arrangement through a system for a sexual offence against a child, as domestic law defines it and with those of Art. 14 included, is made an offence.",
  ),
  provision("hanoi/15(2)", "may", "T", "both", [], "A State may require an act in furtherance.", {
    noRule: OPTION,
  }),
  provision(
    "hanoi/15(3)",
    "may",
    "T",
    "both",
    [],
    "A State may consider extending it to a person who is believed to be a child.",
    { noRule: OPTION },
  ),
  provision("hanoi/15(4)", "may", "T", "both", [], "A State may leave out conduct of children."),
];
