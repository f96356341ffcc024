import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { startOfDay } from "../base/time.ts";
import { offenceAsked } from "./basis-offence.ts";
import { classifyUnder } from "./decide.ts";
import type { Law } from "./law.ts";
import { reservationsSeen } from "./ledger.ts";
import {
  type Candidate,
  MEASURES,
  Measure,
  type OpinionInput,
  Result,
  STATUS_ONLY,
} from "./opinion-types.ts";
import { InstrumentId } from "./opinion-types.ts";
import { explain } from "./sheet.ts";
import { reciprocity } from "./reciprocity.ts";
import { findState, nameOf } from "./states.ts";
import { Sureness } from "./sureness.ts";
import { areBothInUnion } from "./union.ts";
import { type BasisFacts, type Sought, weighAll } from "./weighing.ts";

/**
 * All bases between two States on a day, in the order a lawyer takes them, each with the reason why it applies or does
 * not. "No treaty basis" is an answer. What is only probably in force, or rests on a condition nobody has answered, is
 * never a yes.
 */

const word = z.string().min(1).max(100);

/** What is asked. States by code or name; without a measure, for assistance in general and for extradition. */
export const BasisQuestion = z.strictObject({
  requesting: word,
  requested: word,
  on: z.iso.date(),
  measure: z.union([Measure, z.literal("extradition")]).optional(),
  /** A statute of the requesting State's sheet, an article of a convention, or a kind of offence. */
  offence: word.optional(),
  /** Answers to scope conditions, beginning `yes:` or `no:`. */
  answers: z.record(z.string().max(80), z.string().max(2_000)).optional(),
});
export type BasisQuestion = z.infer<typeof BasisQuestion>;

const Purpose = z.enum(["assistance", "extradition"]);
export type Purpose = z.infer<typeof Purpose>;

export const Basis = z.strictObject({
  id: InstrumentId,
  name: z.string(),
  purpose: Purpose,
  /** Whether a request can rest on it; `unknown` also where it is only probably in force. */
  applies: Result,
  why: z.string(),
  pinpoint: z.string(),
  inForce: Result,
  sureness: Sureness,
  /** Only its standing is kept; its rules are to be read elsewhere. */
  statusOnly: z.boolean(),
  reservations: z.array(
    z.strictObject({
      state: z.string(),
      provisions: z.array(z.string()),
      /** Something was reserved whose contents were not seen. */
      unseen: z.boolean(),
    }),
  ),
  notes: z.array(z.string()),
});
export type Basis = z.infer<typeof Basis>;

const Section = z.strictObject({
  purpose: Purpose,
  /** basis: at least one holds. conditional: one may, on what is not known yet. none: no treaty basis. */
  answer: z.enum(["basis", "conditional", "none"]),
  text: z.string(),
  bases: z.array(Basis),
});

export const BasisAnswer = z.strictObject({
  world: z.enum(["real", "invented"]),
  requesting: z.strictObject({ state: z.string(), name: z.string() }),
  requested: z.strictObject({ state: z.string(), name: z.string() }),
  on: z.iso.date(),
  measure: z.string().nullable(),
  /** How the offence was understood; null where none is given. */
  offence: z.string().nullable(),
  sections: z.array(Section),
});
export type BasisAnswer = z.infer<typeof BasisAnswer>;

/** In what order a lawyer takes them: what is made for the purpose first, what depends on the kind of crime last. */
const ORDER: Readonly<Record<Purpose, readonly InstrumentId[]>> = {
  assistance: [
    "hanoi",
    "budapest",
    "coe-mla",
    "coe-mla-protocol-2",
    "bilateral",
    "eu-evidence",
    "budapest-protocol-2",
    "cloud-act",
    "untoc",
    "uncac",
    "coe-extradition",
    "reciprocity",
  ],
  extradition: [
    "coe-extradition",
    "bilateral",
    "hanoi",
    "budapest",
    "untoc",
    "uncac",
    "coe-mla",
    "coe-mla-protocol-2",
    "eu-evidence",
    "budapest-protocol-2",
    "cloud-act",
    "reciprocity",
  ],
};
const RANK: Readonly<Record<Result, number>> = { holds: 0, unknown: 1, fails: 2 };

/** Reads a question from outside. Throws Problem `treaty/unknown-measure` or `treaty/input-invalid`. */
export function readBasisQuestion(json: unknown, where = "question"): BasisQuestion {
  const parsed = BasisQuestion.safeParse(json);
  if (parsed.success) return parsed.data;
  const measure = (json as { measure?: unknown } | null)?.measure;
  if (typeof measure === "string" && parsed.error.issues.some(({ path }) => path[0] === "measure"))
    throw new Problem(
      "treaty/unknown-measure",
      `There is no measure "${measure.slice(0, 60)}".`,
      `${where}: measure`,
      `Say one of ${[...MEASURES, "extradition"].join(", ")}, or leave it out.`,
    );
  throw explain(parsed.error, "treaty/input-invalid", where);
}

/**
 * Every basis: those that apply first, then those that may, then those that do not. Throws Problem
 * `treaty/unknown-state`, `treaty/same-state` or `treaty/unknown-offence`.
 */
export function basesFor(question: BasisQuestion, law: Law): Basis[] {
  return basisAnswer(question, law).sections.flatMap((each) => each.bases);
}

/** The same with the answer for each purpose in words. Throws what `basesFor` throws. */
export function basisAnswer(question: BasisQuestion, law: Law): BasisAnswer {
  const [requesting, requested] = partiesOf(question, law);
  const { on, measure } = question;
  const asked = question.offence === undefined ? null : offenceAsked(question.offence, requesting, law, on);
  const input: OpinionInput = {
    requesting,
    requested,
    on: startOfDay(on, "UTC"),
    measure: measure === undefined || measure === "extradition" ? "stored-data" : measure,
    offences: asked?.offences ?? [],
    conduct: [],
    facts: "",
    selectors: [],
    answers: { ...asked?.answers, ...question.answers },
  };
  const soughts: Sought[] = measure === undefined ? ["assistance", "extradition"] : [measure];
  const sections = soughts.map((sought) =>
    sectionOf({ input, on, sought, law, classifyUnder: (id) => classifyUnder(id, input, law) }),
  );
  return {
    world: law.world,
    requesting: { state: requesting, name: nameOf(law, requesting) },
    requested: { state: requested, name: nameOf(law, requested) },
    on,
    measure: measure ?? null,
    offence: asked?.readAs ?? null,
    sections,
  };
}

function partiesOf(question: BasisQuestion, law: Law): [string, string] {
  const requesting = findState(law, question.requesting);
  const requested = findState(law, question.requested);
  if (requesting === requested)
    throw new Problem(
      "treaty/same-state",
      "The requesting and the requested State are the same.",
      "requested",
      "Name two States.",
    );
  return [requesting, requested];
}

function sectionOf(facts: BasisFacts): BasisAnswer["sections"][number] {
  const purpose: Purpose = facts.sought === "extradition" ? "extradition" : "assistance";
  const found = weighAll(facts).filter((each) => each.id !== "reciprocity");
  const weighed = [
    ...found,
    ...(found.some((each) => each.id === "bilateral") ? [] : [noneRecorded(facts.law)]),
    reciprocity(facts),
  ];
  const bases = weighed
    .map((each) => described(each, purpose, facts, found))
    .toSorted(
      (a, b) =>
        RANK[a.applies] - RANK[b.applies] || ORDER[purpose].indexOf(a.id) - ORDER[purpose].indexOf(b.id),
    );
  return { purpose, ...answerOf(bases, purpose, facts), bases };
}

// No list of treaties of two States is complete; in the invented world what is not there does not exist.
function noneRecorded(law: Law): Candidate {
  const head = { id: "bilateral" as const, name: "Bilateral treaty", pinpoint: "none recorded" };
  return law.world === "invented"
    ? { ...head, applies: "fails", inForce: "fails", sureness: "A", why: "None is recorded for the two." }
    : {
        ...head,
        applies: "unknown",
        inForce: "unknown",
        sureness: "D",
        why: "None is recorded here, which proves nothing: treaties of two States are recorded only as somebody fills them in. Ask the two central authorities.",
      };
}

function described(each: Candidate, purpose: Purpose, facts: BasisFacts, found: readonly Candidate[]): Basis {
  return {
    id: each.id,
    name: each.name,
    purpose,
    applies: each.applies,
    why: named(each.why, facts),
    pinpoint: each.pinpoint,
    inForce: each.inForce,
    sureness: each.sureness,
    statusOnly: STATUS_ONLY.has(each.id),
    reservations: each.inForce === "fails" ? [] : reservedBy(each.id, facts),
    notes: each.applies === "fails" ? [] : notesOn(each.id, purpose, facts, found),
  };
}

// The ledgers speak in codes; a person reads names.
function named(words: string, { law, input }: BasisFacts): string {
  return [input.requesting, input.requested].reduce((text, code) => {
    const name = nameOf(law, code);
    return text
      .replaceAll(new RegExp(`\\b${code}\\b`, "g"), name)
      .replaceAll(`${name}: ${name} `, `${name} `);
  }, words);
}

function reservedBy(id: InstrumentId, { law, input, on }: BasisFacts): Basis["reservations"] {
  const ledger = law.instruments[id];
  if (!ledger) return [];
  return [input.requesting, input.requested]
    .map((state) => ({ state, ...reservationsSeen(ledger, state, on) }))
    .filter((each) => each.provisions.length > 0 || each.unseen);
}

const GIVES_WAY: Readonly<Partial<Record<InstrumentId, string>>> = {
  hanoi:
    "Paragraphs 8 to 31 of Art. 40 give way to the treaty on mutual assistance between the two, unless they agree otherwise (40(7)).",
  budapest:
    "Arts. 27 and 28 give way to the treaty on mutual assistance between the two, unless they agree otherwise (27(1), 28(1)).",
  untoc:
    "Paragraphs 9 to 29 of Art. 18 give way to the treaty on mutual assistance between the two, unless they agree otherwise (18(7)).",
  uncac:
    "Paragraphs 9 to 29 of Art. 46 give way to the treaty on mutual assistance between the two, unless they agree otherwise (46(7)).",
};
const OWN_TREATY: ReadonlySet<InstrumentId> = new Set(["coe-mla", "bilateral"]);

function notesOn(
  id: InstrumentId,
  purpose: Purpose,
  facts: BasisFacts,
  found: readonly Candidate[],
): string[] {
  const notes: string[] = [];
  const treaty = found.find((each) => OWN_TREATY.has(each.id) && each.inForce !== "fails");
  const givesWay = GIVES_WAY[id];
  if (purpose === "assistance" && treaty && givesWay)
    notes.push(treaty.inForce === "holds" ? givesWay : `If ${treaty.name} is in force: ${givesWay}`);
  if (id === "budapest" && areBothInUnion(facts))
    notes.push(
      "Between members of the European Union its own law comes first where it reaches; it is not modelled here.",
    );
  if (id === "coe-mla" && purpose === "assistance")
    notes.push(
      "Its text was read with the changes of the second protocol (CETS 182); between Parties that have not joined that, the wording of 1959 binds.",
    );
  if (id === "coe-extradition")
    notes.push(
      "Its text was read with the changes of later protocols (CETS 86, 98); what they changed binds only their Parties.",
    );
  if (STATUS_ONLY.has(id)) notes.push("Kept by status only.");
  return notes;
}

function answerOf(
  bases: readonly Basis[],
  purpose: Purpose,
  facts: BasisFacts,
): Pick<BasisAnswer["sections"][number], "answer" | "text"> {
  const { law, input, on } = facts;
  const treaties = bases.filter((each) => each.id !== "reciprocity" && each.pinpoint !== "none recorded");
  const sure = treaties.filter((each) => each.applies === "holds");
  if (sure.length > 0)
    return {
      answer: "basis",
      text: `${sure.map((each) => `${each.name}, ${each.pinpoint}`).join("; also ")}.`,
    };
  const unknown = treaties.filter((each) => each.applies === "unknown");
  const open = unknown.filter((each) => each.inForce === "holds" || isJoinedByBoth(each.id, facts));
  const bilateral = law.world === "real" ? " Treaties of the two alone are not recorded here: ask." : "";
  if (open.length > 0)
    return {
      answer: "conditional",
      text: `No treaty is surely a basis. One may be, on what is not known yet: ${open.map(sayOpen).join("; ")}.${bilateral}`,
    };
  const pair = `${nameOf(law, input.requesting)} and ${nameOf(law, input.requested)}`;
  const forWhat = purpose === "extradition" ? " for extradition" : "";
  const later = unknown.length
    ? ` Whether both have joined since is not known of: ${unknown.map((each) => each.name).join("; ")}; check the depositary.`
    : "";
  return {
    answer: "none",
    text: `No treaty basis${forWhat} between ${pair} on ${on} is known among the instruments kept here.${later}${bilateral} What is left is reciprocity, if both States' law allows it.`,
  };
}

const JOINING: ReadonlySet<string> = new Set([
  "deposit",
  "accession",
  "succession",
  "entry-into-force",
  "unclear",
]);

// A State of which no step to join is told is not thought to be a Party only because the table is old.
function isJoinedByBoth(id: InstrumentId, { law, input }: BasisFacts): boolean {
  const ledger = law.instruments[id];
  if (!ledger) return true;
  return [input.requesting, input.requested].every((state) =>
    ledger.events.some((each) => each.state === state && JOINING.has(each.kind)),
  );
}

function sayOpen({ name, inForce, statusOnly }: Basis): string {
  if (statusOnly) return `${name} (status only; its rules are not kept here)`;
  return inForce === "holds"
    ? `${name} (in force; on a condition)`
    : `${name} (check whether it is in force)`;
}
