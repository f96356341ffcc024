import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/15(1)",
    "hanoi/15",
    "T",
    "Communicating, soliciting, grooming or arranging through a system for a sexual offence against a child, intentionally, is made an offence.",
  ),
  provision("hanoi/15(2)", "may", "T", "both", [], "A State may require an act in furtherance."),
  provision("hanoi/15(4)", "may", "T", "both", [], "A State may leave out conduct of children."),
];
