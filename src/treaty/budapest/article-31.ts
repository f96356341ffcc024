import { type Provision, STORED, fails, holds, provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/31(1)",
    "may",
    "T",
    "requesting",
    STORED,
    "Search, access, seizure or disclosure may be asked of data in a system in the requested Party's territory, preserved data among them.",
    {
      asks: [
        { field: "authority", level: "required" },
        { field: "facts", level: "required" },
        { field: "selectors", level: "required" },
        { field: "preservationReference", level: "advised" },
      ],
    },
  ),
  provision(
    "budapest/31(2)",
    "shall",
    "T",
    "requested",
    STORED,
    "The requested Party responds through the instruments, arrangements and laws of Art. 23 and this chapter.",
    { noRule: "Which these are, the bases of the pair and the requested State's sheet show." },
  ),
  provision(
    "budapest/31(3)",
    "shall",
    "T",
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
];
