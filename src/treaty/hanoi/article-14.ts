import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/14(1)",
    "hanoi/14",
    "T",
    "Making, sharing, seeking, holding or financing child sexual abuse material through a system, intentionally and without right, is made an offence.",
  ),
  provision(
    "hanoi/14(2)",
    "definition",
    "T",
    "both",
    [],
    "The material depicts, describes or represents a person under 18.",
  ),
  provision(
    "hanoi/14(4)",
    "may",
    "T",
    "both",
    [],
    "A State may leave out material children made of themselves, and certain consensual private material.",
  ),
  provision(
    "hanoi/14(5)",
    "nothing-obliges",
    "T",
    "both",
    [],
    "Obligations that are more favourable to the rights of the child are not affected.",
  ),
];
