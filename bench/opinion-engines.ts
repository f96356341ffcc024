import cedar from "@cedar-policy/cedar-wasm/nodejs";
import { Engine } from "json-rules-engine";
import type { Opinion } from "../src/treaty/opinion-types.ts";
import type { Prepared } from "./opinion-table.ts";

/** The ten rules of `opinion-table.ts` three times: read from our opinion, for json-rules-engine, and in Cedar. */

/** The numbers of the rules that hold. */
export type Answers = number[];

/** What our opinion says to each of the ten. */
export function answersOf(opinion: Opinion): Answers {
  const carries = opinion.instrument.candidates.some(
    (each) => each.id === "hanoi" && each.applies === "holds",
  );
  const ground = (id: string): Opinion["grounds"][number] | undefined =>
    opinion.grounds.find((each) => each.id === id);
  const open = (id: string): boolean => ground(id)?.status === "open" && ground(id)?.indicated === true;
  const { kind } = opinion.classification;
  const holds = [
    carries,
    carries && kind === "convention-offence",
    carries && kind === "serious-crime",
    kind === "neither",
    opinion.duties.some((each) => each.provision === "hanoi/42(4)" && each.state === "holds"),
    carries && opinion.dualCriminality.required === false,
    carries && open("R6"),
    carries && open("R9"),
    carries && ground("F-bank")?.status === "forbidden" && ASSISTANCE.includes(opinion.measure),
    carries && opinion.doors.extradition.status === "closed",
  ];
  return holds.flatMap((each, index) => (each ? [index + 1] : []));
}

const ASSISTANCE = [
  "subscriber",
  "traffic-stored",
  "stored-data",
  "traffic-realtime",
  "content-interception",
];

// ---- json-rules-engine ----

type Condition = { fact: keyof Prepared; operator: string; value: unknown };
const is = (fact: keyof Prepared, value: unknown): Condition => ({ fact, operator: "equal", value });
const among = (fact: keyof Prepared, value: readonly string[]): Condition => ({
  fact,
  operator: "in",
  value,
});

/** The rules for json-rules-engine: one engine, made once, asked as often as one likes. */
export function jsonRules(): (facts: Prepared) => Promise<Answers> {
  const engine = new Engine();
  const inForce = [
    { fact: "requestingSince", operator: "lessThanInclusive", value: { fact: "on" } },
    { fact: "requestedSince", operator: "lessThanInclusive", value: { fact: "on" } },
  ];
  const serious = { fact: "maxMonths", operator: "greaterThanInclusive", value: 48 };
  const minor = { fact: "maxMonths", operator: "lessThan", value: 48 };
  const covered = { any: [is("enacts", true), serious] };
  const all: object[][] = [
    [...inForce, covered],
    [...inForce, is("enacts", true)],
    [...inForce, is("enacts", false), serious],
    [is("enacts", false), minor],
    [...inForce, covered, is("measure", "preservation")],
    [...inForce, covered, among("measure", ["preservation", "traffic-partial"])],
    [...inForce, covered, among("measure", ASSISTANCE), is("dual", "fails")],
    [
      ...inForce,
      serious,
      is("measure", "preservation"),
      is("reserved", true),
      is("enacts", false),
      is("dual", "fails"),
    ],
    [...inForce, covered, among("measure", ASSISTANCE)],
    [...inForce, covered, { any: [is("enacts", false), is("dual", "fails")] }],
  ];
  all.forEach((conditions, index) =>
    engine.addRule({ conditions: { all: conditions } as never, event: { type: String(index + 1) } }),
  );
  return async (facts) =>
    (await engine.run(facts)).events.map((event) => Number(event.type)).toSorted((a, b) => a - b);
}

// ---- Cedar ----

const IN_FORCE = "context.requestingSince <= context.on && context.requestedSince <= context.on";
const COVERED = "(context.enacts || context.maxMonths >= 48)";
const CARRIES = `${IN_FORCE} && ${COVERED}`;
const ASSISTS = `${JSON.stringify(ASSISTANCE)}.contains(context.measure)`;
const POLICIES = [
  CARRIES,
  `${IN_FORCE} && context.enacts`,
  `${IN_FORCE} && !context.enacts && context.maxMonths >= 48`,
  "!context.enacts && context.maxMonths < 48",
  `${CARRIES} && context.measure == "preservation"`,
  `${CARRIES} && ["preservation", "traffic-partial"].contains(context.measure)`,
  `${CARRIES} && ${ASSISTS} && context.dual == "fails"`,
  `${CARRIES} && context.measure == "preservation" && context.reserved && !context.enacts && context.dual == "fails"`,
  `${CARRIES} && ${ASSISTS}`,
  `${CARRIES} && (!context.enacts || context.dual == "fails")`,
];

/** The rules as Cedar policies, parsed once; the policies that permit are the rules that hold. */
export function cedarRules(): (facts: Prepared) => Answers {
  const staticPolicies = Object.fromEntries(
    POLICIES.map((when, index) => [
      String(index + 1),
      `permit (principal, action, resource) when { ${when} };`,
    ]),
  );
  const parsed = cedar.preparsePolicySet("ten-rules", { staticPolicies });
  if (parsed.type === "failure") throw new Error(JSON.stringify(parsed.errors));
  return (facts) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: "State", id: "requesting" },
      action: { type: "Action", id: "ask" },
      resource: { type: "State", id: "requested" },
      context: { ...facts },
      preparsedPolicySetId: "ten-rules",
      entities: [],
    });
    if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
    const { reason, errors } = answer.response.diagnostics;
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return reason.map(Number).toSorted((a, b) => a - b);
  };
}
