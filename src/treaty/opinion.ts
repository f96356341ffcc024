import { Problem } from "../base/problem.ts";
import { provisionsFor } from "./articles.ts";
import { lawAssuming } from "./assume.ts";
import { pinpointUnder } from "./cited.ts";
import { clocksFor, secrecyBeyondCap } from "./clocks.ts";
import { conditionsFor } from "./conditions.ts";
import { conductWords, unknownConduct } from "./conduct.ts";
import { type Decision, decide, isRequired, nothingShared } from "./decide.ts";
import { enactedBy } from "./enacted.ts";
import { FIELDS, timesOutOfPlace } from "./fields.ts";
import { refuseContradictions } from "./input-check.ts";
import type { Law } from "./law.ts";
import { measuresFor } from "./measures.ts";
import { nextFacts } from "./next.ts";
import { citedOffences, compareWith, sheetOrBlank } from "./offences.ts";
import { type Opinion, OpinionInput } from "./opinion-types.ts";
import { type Facts, type Provision, pinpointOf } from "./provision.ts";
import { AUTHENTICITY } from "./refusing.ts";
import { explain } from "./sheet.ts";
import { ownLawOf } from "./own-law.ts";
import { sourcesOf } from "./sources.ts";
import { tensionsOf } from "./tensions.ts";
import { traceOf } from "./trace.ts";
import { useOf } from "./use.ts";

/**
 * The opinion on a draft as far as it is written: which instrument applies, how the offence stands, what binds whom,
 * which grounds are open, what is missing, when each clock ends. Pure: the same question to the same law gives the
 * same answer. It decides nothing. Throws Problem `treaty/assumption-invalid` for an assumption no law could hold.
 */
export function formOpinion(input: OpinionInput, law: Law): Opinion {
  const supposed = supposing(input, law);
  return writeOut(decide(input, supposed.law), supposed);
}

/**
 * The opinion with what takes longer to work out: every measure for this pair, the facts to ask for next and the
 * trace. For somebody who reads it; a form that is being filled needs only `formOpinion`.
 */
export function wholeOpinion(input: OpinionInput, law: Law): Opinion {
  const supposed = supposing(input, law);
  const shared = nothingShared();
  const decision = decide(input, supposed.law, shared);
  const opinion = writeOut(decision, supposed);
  return {
    ...opinion,
    measures: measuresFor(decision, supposed.law, shared),
    next: nextFacts(decision, supposed.law, shared),
    trace: traceOf(decision, opinion),
    sources: sourcesOf(decision),
    ownLaw: ownLawOf(decision),
  };
}

interface Supposed {
  law: Law;
  assumed: string[];
}

function supposing(input: OpinionInput, law: Law): Supposed {
  return input.assume ? lawAssuming(law, input.assume) : { law, assumed: [] };
}

function writeOut(decision: Decision, { law, assumed }: Supposed): Opinion {
  const { facts, instrument, asked, prompts, topics, grounds, obligation, doors } = decision;
  const under = (pinpoint: string): string => pinpointUnder(facts.instrument, pinpoint);
  const advised = [...senderMissing(facts), ...adviceOn(facts)];
  const missing = [
    ...decision.missing,
    ...advised.map((each) => ({ ...each, pinpoint: under(each.pinpoint) })),
  ];
  return {
    on: facts.input.on,
    measure: facts.input.measure,
    instrument,
    classification: facts.classification,
    dualCriminality: facts.dual,
    obligation,
    duties: provisionsFor(facts.instrument, facts.input.measure)
      .filter(isDuty)
      .map((each) => weighDuty(each, facts)),
    grounds,
    missing,
    clocks: clocksFor(facts).map((each) => ({ ...each, pinpoint: under(each.pinpoint) })),
    tensions: tensionsOf(decision),
    prompts: prompts.map((each) => ({ ...each, pinpoint: under(each.pinpoint) })),
    doors,
    canBeSent: !missing.some(isRequired),
    authorisation: authorisationOf(facts),
    asked,
    conditions: conditionsFor({ facts, grounds, topics }),
    enacted: enactedBy(facts),
    use: useOf(facts),
    parties: {
      world: law.world,
      requesting: partyOf(facts.input.requesting, facts.requesting),
      requested: partyOf(facts.input.requested, facts.requested),
    },
    assumed,
  };
}

function partyOf(state: string, sheet: Facts["requesting"]): Opinion["parties"]["requesting"] {
  if (!sheet) return { state, name: null, sheet: null };
  const { name, version, asOf, invented } = sheet;
  return { state, name, sheet: { version, asOf, invented } };
}

/**
 * Reads a question from outside. Throws Problem `treaty/input-invalid` or `treaty/input-contradiction`, with every
 * further fault in `also`.
 */
export function readOpinionInput(json: unknown, where = "opinion input"): OpinionInput {
  const parsed = OpinionInput.safeParse(json);
  if (parsed.success) {
    refuseContradictions(parsed.data, where);
    return parsed.data;
  }
  const { code, message, where: at, also } = explain(parsed.error, "treaty/input-invalid", where);
  throw new Problem(code, message, at, "Correct the field; leave out what is not written yet.", also);
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

function senderMissing(facts: Facts): Opinion["missing"] {
  if (facts.input.sender?.verified !== false) return [];
  const provision = facts.instrument === null ? undefined : AUTHENTICITY[facts.instrument];
  const pinpoint = provision ? pinpointOf(provision) : OWN_RULE;
  const why =
    "Verify the sender by its key and by a call to the contact in the directory, not to one in the request.";
  return [{ field: "sender", why, pinpoint, severity: "required" }];
}

// What is not required by anybody, but would spare a question later.
function adviceOn(facts: Facts): Opinion["missing"] {
  const { input } = facts;
  const strange = unknownConduct([...input.conduct, ...(input.conductAbsent ?? [])]);
  const beyond = secrecyBeyondCap(facts);
  return [
    ...unspokenElements(facts),
    ...(strange.length
      ? [advice("conduct", `Not in the vocabulary, so not read: ${strange.join(", ")}.`, OWN_RULE)]
      : []),
    ...(beyond > 0
      ? [
          advice(
            "confidentiality.until",
            `${beyond} days longer than the requested State's law allows at a time.`,
            `sheet ${input.requested}`,
          ),
        ]
      : []),
    ...timesOutOfPlace(input).map((why) => advice("selectors.at", why, OWN_RULE)),
  ];
}

const OWN_RULE = "field rule of this system";

function unspokenElements({ input, requesting, on }: Facts): Opinion["missing"] {
  return citedOffences(input, requesting, on).flatMap((each) => {
    const { open } = compareWith(input, each, sheetOrBlank(requesting, input.requesting));
    const why = `${each.code} also needs: ${conductWords(open)}. Say whether the facts have it.`;
    return open.length ? [advice("conduct", why, "Art. 35(3)")] : [];
  });
}

function advice(field: string, why: string, pinpoint: string): Opinion["missing"][number] {
  return { field, why, pinpoint, severity: "advised" };
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
