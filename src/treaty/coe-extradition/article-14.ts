import { type Provision, provision } from "../provision.ts";
import { EXTRADITION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/14(1)",
    "forbidden",
    "T",
    "requesting",
    [],
    "Who was extradited is not proceeded against, sentenced, detained or restricted for an earlier offence other than that one, unless the surrendering Party consents or the person stayed forty-five days after final discharge or came back.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/14(2)",
    "may",
    "T",
    "requesting",
    [],
    "Measures to remove the person, or to keep time from running, are allowed.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/14(3)",
    "shall",
    "T",
    "requesting",
    [],
    "If the charge is described anew, it must still be extraditable by its elements.",
    { noRule: EXTRADITION },
  ),
];
