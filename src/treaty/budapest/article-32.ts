import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/32(a)",
    "may",
    "T",
    "both",
    [],
    "Without another Party's authorisation a Party may access stored data that are publicly available, wherever they are.",
    { noRule: "No request is needed, so this program has no part in it; the Convention has no such clause." },
  ),
  provision(
    "budapest/32(b)",
    "may",
    "T",
    "both",
    [],
    "Without another Party's authorisation a Party may access or receive, through a system in its territory, stored data in another Party with the lawful and voluntary consent of who may lawfully disclose them.",
    { noRule: "No request is needed, so this program has no part in it; the Convention has no such clause." },
  ),
];
