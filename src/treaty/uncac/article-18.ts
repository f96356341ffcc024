import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/18",
    "shall-consider",
    "T",
    "both",
    [],
    "States consider making trading in influence an offence.",
    { noRule: LAWMAKING },
  ),
];
