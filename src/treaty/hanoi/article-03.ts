import { provision, type Provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/3(a)",
    "definition",
    "T",
    "both",
    [],
    "The Convention covers preventing, investigating and prosecuting the offences established in accordance with it, and freezing, seizing, confiscating and returning their proceeds.",
    { noRule: "The classification reads scope from Art. 35(1), which says what cooperation is owed." },
  ),
  provision(
    "hanoi/3(b)",
    "definition",
    "T",
    "both",
    [],
    "It covers collecting, obtaining, preserving and sharing evidence in electronic form for criminal investigations or proceedings, as Arts. 23 and 35 provide.",
    { noRule: "The classification reads scope from Art. 35(1), which says what cooperation is owed." },
  ),
];
