import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/10(1)",
    "shall",
    "T",
    "requested",
    [],
    "Where a witness's appearance is especially necessary, the requested Party invites and reports the reply.",
    { noRule: "Witnesses are not handled here." },
  ),
];
