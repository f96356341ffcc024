import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/8(1)",
    "shall",
    "T",
    "both",
    [],
    "Bribing a public official, and a public official's taking of bribes, are made offences.",
    { noRule: LAWMAKING },
  ),
];
