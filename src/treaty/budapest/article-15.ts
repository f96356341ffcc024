import { ALL_MEASURES, type Provision, fails, holds, provision, unknown } from "../provision.ts";
import { JUDGED } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/15(1)",
    "shall",
    "T",
    "both",
    ALL_MEASURES,
    "The powers stand under conditions and safeguards of domestic law that adequately protect human rights and liberties under international instruments and incorporate proportionality.",
    { noRule: JUDGED },
  ),
  provision(
    "budapest/15(2)",
    "shall",
    "T",
    "both",
    ALL_MEASURES,
    "As appropriate to the power, the safeguards include judicial or other independent supervision, grounds justifying application, and limits of scope and duration.",
    {
      test: ({ input, requested }) => {
        const cell = requested?.authorises[input.measure];
        if (!cell || cell.available === null)
          return unknown("The requested Party's sheet does not say who authorises the measure.");
        return cell.available
          ? holds(`The requested Party's law names who authorises it: ${cell.who ?? "not known"}.`)
          : fails("The requested Party's law does not have the measure.");
      },
    },
  ),
  provision(
    "budapest/15(3)",
    "shall-consider",
    "T",
    "both",
    [],
    "As far as the public interest allows, the effect on the rights, responsibilities and legitimate interests of third parties is considered.",
    { noRule: JUDGED },
  ),
];
