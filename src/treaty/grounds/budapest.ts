import { ASSISTANCE } from "../provision.ts";
import {
  always,
  closed,
  dualCriminality,
  essentialInterests,
  forbidden,
  type GroundRule,
  ownLaw,
  political,
  reservation,
  type Weigh,
  type Weighing,
  type Weight,
} from "./weigh.ts";

/** The grounds under the Budapest Convention: those of Arts. 25, 27, 29 and 30, and what these rule out. */

export const BUDAPEST: readonly GroundRule[] = [
  {
    id: "B1",
    title: "Political offence",
    provision: "budapest/29(5)",
    measures: ["preservation"],
    weigh: political,
  },
  {
    id: "B1",
    title: "Political offence",
    provision: "budapest/30(2)",
    measures: ["traffic-partial"],
    weigh: political,
  },
  {
    id: "B1",
    title: "Political offence",
    provision: "budapest/27(4)(a)",
    measures: ASSISTANCE,
    weigh: underArt27(political),
  },
  {
    id: "B2",
    title: "Sovereignty, security, ordre public, other essential interests",
    provision: "budapest/29(5)",
    measures: ["preservation"],
    weigh: essentialInterests,
  },
  {
    id: "B2",
    title: "Sovereignty, security, ordre public, other essential interests",
    provision: "budapest/30(2)",
    measures: ["traffic-partial"],
    weigh: essentialInterests,
  },
  {
    id: "B2",
    title: "Sovereignty, security, ordre public, other essential interests",
    provision: "budapest/27(4)(b)",
    measures: ASSISTANCE,
    weigh: underArt27(essentialInterests),
  },
  {
    id: "B3",
    title: "Reserved: preservation for offences outside Arts. 2 to 11 without dual criminality",
    provision: "budapest/29(4)",
    measures: ["preservation"],
    weigh: reservation,
  },
  {
    id: "B4",
    title: "Absence of dual criminality, where the requested Party's law or a treaty makes it a condition",
    provision: "budapest/25(4)",
    measures: ASSISTANCE,
    weigh: dualByOwnLaw,
  },
  {
    id: "B5",
    title: "Other grounds of the requested Party's law",
    provision: "budapest/25(4)",
    measures: ASSISTANCE,
    weigh: ownLaw("Its law and treaties are applied; the sheet does not list them."),
  },
  {
    id: "B6",
    title: "Postponement: prejudices own proceedings",
    provision: "budapest/27(5)",
    measures: ASSISTANCE,
    weigh: underArt27(always("Available to postpone.")),
  },
  {
    id: "F-dual",
    title: "Dual criminality against preservation",
    provision: "budapest/29(3)",
    measures: ["preservation"],
    weigh: () => forbidden("Preservation does not require dual criminality."),
  },
  {
    id: "F-other-29",
    title: "Any other ground against preservation",
    provision: "budapest/29(5)",
    measures: ["preservation"],
    weigh: () => forbidden("Art. 29(5) closes the list, besides a reservation under 29(4)."),
  },
  {
    id: "F-other-30",
    title: "Any other ground against partial disclosure",
    provision: "budapest/30(2)",
    measures: ["traffic-partial"],
    weigh: () => forbidden("Art. 30(2) closes the list."),
  },
];

// Budapest 25(4) gives no ground of its own: it lets in what the requested State's law makes a condition.
function dualByOwnLaw(weighing: Weighing): Weight {
  const { requested, dual } = weighing.facts;
  const stance = requested?.dualCriminality?.stance;
  const asksForSome = stance === "required-for-coercive" || stance === "not-required";
  return asksForSome && dual.required === false
    ? closed("The requested State's law does not make it a condition of this measure, as its sheet has it.")
    : dualCriminality(weighing);
}

function underArt27(weigh: Weigh): Weigh {
  return (weighing) => {
    const weight = weigh(weighing);
    return {
      ...weight,
      why: `${weight.why} Art. 27 speaks only where no mutual assistance treaty binds the two (27(1)).`,
    };
  };
}
