import type { Classification, Measure, Result } from "./opinion-types.ts";
import { both } from "./provision.ts";

/**
 * What the text leaves unsaid. Nothing here is law: each entry names the silence, what this program does about it,
 * and who can settle it.
 */

export type Reading = "requesting" | "requested" | "both";

/** Whether an offence is a serious crime, when 2(h) does not say whose maximum penalty is measured. */
export function seriousCrime(
  reading: Reading | null,
  byRequesting: Result,
  byRequested: Result,
): { result: Result; whoseLaw: Classification["whoseLaw"] } {
  switch (reading) {
    case "requesting":
      return { result: byRequesting, whoseLaw: "requesting" };
    case "requested":
      return { result: byRequested, whoseLaw: "requested" };
    case "both":
      return { result: both(byRequesting, byRequested), whoseLaw: "both" };
    case null:
      // The requested State has not said how it reads 2(h). Where both readings agree it does not matter.
      return byRequesting === byRequested
        ? { result: byRequesting, whoseLaw: "both" }
        : { result: "unknown", whoseLaw: "not-known" };
  }
}

/** A silence of the text, for the page that lists them and for the tensions of an opinion. */
export interface Silence {
  id: string;
  provisions: readonly string[];
  text: string;
  /** What the program does meanwhile. */
  meanwhile: string;
}

export const SILENCES: readonly Silence[] = [
  {
    id: "whose-four-years",
    provisions: ["hanoi/2(h)", "hanoi/35(1)"],
    text: "Whose maximum penalty makes a serious crime is not said.",
    meanwhile:
      "The requested State's sheet says how it reads it. Where the sheet is silent and the readings differ, the answer is not known.",
  },
  {
    id: "closed-list-and-rights",
    provisions: ["hanoi/42(6)", "hanoi/43(2)", "hanoi/6(1)", "hanoi/6(2)", "hanoi/36(1)(a)"],
    text: "Arts. 42(6) and 43(2) close the list of grounds; Arts. 6 and 36 are general and pull the other way. The text gives no order of precedence.",
    meanwhile: "The tension is shown; a lawyer decides.",
  },
  {
    id: "reservation-reciprocity",
    provisions: ["hanoi/42(5)"],
    text: "Whether a State may turn another's reservation to 42(5) against it is left to the general law of treaties.",
    meanwhile: "Only the requested State's own reservation opens the ground.",
  },
  {
    id: "reserved-offence-articles",
    provisions: ["hanoi/14(1)", "hanoi/15(1)"],
    text: "The effect of a reservation to an offence article on cooperation is left to the general law of treaties.",
    meanwhile: "For that pair, in both directions, the article makes no Convention offence.",
  },
  {
    id: "excluded-and-prohibited",
    provisions: ["hanoi/11(2)", "hanoi/14(4)", "hanoi/15(4)", "hanoi/40(21)(c)"],
    text: "Whether conduct that the requested State leaves out of an offence is conduct for which its law prohibits the measure is not said.",
    meanwhile: "The ground is shown as arguable; a lawyer decides.",
  },
  {
    id: "conduct-test-and-extradition",
    provisions: ["hanoi/35(3)", "hanoi/37(1)"],
    text: "For evidence the conduct is compared whatever its name (35(3)); extradition asks that the Convention offence itself be punishable in both States (37(1)). The conduct is an offence in both, under another name than the article cited.",
    meanwhile:
      "Evidence: met. Extradition under the Convention: closed, unless another Convention offence is cited; another treaty may open it.",
  },
  {
    id: "secrecy-and-remedy",
    provisions: ["hanoi/40(20)", "hanoi/24(2)", "hanoi/24(4)"],
    text: "Secrecy asked by the requesting State stands beside the review and remedy that the requested State's law gives a person; the text sets no time after which secrecy gives way.",
    meanwhile:
      "Both are shown, with the end of secrecy and the rule on notice; the requested State tells at once what it cannot keep.",
  },
  {
    id: "reasons-and-protection",
    provisions: ["hanoi/40(25)", "hanoi/6(1)", "hanoi/40(22)"],
    text: "Reasons are owed for a refusal, and giving them in full could say where a person is or what protection they asked for.",
    meanwhile:
      "The reasons name the ground and the provision, and confirm neither an account nor a place nor a status.",
  },
  {
    id: "other-assistance-treaty",
    provisions: ["hanoi/40(6)", "hanoi/40(7)", "hanoi/60(1)"],
    text: "Another treaty on mutual assistance binds the two. Its own provisions then apply in place of paragraphs 8 to 31 of Art. 40, unless the two agree otherwise.",
    meanwhile: "The grounds of Art. 40 are shown; a lawyer reads them beside the other treaty.",
  },
];

/** Whether a measure stands under a closed list of grounds. */
export function hasClosedList(measure: Measure): boolean {
  return measure === "preservation" || measure === "traffic-partial";
}
