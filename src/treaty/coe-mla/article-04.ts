import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/4(1)",
    "shall",
    "T",
    "requested",
    [],
    "When asked expressly, the date and place of execution are told; officials and interested persons may be present with consent.",
    { noRule: "Presence at execution is arranged by people." },
  ),
  provision(
    "coe-mla/4(2)",
    "may",
    "T",
    "requested",
    [],
    "Presence should not be refused where it spares further requests.",
    {
      noRule:
        "The copy read has the wording of CETS 182, which binds only Parties to both; the wording of 1959 was not compared.",
    },
  ),
];
