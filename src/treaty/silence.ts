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
];

/** Whether a measure stands under a closed list of grounds. */
export function hasClosedList(measure: Measure): boolean {
  return measure === "preservation" || measure === "traffic-partial";
}
