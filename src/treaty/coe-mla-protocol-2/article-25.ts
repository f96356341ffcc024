import { ALL_MEASURES, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/25",
    "shall",
    "T",
    "requested",
    ALL_MEASURES,
    "The fact and substance of the request are kept confidential where the requesting Party requires it, but for what execution needs; if that cannot be done, it is told promptly.",
    { noRule: "Weighed with the secrecy that is asked for and the requested State's cap." },
  ),
];
