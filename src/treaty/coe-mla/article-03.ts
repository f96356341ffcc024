import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/3(1)",
    "shall",
    "T",
    "requested",
    ASSISTANCE,
    "Letters rogatory in a criminal matter, to procure evidence or to transmit evidence, records or documents, are executed in the manner of the requested Party's law.",
  ),
  provision(
    "coe-mla/3(2)",
    "shall",
    "T",
    "both",
    [],
    "Evidence on oath is asked for expressly, and taken so if the law does not prohibit it.",
    { noRule: "Hearings are not handled here; this program handles electronic evidence." },
  ),
  provision(
    "coe-mla/3(3)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Certified copies may be sent unless originals are asked for expressly; then every effort is made to comply.",
    { noRule: "The request says the form of evidence it needs." },
  ),
];
