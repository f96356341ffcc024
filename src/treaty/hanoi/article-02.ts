import type { Result } from "../opinion-types.ts";
import { provision, type Provision } from "../provision.ts";
import { MEANING, MEASURE } from "./reasons.ts";

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
    "hanoi/2(a)",
    "definition",
    "T",
    "both",
    [],
    "Information and communications technology system: a device, or several that are connected or belong together, of which at least one gathers, stores and processes electronic data automatically by a program.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(b)",
    "definition",
    "T",
    "both",
    [],
    "Electronic data: facts, information or concepts in a form that such a system can process, programs among them.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(c)",
    "definition",
    "T",
    "both",
    ["traffic-partial", "traffic-stored", "traffic-realtime"],
    "Traffic data: electronic data that a system in the chain of a communication generates and that show its origin, destination, route, time, date, size, duration or kind of service.",
    { noRule: MEASURE },
  ),
  provision(
    "hanoi/2(d)",
    "definition",
    "T",
    "both",
    ["stored-data", "content-interception"],
    "Content data: electronic data on the substance of what is transferred, such as images, texts, voice messages and recordings, other than subscriber information and traffic data.",
    { noRule: MEASURE },
  ),
  provision(
    "hanoi/2(e)",
    "definition",
    "T",
    "both",
    [],
    "Service provider: a public or private body that (i) lets its users communicate through such a system, or (ii) processes or stores electronic data for such a service or its users.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(f)",
    "definition",
    "T",
    "both",
    ["subscriber"],
    "Subscriber information: what a service provider holds about its subscribers, other than traffic and content data, and that shows (i) kind, technical side and period of the service, (ii) identity, address, number, billing or payment data or (iii) where equipment is installed, the last two as far as the service agreement yields them.",
    { noRule: MEASURE },
  ),
  provision(
    "hanoi/2(g)",
    "definition",
    "T",
    "both",
    [],
    "Personal data: information on a natural person who is identified or can be.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(h)",
    "definition",
    "T",
    "both",
    [],
    "Serious crime: conduct that is an offence with a maximum deprivation of liberty of at least four years or a more serious penalty. Whose law is measured is not said.",
  ),
  provision(
    "hanoi/2(i)",
    "definition",
    "T",
    "both",
    [],
    "Property: assets of every kind, virtual assets among them, and documents that show title to or interest in them.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(j)",
    "definition",
    "T",
    "both",
    [],
    "Proceeds of crime: property that comes, directly or indirectly, from an offence.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(k)",
    "definition",
    "T",
    "both",
    [],
    "Freezing or seizure: by order of a court or other competent authority, property may for a time not be transferred, converted, disposed of or moved, or is taken into custody or control.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(l)",
    "definition",
    "T",
    "both",
    [],
    "Confiscation, forfeiture included where it applies: property is taken for good by order of a court or other competent authority.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(m)",
    "definition",
    "T",
    "both",
    [],
    "Predicate offence: an offence whose proceeds can become the subject of an offence under Art. 17.",
    { noRule: MEANING },
  ),
  provision(
    "hanoi/2(n)",
    "definition",
    "T",
    "both",
    [],
    "Regional economic integration organization: sovereign States of a region formed it, gave it competence over matters of the Convention and empowered it to join; what is said of States Parties holds for it within that competence.",
    { noRule: "The ledger enters such an organization like a State, with the competence it declared." },
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
    },
  ),
];
