import { type Provision, provision } from "../provision.ts";
import { DETAINED } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/11(1)",
    "shall",
    "T",
    "requested",
    [],
    "A person in custody is transferred for evidence, unless the person does not consent, is needed, would be held longer, or other overriding grounds stand against it.",
    { noRule: DETAINED },
  ),
];
