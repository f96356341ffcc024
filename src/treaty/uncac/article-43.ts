import { ALL_MEASURES, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "uncac/43(1)",
    "shall",
    "T",
    "both",
    ALL_MEASURES,
    "States cooperate in criminal matters under Arts. 44 to 50; in civil and administrative matters on corruption they consider assisting where appropriate.",
    { noRule: "The duty is carried by the articles that follow." },
  ),
  provision(
    "uncac/43(2)",
    "shall",
    "T",
    "requested",
    ALL_MEASURES,
    "Where dual criminality is a requirement, it is met if the conduct is an offence in both States, whatever its category or name.",
    { asks: [{ field: "conduct", level: "advised" }] },
  ),
];
