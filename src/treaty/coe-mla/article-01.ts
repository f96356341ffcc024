import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/1(1)",
    "shall",
    "T",
    "requested",
    ASSISTANCE,
    "The widest measure of mutual assistance is afforded promptly in proceedings on offences that the requesting Party's judicial authorities can punish at the time of the request.",
  ),
  provision(
    "coe-mla/1(2)",
    "definition",
    "T",
    "both",
    [],
    "Arrests, the enforcement of verdicts and purely military offences are outside.",
    { noRule: "Neither arrest nor enforcement is asked for here; a military offence a person would name." },
  ),
  provision(
    "coe-mla/1(3)",
    "may",
    "T",
    "both",
    [],
    "Assistance may also be given in proceedings of administrative authorities whose decision can be taken to a court with criminal jurisdiction.",
    {
      noRule:
        "The copy read has the wording of CETS 182, which binds only Parties to both; the wording of 1959 was not compared.",
    },
  ),
  provision(
    "coe-mla/1(4)",
    "forbidden",
    "T",
    "requested",
    [],
    "That a legal person may be held liable for the acts is by itself no ground to refuse.",
    {
      noRule:
        "The copy read has the wording of CETS 182, which binds only Parties to both; the wording of 1959 was not compared.",
    },
  ),
];
