import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/8",
    "forbidden",
    "T",
    "requesting",
    [],
    "A witness who did not follow a summons is not punished for it unless later summoned again within the requesting Party.",
    { noRule: "Witnesses are not handled here." },
  ),
];
