import { isProblem } from "../base/problem.ts";
import { parseInstant } from "../base/time.ts";
import type { OpinionInput } from "./opinion-types.ts";

/** The fields of a request that a provision or a field rule can ask for, and when each is there. */

export type Field =
  | "basis"
  | "authority"
  | "authority.date"
  | "offences"
  | "conduct"
  | "facts"
  | "purpose"
  | "selectors"
  | "selectors.reason"
  | "selectors.at"
  | "selectors.port"
  | "period"
  | "justification"
  | "durationJustification"
  | "custodian"
  | "necessity"
  | "intendsMla"
  | "preservationReference"
  | "urgency"
  | "urgency.reason"
  | "confidentiality"
  | "confidentiality.reason"
  | "confidentiality.until"
  | "evidenceForm"
  | "answers.untoc-transnational"
  | "answers.untoc-organized-group"
  | "answers.uncac-offence-covered";

interface FieldRule {
  label: string;
  /** Null when the field is there and can be read; otherwise what is wrong, as a sentence. */
  lacks: (input: OpinionInput) => string | null;
}

const filled = (text: string | undefined): boolean => text !== undefined && text.trim() !== "";

function wants(label: string, value: (input: OpinionInput) => boolean, sentence: string): FieldRule {
  return { label, lacks: (input) => (value(input) ? null : sentence) };
}

export const FIELDS: Readonly<Record<Field, FieldRule>> = {
  basis: wants(
    "Instrument relied on",
    () => true,
    "Choose an instrument that applies between the two States.",
  ),
  authority: wants(
    "Authority that asks",
    (input) => filled(input.authority?.issuer),
    "Name the authority that makes the request.",
  ),
  "authority.date": wants(
    "Its order and date",
    (input) => filled(input.authority?.date) || filled(input.authority?.hash),
    "If there is an order, give its date or hash.",
  ),
  offences: wants(
    "Offence",
    (input) => input.offences.some((each) => each.state === input.requesting),
    "Name the offence by its code in the requesting State's sheet.",
  ),
  conduct: wants(
    "Conduct",
    (input) => input.conduct.length > 0,
    "Say what was done, apart from its legal label.",
  ),
  facts: wants("Facts", (input) => filled(input.facts), "Give a brief summary of the facts."),
  purpose: wants("Purpose", (input) => filled(input.purpose), "Say what the evidence is wanted for."),
  selectors: wants(
    "Data asked for",
    (input) => input.selectors.some((each) => filled(each.value)),
    "Name at least one account, address or system.",
  ),
  "selectors.reason": { label: "Why this one", lacks: selectorWithoutReason },
  "selectors.at": { label: "Time of use, with offset", lacks: selectorTime },
  "selectors.port": { label: "Source port", lacks: selectorWithoutPort },
  period: { label: "Period", lacks: periodFault },
  justification: wants(
    "Why it is needed",
    (input) => filled(input.justification),
    "Say why the measure is needed.",
  ),
  durationJustification: wants(
    "Why for so long",
    (input) => filled(input.durationJustification),
    "Say why the measure must last so long.",
  ),
  custodian: wants(
    "Custodian or place",
    (input) => filled(input.custodian) || input.selectors.some((each) => filled(each.holder)),
    "Say who holds the data or where the system is, as far as known.",
  ),
  necessity: wants(
    "Necessity",
    (input) => filled(input.necessity),
    "Say why the data must be preserved now.",
  ),
  intendsMla: wants(
    "Intention to ask for the data",
    (input) => input.intendsMla === true,
    "Say that a request for mutual legal assistance is intended.",
  ),
  preservationReference: wants(
    "Number of the preservation",
    (input) => filled(input.preservationReference),
    "Give the number of the preservation request it belongs to.",
  ),
  urgency: wants(
    "Emergency",
    (input) => input.urgency?.kind === "emergency",
    "Say that a person's life or safety is at significant and imminent risk.",
  ),
  "urgency.reason": wants(
    "Why it is urgent",
    (input) => input.urgency === undefined || input.urgency.kind === "none" || filled(input.urgency.reason),
    "Say what makes it urgent.",
  ),
  confidentiality: wants(
    "Confidentiality",
    (input) => input.confidentiality !== undefined,
    "Say whether the request must be kept confidential and the user not told.",
  ),
  "confidentiality.reason": wants(
    "Why confidential",
    (input) => input.confidentiality === undefined || filled(input.confidentiality.reason),
    "Give the reason for secrecy.",
  ),
  "confidentiality.until": { label: "Confidential until", lacks: secrecyEnd },
  evidenceForm: wants(
    "Form of evidence needed",
    (input) => filled(input.evidenceForm),
    "Say which form the evidence must have to be used.",
  ),
  "answers.untoc-transnational": answered(
    "untoc-transnational",
    "Say why the offence is transnational.",
    "several-states",
  ),
  "answers.untoc-organized-group": answered(
    "untoc-organized-group",
    "Say which organized criminal group is involved.",
    "organised-group",
  ),
  "answers.uncac-offence-covered": answered(
    "uncac-offence-covered",
    "Say which offence of the instrument the conduct is.",
    "bribe-given-or-taken",
    "public-money-taken",
  ),
};

// What the conduct says already is not asked for a second time in words.
function answered(id: string, sentence: string, ...keys: string[]): FieldRule {
  const said = (input: OpinionInput): boolean =>
    filled(input.answers?.[id]) || keys.some((key) => input.conduct.includes(key));
  return wants("Condition of the instrument", said, sentence);
}

function selectorWithoutReason(input: OpinionInput): string | null {
  const at = input.selectors.findIndex((each) => !filled(each.reason));
  return at < 0 ? null : `Say why this one, for entry ${at + 1}.`;
}

function selectorTime(input: OpinionInput): string | null {
  for (const [index, each] of input.selectors.entries()) {
    const lookup = input.measure === "subscriber" || input.measure === "traffic-stored";
    if (each.at === undefined) {
      if (each.kind === "ip" && lookup)
        return `Entry ${index + 1} is an address: say at which time, with offset, it was used.`;
      continue;
    }
    const fault = timeFault(each.at);
    if (fault) return `Entry ${index + 1}: ${fault}`;
  }
  return null;
}

/**
 * Times that cannot be what they say: after the request, or before there were such systems. Often the date is of another
 * calendar (2570 is 2027 by the Buddhist era, 1406 by the Persian one).
 */
export function timesOutOfPlace(input: OpinionInput): string[] {
  return input.selectors.flatMap(({ at }, index) => {
    if (at === undefined || timeFault(at) !== null) return [];
    const time = timeOf(at);
    if (time > input.on)
      return [`Entry ${index + 1}: the time lies after the request. Is it of another calendar, or a slip?`];
    return time < "1970" ? [`Entry ${index + 1}: the time lies before 1970. Is it of another calendar?`] : [];
  });
}

function selectorWithoutPort(input: OpinionInput): string | null {
  const at = input.selectors.findIndex((each) => each.kind === "ip" && each.port === undefined);
  return at < 0
    ? null
    : `Entry ${at + 1} is an address without a source port; behind shared addresses it may name many people.`;
}

function periodFault(input: OpinionInput): string | null {
  if (!input.period) return "Give the period from and to.";
  const fault = timeFault(input.period.from) ?? timeFault(input.period.to);
  if (fault) return fault;
  return timeOf(input.period.from) < timeOf(input.period.to) ? null : "The period ends before it starts.";
}

function secrecyEnd(input: OpinionInput): string | null {
  const asked = input.confidentiality;
  if (!asked || filled(asked.law)) return null;
  if (!filled(asked.until))
    return "Say until when, or by which law the time is fixed; secrecy without end is not accepted.";
  return timeFault(asked.until as string);
}

/** What is wrong with a time as typed, or null. */
export function timeFault(text: string): string | null {
  return readTime(text).fault;
}

/** A time as typed, which {@link timeFault} has found readable, as an instant. */
export function timeOf(text: string): string {
  return readTime(text).time;
}

// One opinion reads the same few times again and again, and reading one is the slowest thing it does.
const remembered = new Map<string, { time: string; fault: string | null }>();
const MOST_REMEMBERED = 5_000;

function readTime(text: string): { time: string; fault: string | null } {
  let read = remembered.get(text);
  if (read) return read;
  try {
    read = { time: parseInstant(text), fault: null };
  } catch (error) {
    if (!isProblem(error)) throw error;
    read = { time: "", fault: `${error.message} ${error.next}` };
  }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, read);
  return read;
}
