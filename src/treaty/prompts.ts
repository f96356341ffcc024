import { type Day, daysBetween } from "../base/time.ts";
import { CONDUCT, TOPICS, type Topic } from "./conduct.ts";
import { timeFault, timeOf } from "./fields.ts";
import { compareWith, penaltyOn, sheetOrBlank } from "./offences.ts";
import type { ComparedOffence, Opinion, OpinionInput } from "./opinion-types.ts";
import { isNo } from "./requirements.ts";
import type { SheetOffence, StateSheet } from "./sheet.ts";

/**
 * Questions a person must answer in words. They come from the conduct, the kind of statute and the procedure of this
 * file. Which State asks is never looked at. A question shows a fact, never a number, and stands beside the innocent
 * explanation; it delays neither preservation nor a verified emergency.
 */

type Prompt = Opinion["prompts"][number];

/** What questions are drawn from. There is no State in it. */
interface Signals {
  input: OpinionInput;
  on: Day;
  cited: readonly SheetOffence[];
  /** The cited statutes against the facts. */
  ownComparison: readonly ComparedOffence[];
  /** From when the instrument binds the pair, or null where none does. */
  inForceSince: Day | null;
  instrumentFound: boolean;
}

interface PromptRule {
  id: string;
  question: string;
  innocentExplanation: string;
  pinpoint: string;
  /** Whether an answer is owed before any step beyond preservation. */
  must: boolean;
  fires: (signals: Signals) => boolean;
}

/** More entries than this, and a reason for each is asked again by a named senior person. */
export const BULK_SELECTORS = 10;
/** A penalty that changed so few days before the request is worth a question. */
export const RECENT_PENALTY_DAYS = 90;

const hasKind = ({ cited }: Pick<Signals, "cited">, ...kinds: SheetOffence["kind"][]): boolean =>
  cited.some((each) => kinds.includes(each.kind));
const ticked = ({ input }: Pick<Signals, "input">, ...keys: string[]): boolean =>
  keys.some((key) => input.conduct.includes(key));

/** The statute kinds that are about a protected subject by themselves. */
const KIND_TOPICS: Partial<Record<SheetOffence["kind"], Topic>> = {
  expression: "expression",
  morals: "sexuality",
  belief: "belief",
  association: "association",
  protest: "protest",
  secrecy: "leak",
};

/** What protected subjects are drawn from. */
type Subject = Pick<Signals, "input" | "cited">;

function touches(signals: Subject, topic: Topic): boolean {
  return (
    signals.input.contextFlags?.includes(topic) === true ||
    signals.input.conduct.some((key) => CONDUCT[key]?.topic === topic) ||
    signals.cited.some((each) => KIND_TOPICS[each.kind] === topic)
  );
}

// Access without damage, hindrance or a child harmed is how reporting a flaw looks, and how some thefts look too.
function looksLikeResearch(signals: Subject): boolean {
  if (touches(signals, "research")) return true;
  const harmed = ticked(signals, "data-damaged", "system-hindered", "property-lost", "child-material-shared");
  return hasKind(signals, "illegal-access", "misuse-of-devices") && !harmed;
}

function raises(signals: Subject, topic: Topic): boolean {
  return topic === "research" ? looksLikeResearch(signals) : touches(signals, topic);
}

const PROTECTED: Record<Topic, Pick<PromptRule, "question" | "innocentExplanation" | "pinpoint">> = {
  expression: {
    question: "Which words were said? Would they be an offence here?",
    innocentExplanation: "Incitement to violence and real threats are prosecuted under the same statutes.",
    pinpoint: "Art. 6(2), 40(22)",
  },
  association: {
    question: "Is the person asked about for belonging to a group, or for an act of their own?",
    innocentExplanation: "Criminal groups have members too.",
    pinpoint: "Art. 6(2), 40(22)",
  },
  belief: {
    question: "Is it the belief that is punished, or an act against somebody?",
    innocentExplanation: "Acts against others are committed in the name of belief.",
    pinpoint: "Art. 6(2), 40(22)",
  },
  sexuality: {
    question: "Who was harmed, and how was anybody coerced?",
    innocentExplanation: "Real exploitation happens on the same services.",
    pinpoint: "Art. 40(22), 36(1)(a)",
  },
  journalism: {
    question: "Do the data show a journalist's sources or unpublished work?",
    innocentExplanation: "People who work for the press can be suspects or victims like anybody.",
    pinpoint: "Art. 6(2), 24(4)",
  },
  research: {
    question: "Was a flaw reported, to whom and when? Was anything damaged or demanded?",
    innocentExplanation: "Extortion is sometimes dressed up as a report.",
    pinpoint: "Art. 7(2)",
  },
  leak: {
    question: "Was it passed on to show a wrong, and is there a public interest in it?",
    innocentExplanation: "A leak can endanger lives.",
    pinpoint: "Art. 6(2)",
  },
  protest: {
    question: "Was the gathering peaceful? Which act of this person was not?",
    innocentExplanation: "Violence happens at gatherings.",
    pinpoint: "Art. 6(2)",
  },
};

const protectedRules: readonly PromptRule[] = TOPICS.map((topic) => ({
  id: topic,
  must: true,
  fires: (signals) => raises(signals, topic),
  ...PROTECTED[topic],
}));

const otherRules: readonly PromptRule[] = [
  {
    id: "intent",
    question: "Is dishonest intent alleged, and what shows it?",
    innocentExplanation: "Some laws do not need it, so the file may be silent.",
    pinpoint: "Art. 7(2)",
    must: true,
    fires: (signals) => hasKind(signals, "illegal-access") && !ticked(signals, "dishonest-intent"),
  },
  {
    id: "label-conduct",
    question: "The statute cited needs more than the facts say: what happened, to whom, by which pressure?",
    innocentExplanation: "An early file may not have named the victim yet.",
    pinpoint: "Art. 35(3)",
    must: true,
    fires: labelWithoutConduct,
  },
  {
    id: "bulk",
    question: "Why each of these? Could fewer do?",
    innocentExplanation: "Ransomware and abuse material also lead to many accounts.",
    pinpoint: "Art. 24(1), (2)",
    must: true,
    fires: ({ input }) => input.selectors.length > BULK_SELECTORS,
  },
  {
    id: "third-parties",
    question: "How many others use this system? Would an image, a selector or a filter reach less of theirs?",
    innocentExplanation: "Hosts of many also serve criminals, and a rented server often has one user.",
    pinpoint: "Art. 24(3)",
    must: false,
    fires: ({ input }) =>
      ["stored-data", "content-interception"].includes(input.measure) &&
      input.selectors.some((each) => each.kind === "server" || each.kind === "url"),
  },
  {
    id: "recent-penalty-change",
    question: "The penalty changed shortly before the request: does the new one apply to these facts?",
    innocentExplanation: "Laws are changed for good reasons, and files wait for them.",
    pinpoint: "Art. 2(h)",
    must: true,
    fires: ({ cited, on }) => cited.some((each) => changedRecently(each, on)),
  },
  {
    id: "child",
    question: "Is the child known and safe, and who looks after that?",
    innocentExplanation: "The child may have been found long ago.",
    pinpoint: "Art. 14",
    must: false,
    fires: (signals) =>
      hasKind(signals, "child-material", "grooming") || ticked(signals, "child-depicted", "child-approached"),
  },
  {
    id: "child-suspect",
    question:
      "Is the suspect a child, or the picture the child's own? Who decides, and was child protection asked?",
    innocentExplanation: "Adults use children's accounts.",
    pinpoint: "Art. 14(4), 15(4)",
    must: true,
    fires: (signals) => ticked(signals, "suspect-is-child", "self-generated-by-child"),
  },
  {
    id: "emergency",
    question: "Whose life or safety is at risk, since when, and what is the least that would help?",
    innocentExplanation: "A true emergency is hasty and its papers come later.",
    pinpoint: "Art. 2(o), 41(3)(e)",
    must: false,
    fires: (signals) => signals.input.urgency?.kind === "emergency" || ticked(signals, "life-threatened"),
  },
  {
    id: "forged-sender",
    question:
      "Was the key enrolled, and was the contact in the directory called, not one given in the request? Were others asked the same?",
    innocentExplanation: "Small forces look like this, and a true emergency is hasty.",
    pinpoint: "Art. 40(13)",
    must: true,
    fires: ({ input }) => input.sender?.verified === false,
  },
  {
    id: "verify-sender",
    question: "Was the sender verified by its key and by a call to the contact in the directory?",
    innocentExplanation: "The sender may be known from an hour ago.",
    pinpoint: "Art. 40(13)",
    must: false,
    fires: ({ input }) => input.measure === "emergency-data" && input.sender === undefined,
  },
  {
    id: "adult-or-child",
    question: "The offence cited protects adults, and a child is depicted: is another offence meant?",
    innocentExplanation: "A State may extend it to persons under 18 who can consent to sexual activity.",
    pinpoint: "Art. 16(2), 16(3)",
    must: true,
    fires: (signals) =>
      ticked(signals, "child-depicted") &&
      signals.cited.some((each) => each.enacts.some((article) => article.startsWith("hanoi/16"))),
  },
  {
    id: "volatile",
    question: "When will the data be lost, and how is that known?",
    innocentExplanation: "Most data are lost sooner or later.",
    pinpoint: "Art. 44(3)(a)",
    must: false,
    fires: ({ input }) => input.urgency?.kind === "volatile",
  },
  {
    id: "time-critical-money",
    question: "Was the bank told to stop the payment, and the financial intelligence unit told?",
    innocentExplanation: "The money may have been recovered already.",
    pinpoint: "Art. 31(2)",
    must: false,
    fires: (signals) =>
      ticked(signals, "property-lost", "proceeds-moved") && hasKind(signals, "fraud", "laundering"),
  },
  {
    id: "nat-port",
    question: "Can several people share the address? Are source port, protocol and exact time given?",
    innocentExplanation: "Many addresses belong to one line only.",
    pinpoint: "Art. 2(f)",
    must: false,
    fires: ({ input }) => input.selectors.some((each) => each.kind === "ip"),
  },
  {
    id: "time-zone",
    question: "Was the time read a second time, with its offset, by both local clocks?",
    innocentExplanation: "Most providers report in UTC.",
    pinpoint: "Art. 2(f)",
    must: false,
    fires: ({ input }) => input.selectors.some((each) => each.kind === "ip" && each.at !== undefined),
  },
  {
    id: "transitional",
    question: "The facts are older than the instrument between the two States: does it reach them?",
    innocentExplanation: "Procedure often applies from its first day to older facts.",
    pinpoint: "entry into force (Art. 65)",
    must: false,
    fires: ({ input, inForceSince }) => {
      const since = earliest(input);
      return since !== null && inForceSince !== null && since < inForceSince;
    },
  },
  {
    id: "reciprocity",
    question: "No treaty binds the two: does the law of both let them help each other on reciprocity?",
    innocentExplanation: "States help each other without a treaty every day.",
    pinpoint: "Art. 60(2)",
    must: false,
    fires: ({ instrumentFound }) => !instrumentFound,
  },
];

/** The questions this file raises. */
export function promptsFor(
  input: OpinionInput,
  cited: readonly SheetOffence[],
  requesting: StateSheet | undefined,
  on: Day,
  instrument: { inForceSince: Day | null; found: boolean },
): Prompt[] {
  const signals: Signals = {
    input,
    on,
    cited,
    ownComparison: cited.map((each) => compareWith(input, each, sheetOrBlank(requesting, input.requesting))),
    inForceSince: instrument.inForceSince,
    instrumentFound: instrument.found,
  };
  return [...protectedRules, ...otherRules]
    .filter((rule) => rule.fires(signals))
    .map(({ fires: _fires, ...rule }) => ({ ...rule, answer: input.answers?.[rule.id] ?? null }));
}

/** Protected subjects that the conduct or a statute cited raises, and that were not answered "no" with a reason. */
export function liveTopics(input: OpinionInput, cited: readonly SheetOffence[]): Topic[] {
  return TOPICS.filter((topic) => raises({ input, cited }, topic) && !isNo(input.answers?.[topic]));
}

// A statute whose elements the facts expressly lack, or one about harm to persons cited on facts that name no harm: the
// label and the conduct part ways.
function labelWithoutConduct({ cited, ownComparison, input }: Signals): boolean {
  const harmNamed = ["coercion-of-person", "minor-exploited", "victim-named"].some((key) =>
    input.conduct.includes(key),
  );
  if (ownComparison.some((each) => each.result === "fails")) return true;
  return cited.some(
    (each, index) =>
      ["trafficking", "morals"].includes(each.kind) &&
      !harmNamed &&
      (each.kind === "morals" || ownComparison[index]?.result !== "holds"),
  );
}

function changedRecently(offence: SheetOffence, on: Day): boolean {
  const from = penaltyOn(offence, on)?.from ?? null;
  return (
    from !== null &&
    offence.penalties.some((each) => each.from === null || each.from < from) &&
    daysBetween(from, on) <= RECENT_PENALTY_DAYS
  );
}

function earliest(input: OpinionInput): Day | null {
  const times = [input.period?.from, ...input.selectors.map((each) => each.at)]
    .filter((each): each is string => each !== undefined && timeFault(each) === null)
    .map((each) => timeOf(each).slice(0, 10))
    .toSorted();
  return times[0] ?? null;
}
