import type { Day } from "../base/time.ts";
import { compareWith, citedOffences, offencesOf, seriousOn, sheetOrBlank } from "./offences.ts";
import type { Classification, InstrumentId, OpinionInput, Result } from "./opinion-types.ts";
import { either, pinpointOf } from "./provision.ts";
import type { SheetOffence, StateSheet } from "./sheet.ts";
import { seriousCrime } from "./silence.ts";

interface Question {
  input: OpinionInput;
  on: Day;
  instrument: InstrumentId | null;
  requesting: StateSheet | undefined;
  requested: StateSheet | undefined;
  reserved: readonly string[];
}

/**
 * Convention offence, serious crime or neither (Arts. 2(h), 3, 35(1)). It follows the statute cited, as the requesting
 * State enacted it, less what either State of the pair reserved; the conduct is compared elsewhere. A cited offence
 * whose own elements the facts expressly lack carries nothing.
 */
export function classify(question: Question): Classification {
  const { input, requesting, on } = question;
  if (input.sender?.verified === false)
    return notKnown("Nothing is proved: it was not shown that the authority named has sent it.");
  const cited = citedOffences(input, requesting, on);
  const sheet = sheetOrBlank(requesting, input.requesting);
  const standing = cited.filter((each) => compareWith(input, each, sheet).lacking.length === 0);
  if (standing.length === 0) return notKnown(whyNothingStands(question, cited));
  const articles = enactedArticles(standing, question);
  if (articles.length > 0) {
    const by =
      requesting && !requesting.confirmed
        ? "as its sheet reads the requesting State's statutes, which that State has not confirmed"
        : "as the requesting State enacted them";
    const why = `Offences under ${articles.map(pinpointOf).join(", ")} ${by}; no test of four years is needed.`;
    return { kind: "convention-offence", articles, why, whoseLaw: "not-needed" };
  }
  return byPenalty(question, standing);
}

function notKnown(why: string): Classification {
  return { kind: "unknown", articles: [], why, whoseLaw: "not-known" };
}

function whyNothingStands(question: Question, cited: readonly SheetOffence[]): string {
  if (cited.length > 0) return "The facts expressly lack an element of every offence cited.";
  if (!question.requesting) return "There is no sheet of the requesting State.";
  const named = question.input.offences.some((each) => each.state === question.input.requesting);
  return named
    ? "The offence cited is not in force in the requesting State's sheet on this day."
    : "No offence of the requesting State is cited yet.";
}

// Arts. 3 and 35(1)(a), (b): established in accordance with the instrument and not reserved by either of the two.
function enactedArticles(offences: readonly SheetOffence[], question: Question): string[] {
  const prefix = `${question.instrument ?? "none"}/`;
  const enacted = offences.flatMap((each) => each.enacts).filter((article) => article.startsWith(prefix));
  return [...new Set(enacted)].filter(
    (article) =>
      !question.reserved.some((each) => takesAway(each, article, question.input)) &&
      !isBeyond(article, question),
  );
}

// 16(2) is about persons over 18. A statute can reach further; then it enacts the article only as far as the article goes.
function isBeyond(article: string, { input, requesting }: Question): boolean {
  if (article !== "hanoi/16" && !article.startsWith("hanoi/16(")) return false;
  const extended = requesting?.options.some((each) => each.provision === "hanoi/16(3)") ?? false;
  return input.conduct.includes("child-depicted") && !input.conduct.includes("adult-depicted") && !extended;
}

/** Whether a reservation leaves nothing of an offence article, on these facts, between the two States. */
export function takesAway(
  reserved: string,
  article: string,
  { conduct }: Pick<OpinionInput, "conduct">,
): boolean {
  // 11(3) leaves only the selling, distributing or making available of credentials.
  if (reserved === "hanoi/11(3)")
    return article.startsWith("hanoi/11") && !conduct.includes("credential-passed-on");
  return reserved === article || reserved === `${article}(1)` || article.startsWith(`${reserved}(`);
}

function byPenalty(question: Question, standing: readonly SheetOffence[]): Classification {
  const { on, requested } = question;
  const byRequesting = either(standing.map((each) => seriousOn(each, on, question.input)));
  const reading = question.input.seriousCrimeMeasuredBy ?? requested?.seriousCrimeMeasuredBy ?? null;
  const byRequested = reading === "requesting" ? "unknown" : seriousAtRequested(question);
  const { result, whoseLaw } = seriousCrime(reading, byRequesting, byRequested);
  const measured = `measured by ${measure(whoseLaw)}`;
  if (result === "unknown" && question.instrument === null)
    return notKnown("No instrument is the basis here, so that the class decides nothing.");
  switch (result) {
    case "holds":
      return {
        kind: "serious-crime",
        articles: [],
        why: `A maximum of at least four years, ${measured}; no offence under the instrument.`,
        whoseLaw,
      };
    case "fails":
      return {
        kind: "neither",
        articles: [],
        why: `No offence under the instrument, and a maximum below four years, ${measured}.`,
        whoseLaw,
      };
    case "unknown":
      return notKnown(
        whoseLaw === "not-known"
          ? "Whose maximum penalty counts is not said, and the answer depends on it."
          : `Whether the maximum reaches four years, ${measured}, is not known.`,
      );
  }
}

function measure(whoseLaw: Classification["whoseLaw"]): string {
  return whoseLaw === "both" ? "both States' law" : `the ${whoseLaw} State's law`;
}

function seriousAtRequested({ input, on, requested }: Question): Result {
  const sheet = sheetOrBlank(requested, input.requested);
  const met = offencesOf(input, input.requested, requested, on).filter(
    (each) => compareWith(input, each, sheet).result === "holds",
  );
  return met.length ? either(met.map((each) => seriousOn(each, on, input))) : "unknown";
}
