import { holds, type Provision, provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/41(1)",
    "shall",
    "P",
    "both",
    ["preservation", "traffic-partial", "emergency-data"],
    "A point of contact answers 24 hours a day, 7 days a week, for immediate assistance.",
  ),
  provision(
    "hanoi/41(3)(b)",
    "shall",
    "P",
    "requested",
    ["preservation", "traffic-partial"],
    "The point of contact facilitates preservation under Arts. 42 and 43 or, where law and practice permit, carries it out.",
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
];
