import { type Provision, fails, holds, provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/33(1)",
    "shall",
    "T",
    "requested",
    ["traffic-realtime"],
    "Parties provide assistance in collecting traffic data of specified communications in their territory in real time, under the conditions and procedures of domestic law.",
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
    {
      test: ({ input, requested }) => {
        const cell = requested?.authorises[input.measure];
        if (!cell || cell.available === null)
          return unknown("The requested Party's sheet does not say whether it has the measure.");
        return cell.available
          ? holds("Its law has the measure; whether for this offence, its conditions say.")
          : fails("Its law does not have the measure.");
      },
    },
  ),
];
