import { type Provision, provision } from "../provision.ts";
import { MEANING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/3(1)",
    "definition",
    "T",
    "both",
    [],
    "The convention reaches preventing, investigating and prosecuting corruption, and freezing, seizing, confiscating and returning the proceeds of its offences.",
  ),
  provision("uncac/3(2)", "definition", "T", "both", [], "Damage or harm to State property is not needed.", {
    noRule: MEANING,
  }),
];
