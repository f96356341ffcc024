import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/16(1)",
    "forbidden",
    "T",
    "requested",
    ASSISTANCE,
    "Translations of requests and their annexes are not required, unless a Party reserved it.",
    { noRule: "Which languages a State accepts, its sheet says as far as known." },
  ),
  provision(
    "coe-mla/16(2)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "A Party may have reserved that requests come with a translation into its language, or an official language of the Council of Europe, or one of these it names; others may apply that reciprocally.",
    { noRule: "Which languages a State accepts, its sheet says as far as known." },
  ),
];
