import { ALL_MEASURES, ASSISTANCE, type Provision, provision } from "../provision.ts";
import { LAWMAKING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/25(1)",
    "shall",
    "T",
    "both",
    ALL_MEASURES,
    "Parties assist each other to the widest extent possible for offences related to systems and data and for electronic evidence of any criminal offence.",
    { asks: [{ field: "offences", level: "required" }] },
  ),
  provision(
    "budapest/25(2)",
    "shall",
    "T",
    "both",
    [],
    "Each Party makes the law it needs to carry out Arts. 27 to 35.",
    { noRule: LAWMAKING },
  ),
  provision(
    "budapest/25(3)",
    "may",
    "T",
    "requesting",
    ALL_MEASURES,
    "In urgent circumstances a request may go by rapid means that are secure and authenticated, with formal confirmation after it where the requested Party asks; the requested Party accepts it and answers by such means.",
    {
      noRule:
        "How requests travel here is secure and authenticated by itself; whether paper must follow, the requested Party says.",
    },
  ),
  provision(
    "budapest/25(4)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Assistance stands under the conditions and grounds of the requested Party's law and of mutual assistance treaties; for Arts. 2 to 11 it is not refused solely because the offence is fiscal.",
  ),
  provision(
    "budapest/25(5)",
    "shall",
    "T",
    "requested",
    ASSISTANCE,
    "Where dual criminality may be made a condition, it is met if the conduct is an offence under the requested Party's law, whatever its name.",
    { asks: [{ field: "conduct", level: "advised" }] },
  ),
];
