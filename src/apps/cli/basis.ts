import {
  type Basis,
  type BasisAnswer,
  type Purpose,
  basisAnswer,
  readBasisQuestion,
} from "../../treaty/bases.ts";
import { pinpointOf } from "../../treaty/provision.ts";
import { nameOf } from "../../treaty/states.ts";
import type { Law } from "../../treaty/law.ts";
import { SURENESS_MEANS } from "../../treaty/sureness.ts";
import type { Terminal } from "./terminal.ts";
import { dayMeant, lawMeant, worldLine } from "./world.ts";

export interface BasisFlags {
  offence?: string | undefined;
  measure?: string | undefined;
  on?: string | undefined;
  world?: string | undefined;
}

/** `comity basis A B`: every basis on which A can ask B, in order, with the reason why each other does not apply. */
export async function basisCommand(
  out: Terminal,
  requesting: string,
  requested: string,
  { offence, measure, on, world }: BasisFlags,
): Promise<boolean> {
  const day = dayMeant(on);
  const law = lawMeant(world, [requesting, requested], "real");
  const question = {
    requesting,
    requested,
    on: day,
    ...(measure === undefined ? {} : { measure }),
    ...(offence === undefined ? {} : { offence }),
  };
  const answer = basisAnswer(readBasisQuestion(question, "basis"), law);
  out.result(answer);
  for (const line of basisLines(answer, law)) out.say(line);
  return true;
}

const HEADS: Readonly<Record<Purpose, string>> = {
  assistance: "ASSISTANCE",
  extradition: "EXTRADITION",
};
const GROUPS = [
  ["holds", "It can rest on"],
  ["unknown", "Perhaps, on what is not known yet"],
  ["fails", "It cannot rest on"],
] as const;

/** The answer as a page of text. */
export function basisLines(answer: BasisAnswer, law: Law): string[] {
  const { requesting, requested, on, measure, offence, sections } = answer;
  return [
    worldLine(law, on),
    `${requesting.name} (${requesting.state}) asks ${requested.name} (${requested.state})${measure ? `: ${measure}` : ""}`,
    ...(offence ? ["", ...wrapped(`Offence: ${offence}`, "")] : []),
    ...sections.flatMap((section) => [
      "",
      ...wrapped(`${HEADS[section.purpose]}: ${section.text}`, ""),
      ...GROUPS.flatMap(([applies, title]) => group(title, applies, section.bases, law)),
    ]),
    "",
    "How sure (A to D is about who is bound, not about the rule; for a sheet, about the line read):",
    ...(["A", "B", "C", "D"] as const).map((each) => `  ${each} ${SURENESS_MEANS[each]}`),
    ...wrapped(
      "An empty list of reservations is not “none”: they are kept only where they were seen. A basis is no duty to grant: which grounds are open, `comity opinion` says. Treaties of regions not kept here may bind the two as well.",
      "",
    ),
  ];
}

function group(title: string, applies: Basis["applies"], bases: readonly Basis[], law: Law): string[] {
  const own = bases.filter((each) => each.applies === applies);
  return own.length ? ["", `  ${title}`, ...own.flatMap((each) => basisText(each, law))] : [];
}

function basisText(each: Basis, law: Law): string[] {
  return [
    ...wrapped(`- ${each.name} [${each.pinpoint}] (${each.sureness})`, "    ", "      "),
    ...wrapped(each.why, "      "),
    ...each.reservations.flatMap((reservation) => wrapped(reservationText(reservation, law), "      ")),
    ...each.notes.flatMap((note) => wrapped(`Note: ${note}`, "      ")),
  ];
}

function reservationText({ state, provisions, unseen }: Basis["reservations"][number], law: Law): string {
  const seen = provisions.length ? `reserved or declared ${provisions.map(pinpointOf).join(", ")}` : "";
  const rest = unseen ? "made reservations whose text was not seen: check the depositary" : "";
  return `${nameOf(law, state)} ${[seen, rest].filter((words) => words !== "").join("; ")}.`;
}

const WIDTH = 100;

// Long reasons are broken between words; a word longer than a line stands alone.
function wrapped(text: string, first: string, rest = first): string[] {
  const lines = [first];
  for (const [at, word] of text.split(" ").entries()) {
    const line = lines.at(-1) as string;
    if (at > 0 && line.length + 1 + word.length > WIDTH) lines.push(`${rest}${word}`);
    else lines[lines.length - 1] = at === 0 ? `${line}${word}` : `${line} ${word}`;
  }
  return lines;
}
