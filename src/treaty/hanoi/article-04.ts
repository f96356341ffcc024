import { provision, type Provision } from "../provision.ts";
import { LAWMAKING } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/4(1)",
    "shall",
    "T",
    "both",
    [],
    "A State that is party to other conventions and protocols of the United Nations makes sure that their offences are offences in its law also when committed through such systems.",
    { noRule: LAWMAKING },
  ),
  provision(
    "hanoi/4(2)",
    "forbidden",
    "T",
    "both",
    [],
    "The article is not read as making anything an offence established in accordance with this Convention.",
    {
      noRule:
        "The classification takes an offence as one of the Convention only where a sheet names an article from 7 on.",
    },
  ),
];
