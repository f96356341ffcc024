import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/12(1)",
    "shall",
    "T",
    "requesting",
    [],
    "The request is in writing, from Ministry of Justice to Ministry of Justice; the diplomatic channel is not excluded.",
    {
      noRule:
        "The copy read has the wording of a later protocol (CETS 98); between others the diplomatic channel of 1957 is the rule (not compared).",
    },
  ),
  provision(
    "coe-extradition/12(2)(a)",
    "shall",
    "T",
    "requesting",
    [],
    "It comes with the judgment, detention order, warrant of arrest or like order, original or authenticated.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/12(2)(b)",
    "shall",
    "T",
    "requesting",
    [],
    "It comes with a statement of the offences, time, place, legal description and provisions, as accurate as possible.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/12(2)(c)",
    "shall",
    "T",
    "requesting",
    [],
    "It comes with the enactments or a statement of the law, and a description of the person with what helps to establish identity and nationality.",
    { noRule: EXTRADITION },
  ),
];
