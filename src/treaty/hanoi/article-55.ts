import { provision, type Provision } from "../provision.ts";
import { ASSISTANCE_POLICY } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/55(1)",
    "shall-consider",
    "P",
    "both",
    [],
    "A State considers analysing trends of the offences in its territory, in consultation with experts and organizations.",
    { noRule: ASSISTANCE_POLICY },
  ),
  provision(
    "hanoi/55(2)",
    "shall-consider",
    "P",
    "both",
    [],
    "States consider developing and sharing statistics, expertise and information, for common definitions, standards and methods.",
    { noRule: ASSISTANCE_POLICY },
  ),
  provision(
    "hanoi/55(3)",
    "shall-consider",
    "P",
    "both",
    [],
    "A State considers monitoring its policies and assessing how effective and efficient they are.",
    { noRule: ASSISTANCE_POLICY },
  ),
  provision(
    "hanoi/55(4)",
    "shall-consider",
    "K",
    "both",
    [],
    "States consider exchanging information on legal, policy and technological developments.",
    { noRule: ASSISTANCE_POLICY },
  ),
];
