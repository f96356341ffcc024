import { provisionOf } from "./articles.ts";
import { idsCited } from "./cited.ts";
import type { Decision } from "./decide.ts";
import { groundRules } from "./grounds.ts";
import type { Opinion, TraceLine } from "./opinion-types.ts";
import type { Facts } from "./provision.ts";
import { pinpointsUnder } from "./under.ts";

/**
 * Every line of an opinion with the provision it rests on and the facts it was read from. The facts are not written
 * down by hand: each rule runs once more on facts that note which of them are looked at, so the trace cannot say what
 * the rule does not do.
 */
export function traceOf(decision: Decision, opinion: Opinion): TraceLine[] {
  const { facts } = decision;
  const watch = watching(facts);
  return [
    ...basisLines(opinion, facts),
    ...offenceLines(opinion, facts),
    line("obligation", opinion.obligation.says, opinion.obligation.pinpoint, ["classification", "grounds"]),
    ...dutyLines(opinion, facts, watch),
    ...groundLines(decision, watch),
    ...doorLines(opinion, facts),
    ...otherLines(opinion, facts),
  ];
}

function line(name: string, says: string, pinpoint: string, facts: readonly string[]): TraceLine {
  return { line: name, says, provisions: orProgram(idsCited(pinpoint)), facts: [...facts] };
}

function orProgram(provisions: string[]): string[] {
  return provisions.length ? provisions : ["program"];
}

function basisLines({ instrument }: Opinion, { input }: Facts): TraceLine[] {
  return instrument.candidates.map((each) =>
    line(`instrument ${each.id}`, each.applies, each.pinpoint, [
      `ledger ${each.id}: ${input.requesting}, ${input.requested}`,
      `question.on = ${input.on}`,
      `question.measure = ${input.measure}`,
    ]),
  );
}

function offenceLines(
  { classification, dualCriminality, enacted, instrument }: Opinion,
  facts: Facts,
): TraceLine[] {
  const { input } = facts;
  const { scope, dual } = pinpointsUnder(instrument);
  const cited = input.offences.map((each) => `sheet ${each.state}: offence ${each.code}`);
  const byPenalty = classification.whoseLaw === "not-needed" ? [] : ["hanoi/2(h)"];
  const conduct = [
    `question.conduct = ${input.conduct.join(", ") || "none"}`,
    ...(input.conductAbsent?.length ? [`question.conductAbsent = ${input.conductAbsent.join(", ")}`] : []),
  ];
  return [
    {
      line: "classification",
      says: classification.kind,
      provisions: orProgram([
        ...new Set([...classification.articles, ...byPenalty, ...idsCited(scope ?? "")]),
      ]),
      facts: [...cited, ...reservations(facts), ...conduct],
    },
    {
      line: "dual criminality",
      says: dualCriminality.result,
      provisions: orProgram(idsCited(dual ?? "")),
      facts: [
        ...conduct,
        ...dualCriminality.compared.map((each) => `sheet ${each.state}: offence ${each.code}`),
        `sheet ${input.requested}: dualCriminality = ${dualCriminality.stance}`,
      ],
    },
    ...enacted.map((each) =>
      line(`enacted ${each.article}`, each.forThePair ? "for the pair" : "not for the pair", each.pinpoint, [
        `sheet ${each.requesting.state}: ${each.requesting.why}`,
        `sheet ${each.requested.state}: ${each.requested.why}`,
      ]),
    ),
  ];
}

function reservations({ reserved, instrument, input }: Facts): string[] {
  const of = (state: string, list: readonly string[]): string[] =>
    list.map((each) => `ledger ${instrument}: ${state} reserved ${each}`);
  return [...of(input.requesting, reserved.requesting), ...of(input.requested, reserved.requested)];
}

function dutyLines({ duties }: Opinion, facts: Facts, watch: Watch): TraceLine[] {
  const measure = `question.measure = ${facts.input.measure}`;
  return duties.map((each) => {
    const rule = provisionOf(each.provision);
    const asked = (rule.asks ?? []).map(({ field }) => `question.${field}`);
    const seen = rule.test ? watch(rule.test) : [];
    return {
      line: `duty ${each.provision}`,
      says: each.state,
      provisions: [each.provision],
      facts: [...asked, ...seen.filter((what) => !asked.includes(what)), measure],
    };
  });
}

function groundLines({ facts, topics, missing, grounds }: Decision, watch: Watch): TraceLine[] {
  const rules = groundRules(facts);
  const contentsMissing = missing.some((each) => each.severity === "required");
  return grounds.map((each, index) => {
    const weigh = rules[index]?.weigh;
    let topicsRead = false;
    const weighing = (watched: Facts): Parameters<NonNullable<typeof weigh>>[0] => ({
      facts: watched,
      contentsMissing,
      get topics() {
        topicsRead = true;
        return topics;
      },
    });
    const seen = weigh ? watch((watched) => weigh(weighing(watched))) : [];
    const raised = topicsRead ? [`open questions: ${topics.join(", ") || "none"}`] : [];
    return {
      line: `ground ${each.id}`,
      says: each.indicated ? `${each.status}, and something points to it` : each.status,
      provisions: [each.provision],
      facts: [
        ...seen,
        ...raised,
        ...(seen.length + raised.length === 0 ? [`question.measure = ${facts.input.measure}`] : []),
      ],
    };
  });
}

function doorLines({ doors }: Opinion, { input }: Facts): TraceLine[] {
  const { extradition, jointInvestigation, assets, policeCooperation } = doors;
  const all = {
    extradition,
    jointInvestigation,
    assets,
    ...(policeCooperation ? { policeCooperation } : {}),
  };
  return [
    ...Object.entries(all).map(([name, door]) =>
      line(`door ${name}`, door.status, door.pinpoint, ["classification"]),
    ),
    ...(extradition.grounds ?? []).map((each) => ({
      line: `extradition ground ${each.id}`,
      says: each.status,
      provisions: [each.provision],
      facts: [
        `sheet ${input.requested}: extradition`,
        `question.conduct = ${input.conduct.join(", ") || "none"}`,
      ],
    })),
  ];
}

function otherLines(
  { prompts, clocks, tensions, conditions, use, missing }: Opinion,
  facts: Facts,
): TraceLine[] {
  const conduct = `question.conduct = ${facts.input.conduct.join(", ") || "none"}`;
  return [
    ...conditions.map((each) => ({
      line: `condition ${each.id}`,
      says: each.effect,
      provisions: [each.provision],
      facts: [each.because ?? `question.measure = ${facts.input.measure}`],
    })),
    ...(use ? [line(`use ${facts.input.use?.kind}`, use.status, use.pinpoint, ["question.use"])] : []),
    ...tensions.map((each, index) => ({
      line: `tension ${index + 1}`,
      says: "for a lawyer",
      provisions: each.provisions,
      facts: [conduct],
    })),
    ...prompts.map((each) =>
      line(`question ${each.id}`, each.answer === null ? "open" : "answered", each.pinpoint, [
        conduct,
        "question.offences",
      ]),
    ),
    ...clocks.map((each) => line(`clock ${each.id}`, each.ends ?? "not started", each.pinpoint, [each.rule])),
    ...missing.map((each) =>
      line(`missing ${each.field}`, each.severity, each.pinpoint, [`question.${each.field}`]),
    ),
  ];
}

/** Runs a rule and names the facts it looked at: fields of the question, lines of a sheet, and what was found before. */
type Watch = (rule: (watched: Facts) => unknown) => string[];

// One set of watched facts serves all rules of an opinion, one after another.
function watching(facts: Facts): Watch {
  const seen = new Set<string>();
  const note = (what: string): void => void seen.add(what);
  const { input } = facts;
  const within: Partial<Record<string | symbol, () => unknown>> = {
    input: noting(input, "question.", note),
    requesting: noting(facts.requesting, `sheet ${input.requesting}: `, note),
    requested: noting(facts.requested, `sheet ${input.requested}: `, note),
  };
  const watched = new Proxy(facts, {
    get(target, key) {
      const inner = within[key];
      if (inner) return inner();
      note(String(key));
      return Reflect.get(target, key);
    },
  });
  return (rule) => {
    seen.clear();
    rule(watched);
    return [...seen];
  };
}

function noting(value: object | undefined, prefix: string, note: (what: string) => void): () => unknown {
  if (!value) return () => note(`${prefix}none`);
  const inner = new Proxy(value, {
    get(target, field) {
      if (typeof field === "string") note(`${prefix}${field}`);
      return Reflect.get(target, field);
    },
  });
  return () => inner;
}
