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
