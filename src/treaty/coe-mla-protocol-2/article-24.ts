import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/24(1)",
    "may",
    "T",
    "requested",
    ["preservation"],
    "On request and under its law, the requested Party may take provisional measures to preserve evidence, keep a situation as it is or protect interests in danger.",
    {
      asks: [
        { field: "authority", level: "required" },
        { field: "facts", level: "required" },
        { field: "selectors", level: "required" },
      ],
    },
  ),
  provision(
    "coe-mla-protocol-2/24(2)",
    "may",
    "T",
    "requested",
    ["preservation"],
    "It may grant that in part or under conditions, for a limited time above all.",
    { noRule: "The requested State writes the condition into its answer." },
  ),
];
