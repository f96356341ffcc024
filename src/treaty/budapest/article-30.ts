import { holds, type Provision, provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/30(1)",
    "shall",
    "T",
    "requested",
    ["traffic-partial"],
    "Where the data preserved under Art. 29 show a provider in another State, enough traffic data to identify it and the path are disclosed expeditiously.",
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
    "budapest/30(2)",
    "forbidden",
    "T",
    "requested",
    ["traffic-partial"],
    "The disclosure is withheld on no other ground than (a) a political offence and (b) sovereignty, security, ordre public or other essential interests.",
  ),
];
