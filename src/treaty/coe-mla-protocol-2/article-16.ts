import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/16(1)",
    "may",
    "T",
    "both",
    [],
    "Judicial authorities may serve by post directly; a Party may reserve the article.",
    { noRule: "Service of documents is not handled here." },
  ),
];
