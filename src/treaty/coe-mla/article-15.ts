import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/15(1)",
    "shall",
    "T",
    "requesting",
    ASSISTANCE,
    "Requests go from Ministry of Justice to Ministry of Justice, in writing, or directly between judicial authorities.",
    {
      noRule:
        "The copy read has the wording of CETS 182; between other Parties direct transmission is for urgent cases (1959 wording, not compared).",
    },
  ),
  provision(
    "coe-mla/15(7)",
    "may",
    "T",
    "both",
    ASSISTANCE,
    "In urgent cases, where direct transmission is permitted, it may go through Interpol.",
    {
      noRule:
        "The copy read has the wording of CETS 182, which binds only Parties to both; the wording of 1959 was not compared.",
    },
  ),
  provision(
    "coe-mla/15(8)",
    "may",
    "T",
    "both",
    [],
    "A Party may declare that requests, or some, go through or are copied to a central authority.",
    {
      noRule:
        "The copy read has the wording of CETS 182, which binds only Parties to both; the wording of 1959 was not compared.",
    },
  ),
  provision(
    "coe-mla/15(9)",
    "may",
    "T",
    "both",
    ASSISTANCE,
    "Requests may go by any electronic means if a written record and the original can be produced when asked; a Party may declare conditions.",
    {
      noRule:
        "The copy read has the wording of CETS 182, which binds only Parties to both; the wording of 1959 was not compared.",
    },
  ),
];
