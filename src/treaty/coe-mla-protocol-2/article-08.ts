import { ALL_MEASURES, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/8",
    "shall",
    "T",
    "requested",
    ALL_MEASURES,
    "Formalities and procedures that the requesting Party's law needs are followed, even unfamiliar ones, as far as they are not contrary to fundamental principles of the requested Party's law.",
    { noRule: "The request says the form of evidence it needs; whether the law allows it, a person judges." },
  ),
];
