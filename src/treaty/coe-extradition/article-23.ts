import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/23",
    "shall",
    "T",
    "requesting",
    [],
    "Documents are in the language of either Party; the requested one may ask for a translation into an official language of the Council of Europe of its choice.",
    { noRule: EXTRADITION },
  ),
];
