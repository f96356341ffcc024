/** The law, for somebody who wants nothing else of ours: what binds whom on which date, and on what one may say no. */
export { readLaw } from "../adapters/law-files.ts";
export { type Law, type LawFile, type World, loadLaw } from "../treaty/law.ts";
export { formOpinion, readOpinionInput } from "../treaty/opinion.ts";
export { INSTRUMENTS, MEASURES, Opinion, OpinionInput } from "../treaty/opinion-types.ts";
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
