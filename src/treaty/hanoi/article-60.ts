import { provision, type Provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/60(1)",
    "may",
    "K",
    "both",
    [],
    "States that have, or later make, an agreement on the same matters are also entitled to apply it.",
  ),
  provision(
    "hanoi/60(2)",
    "unaffected",
    "K",
    "both",
    [],
    "Other rights, restrictions, obligations and responsibilities of a State under international law stay as they are.",
    { noRule: "What else binds a State, its own lawyer says; the file does not hold it." },
  ),
];
