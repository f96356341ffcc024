import { z } from "zod";

/**
 * What the opinion is asked (OpinionInput) and what it answers (Opinion). Both are plain JSON, so that a form, a
 * command line and another State's program can speak them. The answer never decides for a person: it says what binds,
 * which grounds are open, closed or forbidden, what is missing, and which provisions pull against each other.
 */

/** What is asked for. The names follow the Convention: Arts 42, 43, 44 (three kinds of data), 45, 46 and 41(3)(e). */
export const MEASURES = [
  "preservation",
  "traffic-partial",
  "subscriber",
  "traffic-stored",
  "stored-data",
  "traffic-realtime",
  "content-interception",
  "emergency-data",
] as const;
export const Measure = z.enum(MEASURES);
export type Measure = z.infer<typeof Measure>;

/** An instrument of the ledger in `law/invented/instruments` and `law/real/instruments`. */
export const INSTRUMENTS = ["hanoi", "budapest", "untoc", "uncac"] as const;
export const InstrumentId = z.enum(INSTRUMENTS);
export type InstrumentId = z.infer<typeof InstrumentId>;

/** The three answers a test can give. `unknown` is "not known yet" and never turns into another by itself. */
export const Result = z.enum(["holds", "fails", "unknown"]);
export type Result = z.infer<typeof Result>;

/** How far a line of law was checked: T compared with an authentic text, P with a parallel clause, K not compared yet, K? not compared and the pinpoint may be off. */
export const Grade = z.enum(["T", "P", "K", "K?"]);
export type Grade = z.infer<typeof Grade>;

/** The force of a provision, in the text's own modality. */
export const Effect = z.enum([
  "shall",
  "shall-endeavour",
  "shall-consider",
  "may",
  "nothing-obliges",
  "forbidden",
  "definition",
]);
export type Effect = z.infer<typeof Effect>;

const stateCode = z.string().regex(/^[A-Z]{2}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const short = z.string().max(500);
const long = z.string().max(50_000);
/** A date and time as the officer typed it; the opinion says so where the offset is missing. */
const asTyped = z.string().max(60);
const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80);

/** One account, address or system asked about, with why this one. */
export const Selector = z.strictObject({
  kind: z.enum(["ip", "account", "server", "url", "other"]),
  value: z.string().max(2_000),
  reason: short.optional(),
  port: z.number().int().min(0).max(65_535).optional(),
  at: asTyped.optional(),
  holder: short.optional(),
});
export type Selector = z.infer<typeof Selector>;

/** The question put to the opinion: a draft as far as it has been written, so most fields may still be absent. */
export const OpinionInput = z.strictObject({
  requesting: stateCode,
  requested: stateCode,
  /** The time for which the law is asked; the ledger and the sheets are read as of then. */
  on: instant,
  measure: Measure,
  /** The instrument the officer relies on; absent means: propose one. */
  basis: InstrumentId.optional(),
  /** Offences by their code in a State's sheet; those of the requesting State carry the request. */
  offences: z.array(z.strictObject({ state: stateCode, code: z.string().max(40) })).max(50),
  /** Conduct elements the facts contain (keys of `src/treaty/conduct.ts`). */
  conduct: z.array(key).max(100),
  /** Conduct elements the facts do not contain, said expressly. What stands in neither list is not known. */
  conductAbsent: z.array(key).max(100).optional(),
  /** The facts in plain words: only whether there are any is looked at. */
  facts: long,
  purpose: long.optional(),
  selectors: z.array(Selector).max(5_000),
  /** The time the data are from or, for Arts 45 and 46, the time to collect. */
  period: z.strictObject({ from: asTyped, to: asTyped }).optional(),
  /** Why the measure is needed (45(3)(e)). */
  justification: long.optional(),
  /** Why for so long (45(3)(f)). */
  durationJustification: long.optional(),
  custodian: short.optional(),
  /** Why preservation is needed (42(3)(e)). */
  necessity: long.optional(),
  intendsMla: z.boolean().optional(),
  mlaReference: short.optional(),
  preservationReference: short.optional(),
  urgency: z
    .strictObject({
      kind: z.enum(["emergency", "volatile", "custody", "none"]),
      reason: long.optional(),
    })
    .optional(),
  /** Secrecy asked of the requested State: with a reason, and an end date or the law that fixes it. */
  confidentiality: z
    .strictObject({ reason: long.optional(), until: asTyped.optional(), law: short.optional() })
    .optional(),
  evidenceForm: short.optional(),
  /** The authority that asks (42(3)(a), 40(15)(a)) and, where there is one, its order. */
  authority: z
    .strictObject({
      issuer: short,
      kind: short.optional(),
      date: asTyped.optional(),
      hash: short.optional(),
    })
    .optional(),
  /** Answers to prompts by prompt id, beginning `yes:` or `no:` and giving the reason in words. */
  answers: z.record(z.string().max(80), long).optional(),
  /** When preservation began, once it has. */
  preservedFrom: instant.optional(),
  /** Facts of this file that raise a question: a key of a prompt topic, for example `journalism`. */
  contextFlags: z.array(key).max(50).optional(),
});
export type OpinionInput = z.infer<typeof OpinionInput>;

const Candidate = z.strictObject({
  id: InstrumentId,
  name: z.string(),
  applies: Result,
  why: z.string(),
  pinpoint: z.string(),
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
  bindsWhom: z.enum(["requesting", "requested", "both"]),
  state: Result,
  why: z.string(),
});
export type Duty = z.infer<typeof Duty>;

const Ground = z.strictObject({
  id: z.string(),
  title: z.string(),
  pinpoint: z.string(),
  /** open: the text lets it be raised here. closed: it does not. forbidden: the text names it as no ground. */
  status: z.enum(["open", "closed", "forbidden", "not-known"]),
  /** Whether something in this file points to the ground. A ground can be open with nothing pointing to it. */
  indicated: z.boolean(),
  why: z.string(),
  grade: Grade,
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
  /** A UTC instant or a calendar day; null where the clock has not started. */
  ends: z.string().nullable(),
  from: z.string().nullable(),
  rule: z.string(),
  pinpoint: z.string(),
  /** Days before the end on which both sides are told, longest first. */
  alarmDaysBefore: z.array(z.number()),
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
});
export type Door = z.infer<typeof Door>;

const Asked = z.strictObject({
  field: z.string(),
  label: z.string(),
  level: z.enum(["required", "advised"]),
  pinpoint: z.string(),
});
export type Asked = z.infer<typeof Asked>;

export const Opinion = z.strictObject({
  on: instant,
  measure: Measure,
  instrument: InstrumentChoice,
  classification: Classification,
  dualCriminality: DualCriminality,
  /** How strongly the requested State is bound to this measure, in one word and with the reason. */
  obligation: z.strictObject({
    strength: z.enum(["shall", "shall-endeavour", "may-refuse", "may-decline", "no-duty", "unknown"]),
    why: z.string(),
    pinpoint: z.string(),
  }),
  duties: z.array(Duty),
  grounds: z.array(Ground),
  missing: z.array(Missing),
  clocks: z.array(Clock),
  tensions: z.array(z.strictObject({ provisions: z.array(z.string()), text: z.string() })),
  prompts: z.array(Prompt),
  doors: z.strictObject({ extradition: Door, jointInvestigation: Door, assets: Door }),
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
});
export type Opinion = z.infer<typeof Opinion>;
