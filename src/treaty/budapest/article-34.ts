import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/34",
    "shall",
    "T",
    "requested",
    ["content-interception"],
    "Parties provide assistance in collecting content in real time to the extent their treaties and domestic laws permit.",
    {
      asks: [
        { field: "authority", level: "required" },
        { field: "facts", level: "required" },
        { field: "selectors", level: "required" },
      ],
    },
  ),
];
