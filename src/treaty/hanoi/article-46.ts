import { fails, holds, provision, type Provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/46",
    "shall-endeavour",
    "K",
    "requested",
    ["content-interception"],
    "The requested State endeavours to collect or record content in real time, to the extent its treaties or domestic laws permit.",
    {
      test: ({ requested }) => {
        const cell = requested?.authorises["content-interception"];
        if (!cell) return unknown("The requested State's sheet does not say whether it has the measure.");
        return cell.available
          ? holds("Its law has the measure; whether for this offence, its lawyer says.")
          : fails("Its law does not have the measure.");
      },
    },
  ),
];
