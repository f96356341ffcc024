import { type Provision, provision } from "../provision.ts";
import { CONTACT } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/18",
    "shall",
    "T",
    "requested",
    [],
    "An authority without competence passes the request on by itself and says so.",
    { noRule: CONTACT },
  ),
];
