import { provision, type Provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/65(1)",
    "definition",
    "T",
    "both",
    [],
    "The Convention enters into force on the ninetieth day after the fortieth deposit; what a regional organization deposits does not count in addition to its member States.",
  ),
  provision(
    "hanoi/65(2)",
    "definition",
    "P",
    "both",
    [],
    "For a later State it enters into force on the thirtieth day after its deposit, or with the Convention itself if that is later.",
  ),
];
