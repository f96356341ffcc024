import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/20",
    "shall-consider",
    "T",
    "both",
    [],
    "Subject to their constitutions, States consider making illicit enrichment an offence.",
    { noRule: LAWMAKING },
  ),
];
