import { fails, holds, type Provision, provision, unknown } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/37(1)",
    "shall",
    "P",
    "requested",
    [],
    "Extradition reaches Convention offences of a person present in the requested State, where the offence is punishable in both States.",
    {
      test: ({ classification }) => {
        if (classification.kind === "unknown") return unknown(classification.why, "offences");
        return classification.kind === "convention-offence"
          ? holds("A Convention offence is cited.")
          : fails("No Convention offence is cited.");
      },
    },
  ),
  provision(
    "hanoi/37(2)",
    "may",
    "P",
    "requested",
    [],
    "A State whose law permits may extradite for a Convention offence that its own law does not punish.",
  ),
  provision(
    "hanoi/37(8)",
    "may",
    "P",
    "requested",
    [],
    "Conditions and grounds of the requested State's law and treaties apply, among them a minimum penalty.",
  ),
  provision(
    "hanoi/37(11)",
    "shall",
    "P",
    "requested",
    [],
    "A State that refuses solely because the person is its national submits the case for prosecution on request, without undue delay.",
  ),
  provision(
    "hanoi/37(15)",
    "nothing-obliges",
    "P",
    "requested",
    [],
    "No duty to extradite where there are substantial grounds for believing the purpose is to punish for a protected ground or that the person would be prejudiced for one.",
  ),
  provision(
    "hanoi/37(16)",
    "forbidden",
    "P",
    "requested",
    [],
    "Extradition is not refused on the sole ground that fiscal matters are involved.",
  ),
  provision(
    "hanoi/37(17)",
    "shall",
    "P",
    "requested",
    [],
    "Before refusing, where appropriate, the requesting State is consulted.",
  ),
  provision(
    "hanoi/37(18)",
    "shall",
    "K",
    "requested",
    [],
    "The decision and any reason for refusal are told, unless law prevents it.",
  ),
];
