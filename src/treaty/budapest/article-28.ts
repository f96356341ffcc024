import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/28(1)",
    "shall",
    "T",
    "both",
    [],
    "The article applies where no mutual assistance treaty or arrangement is in force between the two; where one is, it does not, unless the Parties agree.",
    {
      noRule: "Whether another treaty binds the two, the bases of the pair show; a lawyer says what follows.",
    },
  ),
  provision(
    "budapest/28(2)(a)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Absent a mutual assistance treaty, what is supplied may be made conditional on confidentiality, where it could not be given otherwise.",
    { noRule: "The requested State writes the condition into its answer." },
  ),
  provision(
    "budapest/28(2)(b)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Absent a mutual assistance treaty, what is supplied may be limited to the investigations and proceedings the request states.",
    { noRule: "The requested State writes the condition into its answer." },
  ),
  provision(
    "budapest/28(3)",
    "shall",
    "T",
    "requesting",
    ASSISTANCE,
    "A requesting Party that cannot keep a condition says so promptly, and the other decides; one that accepts it is bound.",
    { noRule: "The exchange of messages carries the condition and its acceptance." },
  ),
  provision(
    "budapest/28(4)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "A Party that set a condition may ask how what it supplied was used.",
    { noRule: "The requested State asks where it wishes to." },
  ),
];
