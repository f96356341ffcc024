import { ASSISTANCE, type Provision, provision } from "../provision.ts";

// Art. 27 speaks only where no mutual assistance treaty or uniform legislation is in force between the Parties (27(1)).
export const provisions: readonly Provision[] = [
  provision(
    "budapest/27(4)(a)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Absent a mutual assistance treaty, assistance may be refused for an offence the requested Party considers political.",
  ),
  provision(
    "budapest/27(4)(b)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Absent a mutual assistance treaty, assistance may be refused where it is likely to prejudice sovereignty, security, ordre public or other essential interests.",
  ),
  provision(
    "budapest/27(5)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Absent a mutual assistance treaty, action may be postponed where it would prejudice own investigations or proceedings.",
  ),
  provision(
    "budapest/27(7)",
    "shall",
    "T",
    "requested",
    ASSISTANCE,
    "Absent a mutual assistance treaty, the outcome is told promptly and reasons are given for refusal or postponement.",
  ),
  provision(
    "budapest/27(8)",
    "shall",
    "T",
    "requested",
    ASSISTANCE,
    "Absent a mutual assistance treaty, confidentiality asked for is kept but for what execution needs; if that cannot be done, it is told promptly.",
  ),
];
