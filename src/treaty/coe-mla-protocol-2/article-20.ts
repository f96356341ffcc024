import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/20(1)",
    "may",
    "T",
    "both",
    [],
    "Parties may set up a joint team for a purpose and a limited time, by agreement; a Party may reserve the article.",
    { noRule: "A joint team is agreed between authorities outside this program." },
  ),
];
