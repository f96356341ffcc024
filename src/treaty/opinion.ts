import type { Day } from "../base/time.ts";
import { dayOf } from "../base/time.ts";
import { Problem } from "../base/problem.ts";
import { provisionsFor } from "./articles.ts";
import { classify } from "./classification.ts";
import { clocksFor, secrecyBeyondCap } from "./clocks.ts";
import { conductWords, unknownConduct } from "./conduct.ts";
import { doorsFor } from "./doors.ts";
import { dualCriminality } from "./dual-criminality.ts";
import { FIELDS } from "./fields.ts";
import { groundsFor } from "./grounds.ts";
import { chooseInstrument, inForceBetween } from "./instruments.ts";
import type { Law } from "./law.ts";
import { sheetOf } from "./law.ts";
import { reservationsOf } from "./ledger.ts";
import { obligationOf } from "./obligation.ts";
import { citedOffences, compareWith } from "./offences.ts";
import { type InstrumentId, type Opinion, OpinionInput } from "./opinion-types.ts";
import { liveTopics, promptsFor } from "./prompts.ts";
import type { Facts, Provision } from "./provision.ts";
import { askedFor, missingBasis, missingOf } from "./requirements.ts";
import { explain } from "./sheet.ts";
import { SILENCES, hasClosedList } from "./silence.ts";

/**
 * The opinion on a draft as far as it is written: which instrument applies, how the offence stands, what binds whom,
 * which grounds are open, what is missing, when each clock ends. Pure: the same question to the same law gives the
 * same answer. It decides nothing.
 */
export function formOpinion(input: OpinionInput, law: Law): Opinion {
  const parties = partiesOf(input, law);
  const instrument = chooseInstrument(input, law, (id) => classifyUnder(id, input, law, parties));
  const facts = gatherFacts(input, law, parties, instrument.chosen ?? instrument.proposed);
  const asked = askedFor(facts.instrument, input.measure);
  const missing = [...missingBasis(input, instrument), ...missingOf(input, asked), ...adviceOn(facts)];
  const prompts = promptsOf(facts, law, instrument.chosen !== null || instrument.proposed !== null);
  const topics = liveTopics(prompts);
  const grounds = groundsFor({ facts, topics, contentsMissing: missing.some(isRequired) });
  return {
    on: input.on,
    measure: input.measure,
    instrument,
    classification: facts.classification,
    dualCriminality: facts.dual,
    obligation: obligationOf(facts, grounds),
    duties: provisionsFor(facts.instrument, input.measure)
      .filter(isDuty)
      .map((each) => weighDuty(each, facts)),
    grounds,
    missing,
    clocks: clocksFor(facts),
    tensions: tensionsOf(facts, grounds),
    prompts,
    doors: doorsFor(facts),
    canBeSent: !missing.some(isRequired),
    authorisation: authorisationOf(facts),
    asked,
  };
}

/** Reads a question from outside. Throws Problem `treaty/input-invalid`, with every further fault in `also`. */
export function readOpinionInput(json: unknown, where = "opinion input"): OpinionInput {
  const parsed = OpinionInput.safeParse(json);
  if (parsed.success) return parsed.data;
  const { code, message, where: at, also } = explain(parsed.error, "treaty/input-invalid", where);
  throw new Problem(code, message, at, "Correct the field; leave out what is not written yet.", also);
}

type Parties = Pick<Facts, "requesting" | "requested"> & { on: Day };

function partiesOf(input: OpinionInput, law: Law): Parties {
  return {
    requesting: sheetOf(law, input.requesting, dayOf(input.on)),
    requested: sheetOf(law, input.requested, dayOf(input.on)),
    on: dayOf(input.on),
  };
}

function reservedUnder(id: InstrumentId | null, input: OpinionInput, law: Law): Facts["reserved"] {
  const ledger = id ? law.instruments[id] : undefined;
  const of = (state: string): string[] => (ledger ? reservationsOf(ledger, state, dayOf(input.on)) : []);
  return { requesting: of(input.requesting), requested: of(input.requested) };
}

function classifyUnder(id: InstrumentId | null, input: OpinionInput, law: Law, parties: Parties) {
  const reserved = reservedUnder(id, input, law);
  return classify({
    input,
    ...parties,
    instrument: id,
    reserved: [...reserved.requesting, ...reserved.requested],
  });
}

function gatherFacts(
  input: OpinionInput,
  law: Law,
  parties: Parties,
  instrument: InstrumentId | null,
): Facts {
  return {
    input,
    ...parties,
    instrument,
    reserved: reservedUnder(instrument, input, law),
    classification: classifyUnder(instrument, input, law, parties),
    dual: dualCriminality(input, parties.requested, parties.on),
  };
}

function promptsOf(facts: Facts, law: Law, found: boolean): Opinion["prompts"] {
  const { input, requesting, on, instrument } = facts;
  const inForceSince = instrument ? inForceBetween(law.instruments[instrument], input) : null;
  return promptsFor(input, citedOffences(input, requesting, on), requesting, on, { inForceSince, found });
}

function isRequired(missing: Opinion["missing"][number]): boolean {
  return missing.severity === "required";
}

// A power to refuse is a ground, and a meaning is no duty; both are shown elsewhere.
function isDuty(provision: Provision): boolean {
  return ["shall", "shall-endeavour", "shall-consider", "forbidden"].includes(provision.effect);
}

function weighDuty(provision: Provision, facts: Facts): Opinion["duties"][number] {
  const { id, pinpoint, effect, statement, grade, binds } = provision;
  const { result, why } = testOf(provision, facts);
  return { provision: id, pinpoint, effect, statement, grade, bindsWhom: binds, state: result, why };
}

function testOf(
  provision: Provision,
  facts: Facts,
): { result: Opinion["duties"][number]["state"]; why: string } {
  if (provision.grade === "K?") return { result: "unknown", why: "Not compared yet; no rule rests on it." };
  const lacks = lackingContent(provision, facts);
  if (lacks !== null) return { result: "unknown", why: lacks };
  if (provision.test) return provision.test(facts);
  if (provision.asks) return { result: "holds", why: "The request says it." };
  return { result: "holds", why: "It applies to every request for this measure." };
}

// Where a provision requires some contents and only advises others, the required ones decide.
function lackingContent({ asks = [] }: Provision, { input }: Facts): string | null {
  const required = asks.filter((each) => each.level === "required");
  const decisive = required.length > 0 ? required : asks;
  return decisive.map((each) => FIELDS[each.field].lacks(input)).find((each) => each !== null) ?? null;
}

// What is not required by anybody, but would spare a question later.
function adviceOn(facts: Facts): Opinion["missing"] {
  const { input, requesting, on } = facts;
  const unspoken = citedOffences(input, requesting, on).flatMap((each) => {
    const { open } = compareWith(input, each, requesting as NonNullable<Facts["requesting"]>);
    return open.length
      ? [
          advice(
            "conduct",
            `${each.code} also needs: ${conductWords(open)}. Say whether the facts have it.`,
            "Art. 35(3)",
          ),
        ]
      : [];
  });
  const strange = unknownConduct([...input.conduct, ...(input.conductAbsent ?? [])]);
  const unread = strange.length
    ? [
        advice(
          "conduct",
          `Not in the vocabulary, so not read: ${strange.join(", ")}.`,
          "field rule of this system",
        ),
      ]
    : [];
  const beyond = secrecyBeyondCap(facts);
  const tooLong =
    beyond > 0
      ? [
          advice(
            "confidentiality.until",
            `${beyond} days longer than the requested State's law allows at a time.`,
            `sheet ${input.requested}`,
          ),
        ]
      : [];
  return [...unspoken, ...unread, ...tooLong];
}

function advice(field: string, why: string, pinpoint: string): Opinion["missing"][number] {
  return { field, why, pinpoint, severity: "advised" };
}

function tensionsOf(
  { input, instrument, classification }: Facts,
  grounds: Opinion["grounds"],
): Opinion["tensions"] {
  const tensions: Opinion["tensions"] = [];
  const raise = (id: string): void => {
    const silence = SILENCES.find((each) => each.id === id);
    if (silence)
      tensions.push({ provisions: [...silence.provisions], text: `${silence.text} ${silence.meanwhile}` });
  };
  if (instrument !== "hanoi") return tensions;
  const general = grounds.some((each) => ["R10", "R15"].includes(each.id) && each.indicated);
  if (hasClosedList(input.measure) && (general || input.measure === "traffic-partial"))
    raise("closed-list-and-rights");
  if (classification.whoseLaw === "not-known" && classification.why.startsWith("Whose"))
    raise("whose-four-years");
  return tensions;
}

function authorisationOf({ input, requested }: Facts): Opinion["authorisation"] {
  const cell = requested?.authorises[input.measure];
  const title = requested?.sources.find((each) => each.id === cell?.source)?.title;
  return {
    requestedState: cell?.who ?? "not known",
    available: cell?.available ?? null,
    source: title ?? "not known",
    remedyWindowHours: requested?.remedyWindowHours[input.measure] ?? null,
    notice: requested?.notice?.text ?? "not known",
  };
}
