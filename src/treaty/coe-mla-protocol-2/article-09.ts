import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/9(1)",
    "may",
    "T",
    "requesting",
    [],
    "A hearing by video of a witness or expert may be asked for where appearing is not desirable or possible.",
    { noRule: "Hearings are not handled here; this program handles electronic evidence." },
  ),
  provision(
    "coe-mla-protocol-2/9(2)",
    "shall",
    "T",
    "requested",
    [],
    "It is agreed to if fundamental principles allow and the means are there.",
    { noRule: "Hearings are not handled here; this program handles electronic evidence." },
  ),
];
