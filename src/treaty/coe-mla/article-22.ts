import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/22",
    "shall",
    "T",
    "both",
    [],
    "Convictions of the other Party's nationals are told, at least once a year.",
    { noRule: "Judicial records are exchanged by other ways." },
  ),
];
