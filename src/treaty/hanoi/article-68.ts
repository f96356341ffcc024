import { provision, type Provision } from "../provision.ts";
import { LEDGER } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/68(1)",
    "definition",
    "P",
    "secretary-general",
    [],
    "The Secretary-General is the depositary.",
    { noRule: LEDGER },
  ),
  provision(
    "hanoi/68(2)",
    "definition",
    "P",
    "both",
    [],
    "The Arabic, Chinese, English, French, Russian and Spanish texts are equally authentic.",
    { noRule: "The grade of each line says which text it was compared with." },
  ),
];
