import { provision, type Provision } from "../provision.ts";
import { LEDGER } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/64(1)",
    "definition",
    "T",
    "both",
    [],
    "The Convention is open to all States for signature in Hanoi on 25 and 26 October 2025 and then in New York until 31 December 2026.",
    { noRule: LEDGER },
  ),
  provision(
    "hanoi/64(2)",
    "may",
    "P",
    "both",
    [],
    "A regional organization may sign where at least one of its member States has.",
    { noRule: LEDGER },
  ),
  provision(
    "hanoi/64(3)",
    "shall",
    "P",
    "both",
    [],
    "The Convention is subject to ratification, acceptance or approval; a regional organization may deposit where at least one member State has, and declares the extent of its competence and every change of it.",
    { noRule: LEDGER },
  ),
  provision(
    "hanoi/64(4)",
    "may",
    "P",
    "both",
    [],
    "Any State, and a regional organization with at least one member State that is a party, may accede, the organization with the same declaration.",
    { noRule: LEDGER },
  ),
];
