/**
 * The law, for somebody who wants nothing else of ours: what binds whom on which date, and on what one may say no. It
 * needs no disk and no network and runs in a browser: hand `loadLaw` the JSON of a `law` folder. On a computer,
 * `comity/treaty/files` reads the folder that ships with the program.
 */
export { type Law, type LawFile, type World, loadLaw } from "../treaty/law.ts";
/** `opinion(question, law)` is the whole one; `formOpinion` leaves out what takes longer to work out. */
export { formOpinion, readOpinionInput, wholeOpinion, wholeOpinion as opinion } from "../treaty/opinion.ts";
export { INSTRUMENTS, MEASURES, Opinion, OpinionInput } from "../treaty/opinion-types.ts";
export { readQuestion } from "../treaty/question.ts";
export { writtenOpinion } from "../treaty/written.ts";
export { CONDUCT, TOPICS } from "../treaty/conduct.ts";
export { findState, nameOf, statesOf } from "../treaty/states.ts";
export { statusOf } from "../treaty/status.ts";
export { whatIf } from "../treaty/what-if.ts";
export { StateSheet, readSheet } from "../treaty/sheet.ts";
export { findProvisions } from "../treaty/citation.ts";
export { type CoverageLine, coverageLines } from "../treaty/coverage.ts";
export {
  Basis,
  BasisAnswer,
  BasisQuestion,
  basesFor,
  basisAnswer,
  readBasisQuestion,
} from "../treaty/bases.ts";
/** Periods counted out, each step explained; days of other calendars; what is a working day where. */
export { TERM_RULES, type TermRule, type TermRuleId } from "../treaty/clocks/rules.ts";
export { type Term, type TermStep, termOf } from "../treaty/clocks/term.ts";
export { type Lasting, orderUntil, preservationUntil, safeConductUntil } from "../treaty/clocks/lasting.ts";
export { type WorkCalendar, calendarOf, dayKind, workingDayFrom } from "../treaty/clocks/work-calendar.ts";
export { CALENDARS, type Converted, dayFrom, dayIn, readDay } from "../treaty/clocks/calendars.ts";
