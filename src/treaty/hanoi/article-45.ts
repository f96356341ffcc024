import type { Measure } from "../opinion-types.ts";
import { fails, holds, provision, type Provision, unknown } from "../provision.ts";

const ON: readonly Measure[] = ["traffic-realtime"];

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/45(1)",
    "shall-endeavour",
    "K",
    "requested",
    ON,
    "The requested State endeavours to collect traffic data in real time, under the conditions of its domestic law.",
  ),
  provision(
    "hanoi/45(2)",
    "shall-endeavour",
    "K",
    "requested",
    ON,
    "It endeavours so at least for offences for which the measure is available in a similar domestic case.",
    {
      test: ({ requested }) => {
        const cell = requested?.authorises["traffic-realtime"];
        if (!cell || cell.available === null)
          return unknown("The requested State's sheet does not say whether it has the measure.");
        return cell.available
          ? holds("Its law has the measure; whether for this offence, its lawyer says.")
          : fails("Its law does not have the measure.");
      },
    },
  ),
  provision("hanoi/45(3)(a)", "shall", "K", "requesting", ON, "The request specifies the authority.", {
    asks: [{ field: "authority", level: "required" }],
  }),
  provision(
    "hanoi/45(3)(b)",
    "shall",
    "K",
    "requesting",
    ON,
    "The request gives the main facts and the nature of the proceeding.",
    { asks: [{ field: "facts", level: "required" }] },
  ),
  provision(
    "hanoi/45(3)(c)",
    "shall",
    "K",
    "requesting",
    ON,
    "The request specifies the data and their relationship to the offence.",
    {
      asks: [
        { field: "selectors", level: "required" },
        { field: "selectors.reason", level: "required" },
      ],
    },
  ),
  provision(
    "hanoi/45(3)(d)",
    "shall",
    "K",
    "requesting",
    ON,
    "The request gives what is known of the owner or user of the data or the place of the system.",
    { asks: [{ field: "custodian", level: "advised" }] },
  ),
  provision("hanoi/45(3)(e)", "shall", "K", "requesting", ON, "The request justifies the need.", {
    asks: [{ field: "justification", level: "required" }],
  }),
  provision(
    "hanoi/45(3)(f)",
    "shall",
    "K",
    "requesting",
    ON,
    "The request gives the period of collection and justifies its length.",
    {
      asks: [
        { field: "period", level: "required" },
        { field: "durationJustification", level: "required" },
      ],
    },
  ),
];
