import { type Provision, provision } from "../provision.ts";
import { EXTRADITION, JUDGED, TREATY_LAW } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/3(1)",
    "forbidden",
    "T",
    "requested",
    [],
    "There is no extradition for an offence the requested Party regards as political or connected with a political one.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/3(2)",
    "forbidden",
    "T",
    "requested",
    [],
    "The same where there are substantial grounds for believing that the request serves to prosecute or punish for race, religion, nationality or political opinion, or that the person's position may be prejudiced for one of these.",
    { noRule: JUDGED },
  ),
  provision(
    "coe-extradition/3(3)",
    "definition",
    "T",
    "both",
    [],
    "Taking or attempting the life of a head of State or of that person's family is not political here.",
    { noRule: EXTRADITION },
  ),
  provision(
    "coe-extradition/3(4)",
    "unaffected",
    "T",
    "both",
    [],
    "Obligations under other multilateral conventions stay as they are.",
    { noRule: TREATY_LAW },
  ),
];
