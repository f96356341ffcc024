import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/17",
    "forbidden",
    "T",
    "requested",
    [],
    "Evidence and documents need no authentication.",
    { noRule: "Signatures here are for those who receive the evidence, not a demand of the treaty." },
  ),
];
