import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/65(1)",
    "definition",
    "T",
    "both",
    [],
    "The Convention enters into force on the ninetieth day after the fortieth deposit.",
  ),
  provision(
    "hanoi/65(2)",
    "definition",
    "P",
    "both",
    [],
    "For a later State it enters into force on the thirtieth day after its deposit, or with the Convention itself if that is later.",
  ),
  provision(
    "hanoi/67(1)",
    "may",
    "P",
    "both",
    [],
    "A State may denounce in writing; it takes effect one year after the notification is received.",
  ),
];
