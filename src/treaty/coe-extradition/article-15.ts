import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/15",
    "forbidden",
    "T",
    "requesting",
    [],
    "The person is not surrendered on to another State for earlier offences without consent.",
    { noRule: EXTRADITION },
  ),
];
