import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision("coe-mla/7(1)", "shall", "T", "requested", [], "Writs and verdicts are served.", {
    noRule: "Service of documents is not handled here.",
  }),
  provision(
    "coe-mla/7(2)",
    "shall",
    "T",
    "requested",
    [],
    "Service is proved by a dated receipt or a declaration, sent at once; reasons are given if it fails.",
    { noRule: "Service of documents is not handled here." },
  ),
  provision(
    "coe-mla/7(3)",
    "may",
    "T",
    "requested",
    [],
    "A Party may ask for summonses a certain time before appearance, at most fifty days.",
    { noRule: "Service of documents is not handled here." },
  ),
];
