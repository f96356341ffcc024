import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/33(1)",
    "shall",
    "T",
    "requested",
    ["traffic-realtime"],
    "Parties provide assistance in collecting traffic data in real time, under the conditions of domestic law.",
    {
      asks: [
        { field: "authority", level: "required" },
        { field: "facts", level: "required" },
        { field: "selectors", level: "required" },
      ],
    },
  ),
  provision(
    "budapest/33(2)",
    "shall",
    "T",
    "requested",
    ["traffic-realtime"],
    "They do so at least for offences for which the measure is available in a similar domestic case.",
  ),
];
