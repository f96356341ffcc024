import type { Measure } from "../opinion-types.ts";
import { fails, holds, provision, type Provision, unknown } from "../provision.ts";
import { CONTACT } from "./reasons.ts";

/** The least time preserved data are kept for a foreign request, in days (42(8)). */
export const LEAST_PRESERVATION_DAYS = 60;
const ON: readonly Measure[] = ["preservation"];

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/42(1)",
    "may",
    "P",
    "requesting",
    ON,
    "Preservation may be asked of data in a system in the requested State's territory for which a request for mutual legal assistance is intended.",
    {
      noRule:
        "Where the system stands is often what one asks; the intention is asked for under paragraph 3(f).",
    },
  ),
  provision(
    "hanoi/42(2)",
    "may",
    "K",
    "requesting",
    ON,
    "The points of contact may be used to find out where the data are, or who the provider is.",
    { noRule: CONTACT },
  ),
  provision("hanoi/42(3)(a)", "shall", "P", "requesting", ON, "The request specifies the authority.", {
    asks: [{ field: "authority", level: "required" }],
  }),
  provision(
    "hanoi/42(3)(b)",
    "shall",
    "P",
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
    "hanoi/42(3)(c)",
    "shall",
    "P",
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
    "hanoi/42(3)(d)",
    "shall",
    "P",
    "requesting",
    ON,
    "The request gives available information on the custodian or the place of the system.",
    { asks: [{ field: "custodian", level: "advised" }] },
  ),
  provision(
    "hanoi/42(3)(e)",
    "shall",
    "P",
    "requesting",
    ON,
    "The request says why preservation is needed.",
    { asks: [{ field: "necessity", level: "required" }] },
  ),
  provision(
    "hanoi/42(3)(f)",
    "shall",
    "P",
    "requesting",
    ON,
    "The request says that a request for mutual legal assistance is intended.",
    { asks: [{ field: "intendsMla", level: "required" }] },
  ),
  provision(
    "hanoi/42(3)(g)",
    "shall",
    "K",
    "requesting",
    ON,
    "As appropriate, the request says that it must be kept confidential and the user not told.",
    { asks: [{ field: "confidentiality", level: "advised" }] },
  ),
  provision(
    "hanoi/42(4)",
    "shall",
    "P",
    "requested",
    ON,
    "The requested State takes all appropriate measures under its law to preserve the data expeditiously; dual criminality is not required.",
    {
      test: ({ classification }) => {
        if (classification.kind === "unknown") return unknown(classification.why, "offences");
        return classification.kind === "neither" ? fails(classification.why) : holds(classification.why);
      },
    },
  ),
  provision(
    "hanoi/42(5)",
    "may",
    "P",
    "requested",
    ON,
    "A State that requires dual criminality for access and reserved it may refuse preservation for an offence that is not a Convention offence where it has reasons to believe that dual criminality will be missing at disclosure.",
    {
      test: ({ classification, dual, reserved }) => {
        if (!reserved.requested.includes("hanoi/42(5)"))
          return fails("The requested State made no such reservation.");
        if (classification.kind === "convention-offence")
          return fails("The reservation covers only other offences than Convention offences.");
        if (classification.kind === "unknown") return unknown(classification.why, "offences");
        if (dual.result === "holds") return fails(dual.why);
        return dual.result === "fails" ? holds(dual.why) : unknown(dual.why, "conduct");
      },
    },
  ),
  provision(
    "hanoi/42(6)",
    "forbidden",
    "K",
    "requested",
    ON,
    "Preservation is refused on no other ground than Art. 40(21)(b), 40(21)(c) and 40(22), besides a reservation under paragraph 5.",
  ),
  provision(
    "hanoi/42(7)",
    "shall",
    "P",
    "requested",
    ON,
    "Where preservation will not secure the data, or will endanger the confidentiality of the investigation or harm it otherwise, the requesting State is told promptly and decides.",
    { noRule: "What will happen at the holder of the data, only the requested State learns." },
  ),
  provision(
    "hanoi/42(8)",
    "shall",
    "P",
    "requested",
    ON,
    "Data are preserved for at least sixty days and, once the request for them has come, until it is decided.",
  ),
  provision(
    "hanoi/42(9)",
    "may",
    "K",
    "requesting",
    ON,
    "An extension may be asked for before the period ends.",
    { noRule: "Asking for more time is a message of its own; the clock of paragraph 8 says until when." },
  ),
];
