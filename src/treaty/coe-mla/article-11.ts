import { type Provision, provision } from "../provision.ts";
import { DETAINED } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/11(1)",
    "shall",
    "T",
    "requested",
    [],
    "A person in custody whose appearance is needed for evidence, not for trial, is transferred for a time; it may be refused where the person does not consent, is needed in pending proceedings, would be held longer, or other overriding grounds stand against it.",
    { noRule: DETAINED },
  ),
];
