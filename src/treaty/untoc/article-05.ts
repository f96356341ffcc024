import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/5(1)",
    "shall",
    "T",
    "both",
    [],
    "Taking part in an organized criminal group is made an offence: agreeing to commit a serious crime for material benefit or taking an active part in the group knowing its aim (either or both), and organizing, directing or aiding serious crime with such a group.",
    { noRule: LAWMAKING },
  ),
];
