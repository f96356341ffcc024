import { z } from "zod";
import { Sureness } from "./sureness.ts";
import { Bound, Effect, Grade, InstrumentId, Measure, Result } from "./vocabulary.ts";

export * from "./opinion-input.ts";
export * from "./vocabulary.ts";

/**
 * What an opinion answers. Plain JSON, so that a form, a command line and another State's program can read it. The
 * answer never decides for a person: it says what binds, which grounds are open, closed or forbidden, what is missing,
 * and which provisions pull against each other.
 */

const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

const Candidate = z.strictObject({
  id: InstrumentId,
  name: z.string(),
  applies: Result,
  why: z.string(),
  pinpoint: z.string(),
  /** Whether it binds the two at all; `unknown` also where the ledger rests on one secondary source. */
  inForce: Result,
  /** How sure the ledger is of that. */
  sureness: Sureness,
});
export type Candidate = z.infer<typeof Candidate>;

const InstrumentChoice = z.strictObject({
  /** The instrument the request can rest on; null where the one relied on does not apply or there is none. */
  chosen: InstrumentId.nullable(),
  /** Where `chosen` is null: the instrument to change to. The rest of the opinion is then formed under it. */
  proposed: InstrumentId.nullable(),
  why: z.string(),
  candidates: z.array(Candidate),
  /** Where another instrument is proposed: which field answers which of its requirements. */
  carriedOver: z.array(z.strictObject({ field: z.string(), from: z.string(), to: z.string() })),
});
export type InstrumentChoice = z.infer<typeof InstrumentChoice>;

export const Classification = z.strictObject({
  kind: z.enum(["convention-offence", "serious-crime", "neither", "unknown"]),
  /** Articles the cited offences enact, as provision ids: `hanoi/7`. */
  articles: z.array(z.string()),
  why: z.string(),
  /** Whose maximum penalty was measured against four years; the text does not say whose counts. */
  whoseLaw: z.enum(["requesting", "requested", "both", "not-needed", "not-known"]),
});
export type Classification = z.infer<typeof Classification>;

export const ComparedOffence = z.strictObject({
  state: z.string(),
  code: z.string(),
  title: z.string(),
  result: Result,
  /** Elements the facts contain. */
  met: z.array(z.string()),
  /** Elements the facts expressly lack, or exclusions they meet. */
  lacking: z.array(z.string()),
  /** Elements not known yet. */
  open: z.array(z.string()),
  /** The option of the Convention through which the law differs, for example `hanoi/7(2)`. */
  through: z.string().nullable(),
});
export type ComparedOffence = z.infer<typeof ComparedOffence>;

export const DualCriminality = z.strictObject({
  /** Whether the requested State may insist on it for this measure; null where its sheet does not say. */
  required: z.boolean().nullable(),
  stance: z.string(),
  result: Result,
  why: z.string(),
  /** The requested State's offences nearest to the conduct, best first. */
  compared: z.array(ComparedOffence),
});
export type DualCriminality = z.infer<typeof DualCriminality>;

const Duty = z.strictObject({
  provision: z.string(),
  pinpoint: z.string(),
  effect: Effect,
  statement: z.string(),
  grade: Grade,
  bindsWhom: Bound,
  state: Result,
  why: z.string(),
});
export type Duty = z.infer<typeof Duty>;

/** A duty that goes with refusing, postponing or conditioning. */
const RefusalDuty = z.strictObject({
  duty: z.enum(["consult", "reasons", "inform", "hear"]),
  force: z.enum(["shall", "where-appropriate", "good-practice"]),
  provision: z.string(),
  pinpoint: z.string(),
  text: z.string(),
});
export type RefusalDuty = z.infer<typeof RefusalDuty>;

export const Ground = z.strictObject({
  id: z.string(),
  title: z.string(),
  provision: z.string(),
  pinpoint: z.string(),
  /** open: the text lets it be raised here. closed: it does not. forbidden: the text names it as no ground. */
  status: z.enum(["open", "closed", "forbidden", "not-known"]),
  /** Whether something in this file points to the ground. A ground can be open with nothing pointing to it. */
  indicated: z.boolean(),
  why: z.string(),
  grade: Grade,
  /** What is owed when this ground is used: consulting first, reasons after. */
  duties: z.array(RefusalDuty).readonly(),
});
export type Ground = z.infer<typeof Ground>;

const Missing = z.strictObject({
  field: z.string(),
  why: z.string(),
  pinpoint: z.string(),
  severity: z.enum(["required", "advised"]),
});
export type Missing = z.infer<typeof Missing>;

const Clock = z.strictObject({
  id: z.string(),
  /** A UTC instant or a calendar day; null where the clock has not started, or what ends it has not happened. */
  ends: z.string().nullable(),
  from: z.string().nullable(),
  rule: z.string(),
  pinpoint: z.string(),
  /** Days before the end on which both sides are told, longest first. */
  alarmDaysBefore: z.array(z.number()),
  /** How the end was found, a sentence a step. */
  steps: z.array(z.string()),
  /** The end on the wall clock of the State it is counted in, with offset and zone. */
  endsThere: z.string().nullable(),
});
export type Clock = z.infer<typeof Clock>;

const Prompt = z.strictObject({
  id: z.string(),
  question: z.string(),
  innocentExplanation: z.string(),
  pinpoint: z.string(),
  /** Whether a written answer is owed before any step beyond preservation. */
  must: z.boolean(),
  /** The kept answer, or null. */
  answer: z.string().nullable(),
});
export type Prompt = z.infer<typeof Prompt>;

const Door = z.strictObject({
  status: z.enum(["open", "closed", "unknown"]),
  why: z.string(),
  pinpoint: z.string(),
  /** What else the requested State's sheet makes of it. */
  conditions: z.array(z.string()),
  /** Grounds of this door alone, where it has its own. */
  grounds: z.array(Ground).optional(),
});
export type Door = z.infer<typeof Door>;

/** A condition the requested State can set, or must see kept, in place of refusing. */
const Condition = z.strictObject({
  id: z.string(),
  provision: z.string(),
  pinpoint: z.string(),
  grade: Grade,
  effect: Effect,
  text: z.string(),
  /** What in this file calls for it, or null where it can always be set. */
  because: z.string().nullable(),
});
export type Condition = z.infer<typeof Condition>;

const EnactedSide = z.strictObject({
  state: z.string(),
  /** Offences of the State's sheet that enact the article, and how the facts meet them. */
  offences: z.array(z.strictObject({ code: z.string(), title: z.string(), result: Result })),
  /** Options of the article the State used, by provision. */
  options: z.array(z.string()),
  /** Reservations that touch the article. */
  reserved: z.array(z.string()),
  why: z.string(),
});
const Enacted = z.strictObject({
  article: z.string(),
  pinpoint: z.string(),
  requesting: EnactedSide,
  requested: EnactedSide,
  /** Whether, for this pair, an offence under the article is an offence of the instrument. */
  forThePair: z.boolean(),
});
export type Enacted = z.infer<typeof Enacted>;

export const UseAnswer = z.strictObject({
  status: z.enum(["allowed", "with-consent", "not-allowed", "unknown"]),
  why: z.string(),
  provision: z.string(),
  pinpoint: z.string(),
  grade: Grade,
  /** What is done first, or at once after. */
  steps: z.array(z.strictObject({ effect: Effect, pinpoint: z.string(), text: z.string() })),
});
export type UseAnswer = z.infer<typeof UseAnswer>;

/** The modality in the text's own words, or that there is none. */
export const Says = z.enum([
  "shall",
  "shall-endeavour",
  "may",
  "nothing-obliges",
  "not-available",
  "not-known",
]);
export type Says = z.infer<typeof Says>;

const MeasureRow = z.strictObject({
  measure: Measure,
  instrument: InstrumentId.nullable(),
  says: Says,
  why: z.string(),
  pinpoint: z.string(),
});
export type MeasureRow = z.infer<typeof MeasureRow>;

const NextFact = z.strictObject({
  /** `conduct:dishonest-intent`, `answers:expression`, `sheet AL: dualCriminality`. */
  fact: z.string(),
  question: z.string(),
  pinpoint: z.string(),
  /** Who can say it: the requesting State, the requested State, or the depositary. */
  askOf: z.enum(["requesting", "requested", "either"]),
  /** How many lines of the opinion turn on the answer. */
  decides: z.number().int().nonnegative(),
  /** These lines: what each would say if yes, and if no. */
  turns: z.array(z.strictObject({ line: z.string(), ifYes: z.string(), ifNo: z.string() })),
});
export type NextFact = z.infer<typeof NextFact>;

const TraceLine = z.strictObject({
  line: z.string(),
  says: z.string(),
  /** Ids of provisions, each with its record; a rule of this program is said as `program`. */
  provisions: z.array(z.string()),
  /** What was looked at: a field of the question, a line of a sheet, a ledger's event. */
  facts: z.array(z.string()),
});
export type TraceLine = z.infer<typeof TraceLine>;

const PartySheet = z.strictObject({
  state: z.string(),
  /** As its sheet names it; null where there is none. */
  name: z.string().nullable(),
  /** The version of the sheet, and the day it is good for. */
  sheet: z.strictObject({ version: z.number(), asOf: z.string(), invented: z.boolean() }).nullable(),
});

const SourceLine = z.strictObject({
  state: z.string(),
  /** What of the State's law it is about. */
  about: z.string(),
  title: z.string(),
  at: z.string().nullable(),
  /** The date of the text that was read. */
  version: z.string().nullable(),
  sureness: z.enum(["A", "B", "C", "D"]).nullable(),
  link: z.string().nullable(),
  /** Whether it is to be checked before anybody relies on it. */
  check: z.boolean(),
  /** What to check, and why; absent where there is nothing. */
  caution: z.string().optional(),
});
export type SourceLine = z.infer<typeof SourceLine>;

const Asked = z.strictObject({
  field: z.string(),
  label: z.string(),
  level: z.enum(["required", "advised"]),
  pinpoint: z.string(),
});
export type Asked = z.infer<typeof Asked>;

const ownLawLine = {
  text: z.string(),
  /** Source, article and version read. */
  citation: z.string(),
  sureness: z.enum(["A", "B", "C", "D"]).nullable(),
  /** What a reader must be told of it, or null. */
  caution: z.string().nullable(),
};

/** The requested State's own law as its sheet has it: shown, never weighed. */
export const OwnLaw = z.strictObject({
  /** Whether a treaty binds the two here, which usually goes before these lines. */
  displaceable: z.boolean(),
  withoutTreaty: z
    .strictObject({ assists: z.boolean().nullable(), condition: z.string().nullable(), ...ownLawLine })
    .nullable(),
  refusals: z.array(
    z.strictObject({ ground: z.string(), force: z.enum(["must", "may"]).nullable(), ...ownLawLine }),
  ),
  /** False where nobody read them: an empty list is then not known, and never "none". */
  refusalsRead: z.boolean(),
  remedies: z.strictObject(ownLawLine).nullable(),
  /** Who, by which way, in which language, at whose cost; what the sheet leaves blank is not there. */
  practical: z.array(z.strictObject({ about: z.string(), ...ownLawLine })),
});
export type OwnLaw = z.infer<typeof OwnLaw>;

export const Opinion = z.strictObject({
  on: instant,
  measure: Measure,
  instrument: InstrumentChoice,
  classification: Classification,
  dualCriminality: DualCriminality,
  /** How strongly the requested State is bound to this measure, in one word and with the reason. */
  obligation: z.strictObject({
    strength: z.enum(["shall", "shall-endeavour", "may-refuse", "may-decline", "no-duty", "unknown"]),
    /** The same in the text's own modality; a duty with a ground that points to it reads as `may`. */
    says: Says,
    why: z.string(),
    pinpoint: z.string(),
  }),
  duties: z.array(Duty),
  grounds: z.array(Ground),
  missing: z.array(Missing),
  clocks: z.array(Clock),
  tensions: z.array(z.strictObject({ provisions: z.array(z.string()), text: z.string() })),
  prompts: z.array(Prompt),
  doors: z.strictObject({
    extradition: Door,
    jointInvestigation: Door,
    assets: Door,
    policeCooperation: Door.optional(),
  }),
  canBeSent: z.boolean(),
  authorisation: z.strictObject({
    /** Who must authorise the measure in the requested State, or "not known". */
    requestedState: z.string(),
    /** Whether the requested State's law has the measure at all; null where its sheet does not say. */
    available: z.boolean().nullable(),
    source: z.string(),
    /** Hours between the decision to release and the release; null where not known. */
    remedyWindowHours: z.number().nullable(),
    /** What the requested State's law says on telling the person, or "not known". */
    notice: z.string(),
  }),
  asked: z.array(Asked),
  /** What can be set or must be kept in place of refusing. */
  conditions: z.array(Condition),
  /** Each article in question as each side of the pair enacted it, with options and reservations. */
  enacted: z.array(Enacted),
  /** Where the question is what may be done with what was received. */
  use: UseAnswer.nullable(),
  parties: z.strictObject({
    world: z.enum(["real", "invented"]),
    requesting: PartySheet,
    requested: PartySheet,
  }),
  /** What was supposed otherwise than ledgers and sheets say; empty for the law as it stands. */
  assumed: z.array(z.string()),
  /** Only in a whole opinion: every measure for this pair, offence and day. */
  measures: z.array(MeasureRow).optional(),
  /** Only in a whole opinion: facts to ask for, the most deciding first. */
  next: z.array(NextFact).optional(),
  /** Only in a whole opinion: every line with its provision and its fact. */
  trace: z.array(TraceLine).optional(),
  /** Only in a whole opinion: the lines of the sheets it leans on, and how sure they are. */
  sources: z.array(SourceLine).optional(),
  /** Only in a whole opinion: what the requested State's own law says on refusing; null without its sheet. */
  ownLaw: OwnLaw.nullable().optional(),
});
export type Opinion = z.infer<typeof Opinion>;
