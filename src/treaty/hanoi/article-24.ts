import { ALL_MEASURES, fails, holds, type Provision, provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/24(1)",
    "shall",
    "P",
    "requested",
    ALL_MEASURES,
    "The powers stand under conditions and safeguards of domestic law that protect human rights and incorporate proportionality.",
  ),
  provision(
    "hanoi/24(2)",
    "shall",
    "P",
    "requested",
    ALL_MEASURES,
    "As appropriate to the power: judicial or other independent review, an effective remedy, grounds justifying application, limits of scope and duration.",
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
    "hanoi/24(4)",
    "shall",
    "K",
    "requested",
    ALL_MEASURES,
    "The safeguards apply at the domestic level also when the requested State renders international cooperation.",
  ),
];
