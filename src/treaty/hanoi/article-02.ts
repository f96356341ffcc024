import { holds, fails, unknown, type Finding, type Provision, provision } from "../provision.ts";
import type { Result } from "../opinion-types.ts";

/** The least maximum deprivation of liberty, in months, that makes an offence a serious crime (2(h): four years). */
export const SERIOUS_CRIME_MONTHS = 48;

/** Whether a maximum penalty reaches 2(h). `gravest` life or death is a more serious penalty whatever the months. */
export function isSerious(maxMonths: number | null, gravest: "term" | "life" | "death" | null): Result {
  if (gravest === "life" || gravest === "death") return "holds";
  if (maxMonths === null) return "unknown";
  return maxMonths >= SERIOUS_CRIME_MONTHS ? "holds" : "fails";
}

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/2(h)",
    "definition",
    "T",
    "both",
    [],
    "Serious crime: conduct that is an offence with a maximum deprivation of liberty of at least four years or a more serious penalty. Whose law is measured is not said.",
  ),
  provision(
    "hanoi/2(o)",
    "definition",
    "T",
    "both",
    ["emergency-data"],
    "Emergency: a significant and imminent risk to the life or safety of a natural person.",
    {
      asks: [
        { field: "urgency", level: "required" },
        { field: "urgency.reason", level: "required" },
      ],
      test: ({ input }): Finding => {
        if (input.urgency === undefined) return unknown("Nothing is said about urgency yet.", "urgency");
        return input.urgency.kind === "emergency"
          ? holds("An emergency is asserted; whether it is one, a person decides.")
          : fails("No emergency is asserted.");
      },
    },
  ),
  provision(
    "hanoi/2(d)",
    "definition",
    "T",
    "both",
    ["stored-data", "content-interception"],
    "Content data: electronic data on the substance of what is transferred, other than subscriber information and traffic data.",
  ),
  provision(
    "hanoi/2(c)",
    "definition",
    "T",
    "both",
    ["traffic-partial", "traffic-stored", "traffic-realtime"],
    "Traffic data: data on a communication's origin, destination, route, time, date, size, duration or kind of service.",
  ),
  provision(
    "hanoi/2(f)",
    "definition",
    "T",
    "both",
    ["subscriber"],
    "Subscriber information: what a service provider holds about its subscribers other than traffic and content data.",
  ),
];
