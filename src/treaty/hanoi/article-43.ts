import { holds, provision, type Provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/43(1)",
    "shall",
    "P",
    "requested",
    ["traffic-partial"],
    "Where the data preserved under Art. 42 show a provider in another State, enough traffic data to identify it and the path are disclosed expeditiously.",
    {
      asks: [
        { field: "preservationReference", level: "required" },
        { field: "authority", level: "required" },
        { field: "facts", level: "required" },
        { field: "selectors", level: "required" },
      ],
      test: ({ input }) =>
        input.preservationReference
          ? holds("It belongs to a preservation.")
          : unknown("The preservation it belongs to is not named.", "preservationReference"),
    },
  ),
  provision(
    "hanoi/43(2)",
    "forbidden",
    "K",
    "requested",
    ["traffic-partial"],
    "The disclosure is refused on no other ground than Art. 40(21)(b), 40(21)(c) and 40(22).",
  ),
];
