import type { Measure } from "../opinion-types.ts";
import { fails, type Provision, provision, holds, unknown } from "../provision.ts";

/** The least time preserved data are kept for a foreign request, in days (29(7)). */
export const LEAST_PRESERVATION_DAYS = 60;

const ON: readonly Measure[] = ["preservation"];

export const provisions: readonly Provision[] = [
  provision(
    "budapest/29(1)",
    "may",
    "T",
    "requesting",
    ON,
    "Preservation may be asked of stored data in the requested Party's territory for which a request for mutual assistance is intended.",
    { noRule: "That a request for mutual assistance is intended, the request says under (2)(f)." },
  ),
  provision("budapest/29(2)(a)", "shall", "T", "requesting", ON, "The request specifies the authority.", {
    asks: [{ field: "authority", level: "required" }],
  }),
  provision(
    "budapest/29(2)(b)",
    "shall",
    "T",
    "requesting",
    ON,
    "The request specifies the offence and gives a brief summary of the facts.",
    {
      asks: [
        { field: "offences", level: "required" },
        { field: "facts", level: "required" },
      ],
    },
  ),
  provision(
    "budapest/29(2)(c)",
    "shall",
    "T",
    "requesting",
    ON,
    "The request specifies the data and their relationship to the offence.",
    {
      asks: [
        { field: "selectors", level: "required" },
        { field: "selectors.reason", level: "required" },
      ],
    },
  ),
  provision(
    "budapest/29(2)(d)",
    "shall",
    "T",
    "requesting",
    ON,
    "The request gives available information on the custodian or the place of the system.",
    { asks: [{ field: "custodian", level: "advised" }] },
  ),
  provision(
    "budapest/29(2)(e)",
    "shall",
    "T",
    "requesting",
    ON,
    "The request says why preservation is needed.",
    { asks: [{ field: "necessity", level: "required" }] },
  ),
  provision(
    "budapest/29(2)(f)",
    "shall",
    "T",
    "requesting",
    ON,
    "The request says that a request for mutual assistance is intended.",
    { asks: [{ field: "intendsMla", level: "required" }] },
  ),
  provision(
    "budapest/29(3)",
    "shall",
    "T",
    "requested",
    ON,
    "The requested Party takes all appropriate measures to preserve the data expeditiously; dual criminality is not required.",
  ),
  provision(
    "budapest/29(4)",
    "may",
    "T",
    "requested",
    ON,
    "A Party that reserved it may refuse preservation for an offence outside Arts. 2 to 11 where it has reasons to believe that dual criminality will be missing at disclosure.",
    {
      test: ({ classification, dual, reserved }) => {
        if (!reserved.requested.includes("budapest/29(4)"))
          return fails("The requested Party made no such reservation.");
        if (classification.kind === "convention-offence")
          return fails("The reservation covers only offences outside Arts. 2 to 11.");
        if (dual.result === "holds") return fails(dual.why);
        return dual.result === "fails" ? holds(dual.why) : unknown(dual.why, "conduct");
      },
    },
  ),
  provision(
    "budapest/29(5)",
    "forbidden",
    "T",
    "requested",
    ON,
    "Preservation is refused on no other ground than (a) a political offence and (b) sovereignty, security, ordre public or other essential interests, besides a reservation under paragraph 4.",
  ),
  provision(
    "budapest/29(6)",
    "shall",
    "T",
    "requested",
    ON,
    "Where preservation will not secure the data, or will endanger the investigation, the requesting Party is told promptly and decides.",
    { noRule: "What the requested Party believes, it says in an answer; nothing in the file decides it." },
  ),
  provision(
    "budapest/29(7)",
    "shall",
    "T",
    "requested",
    ON,
    "Data are preserved for at least sixty days and, once the request for them has come, until it is decided.",
  ),
];
