import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision("uncac/23", "shall", "T", "both", [], "Laundering of proceeds is made an offence.", {
    noRule: LAWMAKING,
  }),
];
