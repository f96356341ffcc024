import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/5(1)",
    "shall",
    "T",
    "requested",
    [],
    "For tax, duty, customs and exchange offences there is extradition where the requested Party's law has an offence of the same nature.",
    {
      noRule:
        "The copy read has the wording of a later protocol (CETS 98); between others the wording of 1957, not compared, asks for an agreement on such offences.",
    },
  ),
  provision(
    "coe-extradition/5(2)",
    "forbidden",
    "T",
    "requested",
    [],
    "That the requested Party has no tax or regulation of the same kind is no ground to refuse.",
    { noRule: "The copy read has the wording of a later protocol (CETS 98), which binds only its Parties." },
  ),
];
