import { provision, type Provision } from "../provision.ts";
import { ASSETS } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/52(1)",
    "shall",
    "K",
    "requested",
    [],
    "Confiscated proceeds and property are disposed of under the State's domestic law and procedures.",
    { noRule: ASSETS },
  ),
  provision(
    "hanoi/52(2)",
    "shall",
    "K",
    "requested",
    [],
    "When asked and as far as its law permits, a State gives priority consideration to returning them to the requesting State, to compensate victims or return them to prior legitimate owners.",
    { noRule: ASSETS },
  ),
  provision(
    "hanoi/52(3)",
    "may",
    "K",
    "both",
    [],
    "After considering the victims, States may agree on contributing the value to the account of Art. 56(2)(c) or to bodies in the field, or on sharing it.",
    { noRule: ASSETS },
  ),
  provision("hanoi/52(4)", "may", "K", "requested", [], "Reasonable expenses may be deducted.", {
    noRule: ASSETS,
  }),
];
