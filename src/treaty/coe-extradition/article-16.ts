import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/16(1)",
    "may",
    "T",
    "requesting",
    [],
    "In urgency provisional arrest may be asked for; the requested Party decides by its law.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/16(2)",
    "shall",
    "T",
    "requesting",
    [],
    "Such a request says that a document of 12(2)(a) exists, that extradition will be asked for, for which offence, when and where, with a description of the person.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/16(3)",
    "may",
    "T",
    "requesting",
    [],
    "It may go by the diplomatic channel, directly in writing, through Interpol or otherwise as accepted.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/16(4)",
    "may",
    "T",
    "requested",
    [],
    "Provisional arrest may end after eighteen days without the request and documents, and does not exceed forty days.",
    { noRule: "No arrest is handled here, so the clock of eighteen and forty days starts nowhere." },
  ),
  provision(
    "coe-extradition/16(5)",
    "unaffected",
    "T",
    "both",
    [],
    "Release does not bar arrest and extradition later.",
    { noRule: EXTRADITION },
  ),
];
