import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/20(1)",
    "forbidden",
    "T",
    "requested",
    ASSISTANCE,
    "No refund of costs is claimed but for experts, transferred detainees, and costs that are substantial or extraordinary.",
    {
      noRule:
        "The copy read has the wording of CETS 182, which binds only Parties to both; what a State says of costs, its sheet says.",
    },
  ),
];
