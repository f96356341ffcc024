import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/13(1)",
    "shall",
    "T",
    "requested",
    [],
    "Extracts from judicial records needed in a criminal matter are given as to own judicial authorities.",
    { noRule: "Judicial records are asked for by other ways." },
  ),
];
