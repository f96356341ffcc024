import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/9(1)",
    "forbidden",
    "T",
    "requested",
    [],
    "There is no extradition where the requested Party's authorities have finally judged the same offence; it may be refused where they decided not to proceed.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/9(2)",
    "forbidden",
    "T",
    "requested",
    [],
    "The same, with exceptions, for final judgments of a third Party.",
    { noRule: "The copy read has the wording of a later protocol (CETS 86), which binds only its Parties." },
  ),
];
