import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/14(1)(a)",
    "shall",
    "T",
    "requesting",
    ASSISTANCE,
    "The request names the authority that makes it.",
    { asks: [{ field: "authority", level: "required" }] },
  ),
  provision(
    "coe-mla/14(1)(b)",
    "shall",
    "T",
    "requesting",
    ASSISTANCE,
    "The request says its object and the reason for it.",
    {
      asks: [
        { field: "selectors", level: "required" },
        { field: "purpose", level: "required" },
      ],
    },
  ),
  provision(
    "coe-mla/14(1)(c)",
    "shall",
    "T",
    "requesting",
    ASSISTANCE,
    "The request gives, where possible, the identity and nationality of the person concerned.",
    { noRule: "Where possible only; a person is named in the facts or in the account asked about." },
  ),
  provision(
    "coe-mla/14(1)(d)",
    "shall",
    "T",
    "requesting",
    [],
    "The request gives, where necessary, the name and address of the person to be served.",
    { noRule: "Service of documents is not handled here." },
  ),
  provision(
    "coe-mla/14(2)",
    "shall",
    "T",
    "requesting",
    ASSISTANCE,
    "Letters rogatory state the offence and summarise the facts.",
    {
      asks: [
        { field: "offences", level: "required" },
        { field: "facts", level: "required" },
      ],
    },
  ),
];
