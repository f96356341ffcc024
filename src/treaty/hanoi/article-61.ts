import { provision, type Provision } from "../provision.ts";
import { TREATY_LAW } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision("hanoi/61(1)", "may", "K", "both", [], "Protocols may supplement the Convention.", {
    noRule: TREATY_LAW,
  }),
  provision(
    "hanoi/61(2)",
    "definition",
    "K",
    "both",
    [],
    "Only a party to the Convention can become party to a protocol.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "hanoi/61(3)",
    "definition",
    "K",
    "both",
    [],
    "A State is bound by a protocol only as a party to it.",
    { noRule: TREATY_LAW },
  ),
  provision(
    "hanoi/61(4)",
    "definition",
    "K",
    "both",
    [],
    "A protocol is read together with the Convention, with its own purpose in view.",
    { noRule: TREATY_LAW },
  ),
];
