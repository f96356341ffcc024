import { takesAway } from "./classification.ts";
import { citedOffences, compareWith, offencesOf, sheetOrBlank } from "./offences.ts";
import type { Enacted } from "./opinion-types.ts";
import { type Facts, pinpointOf } from "./provision.ts";
import type { SheetOffence, StateSheet } from "./sheet.ts";

/**
 * Each article in question as the two sides enacted it. The same article can be an offence between one pair and none
 * between another: by an option a State used, or by a reservation.
 */
export function enactedBy(facts: Facts): Enacted[] {
  return articlesInQuestion(facts).map((article) => {
    const { requesting, requested, input, reserved } = facts;
    const all = [...reserved.requesting, ...reserved.requested];
    return {
      article,
      pinpoint: pinpointOf(article),
      requesting: side(facts, article, input.requesting, requesting, reserved.requesting),
      requested: side(facts, article, input.requested, requested, reserved.requested),
      forThePair: !all.some((each) => takesAway(each, article, input)),
    };
  });
}

function articlesInQuestion({ input, requesting, on, instrument }: Facts): string[] {
  if (instrument === null) return [];
  const prefix = `${instrument}/`;
  const enacts = citedOffences(input, requesting, on).flatMap((each) => each.enacts);
  return [...new Set(enacts)].filter((article) => article.startsWith(prefix));
}

function side(
  { input, on }: Facts,
  article: string,
  state: string,
  sheet: StateSheet | undefined,
  reservations: readonly string[],
): Enacted["requesting"] {
  const enacting = offencesOf(input, state, sheet, on).filter((each) => each.enacts.includes(article));
  const offences = enacting.map((each) => compared(each, input, state, sheet));
  const options = (sheet?.options ?? [])
    .map((each) => each.provision)
    .filter((each) => each.startsWith(`${article}(`));
  const reserved = reservations.filter((each) => each === article || each.startsWith(`${article}(`));
  return { state, offences, options, reserved, why: words(offences, options, reserved, sheet) };
}

function compared(
  offence: SheetOffence,
  input: Facts["input"],
  state: string,
  sheet: StateSheet | undefined,
): Enacted["requesting"]["offences"][number] {
  const { code, title, result } = compareWith(input, offence, sheetOrBlank(sheet, state));
  return { code, title, result };
}

const MET = { holds: "met by the facts", fails: "not met by the facts", unknown: "not known whether met" };

function words(
  offences: Enacted["requesting"]["offences"],
  options: readonly string[],
  reserved: readonly string[],
  sheet: StateSheet | undefined,
): string {
  if (offences.length === 0)
    return sheet
      ? "The sheet names no offence that enacts it; whether another does is not known."
      : "There is no sheet of the State.";
  const enacted = offences.map((each) => `${each.code}, ${each.title}: ${MET[each.result]}`).join("; ");
  const used = options.length ? ` Options used: ${options.map(pinpointOf).join(", ")}.` : "";
  const kept = reserved.length ? ` Reserved: ${reserved.map(pinpointOf).join(", ")}.` : "";
  return `${enacted}.${used}${kept}`;
}
