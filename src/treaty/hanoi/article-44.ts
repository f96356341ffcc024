import { fails, holds, provision, type Provision, STORED, unknown } from "../provision.ts";
import { PART_OF_TEST } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/44(1)",
    "may",
    "P",
    "requesting",
    STORED,
    "Search, access, seizure or disclosure may be asked of data in a system in the requested State's territory, preserved data among them.",
    { asks: [{ field: "preservationReference", level: "advised" }] },
  ),
  provision(
    "hanoi/44(2)",
    "shall",
    "P",
    "requested",
    STORED,
    "The requested State responds through the instruments and laws of Art. 35 and this chapter, so with the grounds of Art. 40.",
  ),
  provision(
    "hanoi/44(3)",
    "shall",
    "P",
    "requested",
    STORED,
    "It responds on an expedited basis where data are particularly vulnerable or the instruments and laws provide for it.",
    {
      test: ({ input }) => {
        if (!input.urgency) return unknown("Nothing is said about urgency yet.", "urgency");
        return input.urgency.kind === "volatile"
          ? holds("The data are said to be vulnerable to loss or change.")
          : fails("The data are not said to be vulnerable.");
      },
    },
  ),
  provision(
    "hanoi/44(3)(a)",
    "shall",
    "P",
    "requested",
    [],
    "Expedited because there are grounds to believe that the data are particularly vulnerable to loss or change.",
    { noRule: PART_OF_TEST },
  ),
  provision(
    "hanoi/44(3)(b)",
    "shall",
    "P",
    "requested",
    [],
    "Expedited because the instruments and laws provide for it.",
    { noRule: "Which instruments and laws do, the requested State says." },
  ),
];
