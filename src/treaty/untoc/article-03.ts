import { ALL_MEASURES, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/3(1)",
    "definition",
    "T",
    "both",
    ALL_MEASURES,
    "The convention reaches the offences of Arts. 5, 6, 8 and 23 and serious crimes, where the offence is transnational and involves an organized criminal group.",
  ),
  provision(
    "untoc/3(2)",
    "definition",
    "T",
    "both",
    ALL_MEASURES,
    "An offence is transnational if committed in more than one State; or in one with a substantial part of its preparation, planning, direction or control in another; or involving a group active in more than one; or with substantial effects in another.",
    { noRule: "A person answers it; an address abroad alone decides nothing." },
  ),
];
