import { type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision("untoc/6(1)", "shall", "T", "both", [], "Laundering the proceeds of crime is made an offence.", {
    noRule: LAWMAKING,
  }),
];
