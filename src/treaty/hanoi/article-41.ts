import { holds, provision, type Provision, unknown } from "../provision.ts";
import { CONTACT, DEPOSITARY } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/41(1)",
    "shall",
    "P",
    "both",
    ["preservation", "traffic-partial", "emergency-data"],
    "Each State designates a point of contact that can be reached 24 hours a day, 7 days a week, for immediate assistance.",
    {
      noRule: "The directory holds each State's point of contact; whether it answers, one finds by calling.",
    },
  ),
  provision(
    "hanoi/41(2)",
    "shall",
    "K",
    "both",
    [],
    "The Secretary-General is told of the point of contact, keeps an updated register and circulates the list every year.",
    { noRule: DEPOSITARY },
  ),
  provision(
    "hanoi/41(3)(a)",
    "shall",
    "P",
    "requested",
    [],
    "The point of contact facilitates technical advice or, where law and practice permit, gives it.",
    { noRule: CONTACT },
  ),
  provision(
    "hanoi/41(3)(b)",
    "shall",
    "P",
    "requested",
    ["preservation", "traffic-partial"],
    "The point of contact facilitates preservation under Arts. 42 and 43 or, where law and practice permit, carries it out, and as appropriate says where the provider is, if known.",
    { noRule: CONTACT },
  ),
  provision(
    "hanoi/41(3)(c)",
    "shall",
    "P",
    "requested",
    [],
    "The point of contact facilitates collecting evidence and giving legal information or, where law and practice permit, does it.",
    { noRule: CONTACT },
  ),
  provision(
    "hanoi/41(3)(d)",
    "shall",
    "K",
    "requested",
    [],
    "The point of contact facilitates locating suspects or, where law and practice permit, does it.",
    { noRule: CONTACT },
  ),
  provision(
    "hanoi/41(3)(e)",
    "shall",
    "K",
    "requested",
    ["emergency-data"],
    "The point of contact facilitates obtaining data to avert an emergency or, where law and practice permit, carries it out.",
    {
      asks: [
        { field: "authority", level: "required" },
        { field: "facts", level: "required" },
        { field: "selectors", level: "required" },
      ],
      test: ({ requested }) => {
        const cell = requested?.authorises["emergency-data"];
        return cell
          ? holds(`The requested State's law names who authorises it: ${cell.who}.`)
          : unknown(
              "Whether its law lets the contact point carry it out is not known; facilitating is owed.",
            );
      },
    },
  ),
  provision(
    "hanoi/41(4)",
    "shall",
    "P",
    "both",
    [],
    "The point of contact can communicate quickly with others and, if it does not belong to the authority for assistance or extradition, can coordinate with it quickly.",
    { noRule: CONTACT },
  ),
  provision(
    "hanoi/41(5)",
    "shall",
    "P",
    "both",
    [],
    "Trained and equipped personnel is at hand for the network.",
    { noRule: CONTACT },
  ),
  provision(
    "hanoi/41(6)",
    "may",
    "K",
    "both",
    [],
    "Existing networks, INTERPOL's for one, may be used and strengthened.",
    { noRule: CONTACT },
  ),
];
