import { type Provision, provision } from "../provision.ts";
import { TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/5(1)(a)",
    "may",
    "T",
    "requested",
    ["stored-data"],
    "A Party may have declared that search or seizure depends on the offence being punishable in both.",
  ),
  provision(
    "coe-mla/5(1)(b)",
    "may",
    "T",
    "requested",
    ["stored-data"],
    "A Party may have declared that search or seizure depends on the offence being extraditable in the requested country.",
  ),
  provision(
    "coe-mla/5(1)(c)",
    "may",
    "T",
    "requested",
    ["stored-data"],
    "A Party may have declared that search or seizure depends on being consistent with its law.",
  ),
  provision(
    "coe-mla/5(2)",
    "may",
    "T",
    "both",
    ["stored-data"],
    "Any other Party may apply such a declaration reciprocally.",
    { noRule: TREATY_LAW },
  ),
];
