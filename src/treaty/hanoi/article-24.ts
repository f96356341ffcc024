import { ALL_MEASURES, fails, holds, provision, type Provision, unknown } from "../provision.ts";
import { JUDGED, MEANING } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/24(1)",
    "shall",
    "P",
    "both",
    ALL_MEASURES,
    "The powers stand under conditions and safeguards of domestic law that protect human rights under international obligations and incorporate proportionality.",
    { noRule: JUDGED },
  ),
  provision(
    "hanoi/24(2)",
    "shall",
    "P",
    "both",
    ALL_MEASURES,
    "As appropriate to the power, the safeguards include judicial or other independent review, an effective remedy, grounds justifying application, and limits of scope and duration.",
    {
      test: ({ input, requested }) => {
        const cell = requested?.authorises[input.measure];
        if (!cell || cell.available === null)
          return unknown("The requested State's sheet does not say who authorises the measure.");
        return cell.available
          ? holds(`The requested State's law names who authorises it: ${cell.who ?? "not known"}.`)
          : fails("The requested State's law does not have the measure.");
      },
    },
  ),
  provision(
    "hanoi/24(3)",
    "shall-consider",
    "P",
    "both",
    [],
    "As far as the public interest allows, the effect on the rights, responsibilities and legitimate interests of third parties is considered.",
    { noRule: JUDGED },
  ),
  provision(
    "hanoi/24(4)",
    "shall",
    "K",
    "requested",
    ALL_MEASURES,
    "The safeguards apply at the domestic level both to domestic investigations and when the requested State renders international cooperation.",
  ),
  provision(
    "hanoi/24(5)",
    "definition",
    "K",
    "both",
    [],
    "Judicial or other independent review means review at the domestic level.",
    { noRule: MEANING },
  ),
];
