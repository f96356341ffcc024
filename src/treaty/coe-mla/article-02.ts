import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/2(a)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Assistance may be refused for an offence the requested Party considers political, connected with a political one, or fiscal.",
  ),
  provision(
    "coe-mla/2(b)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Assistance may be refused where it is likely to prejudice sovereignty, security, ordre public or other essential interests.",
  ),
];
