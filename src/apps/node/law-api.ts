import { z } from "zod";
import { readLaw } from "../../adapters/law-files.ts";
import { type Day, dayOf, isZone, parseInstant, startOfDay } from "../../base/time.ts";
import { BasisAnswer, BasisQuestion, basisAnswer } from "../../treaty/bases.ts";
import { findProvisions } from "../../treaty/citation.ts";
import { lineOf, triedBy } from "../../treaty/coverage.ts";
import { TERM_RULES, type TermRule, type TermRuleId } from "../../treaty/clocks/rules.ts";
import { readDay } from "../../treaty/clocks/calendars.ts";
import { termOf } from "../../treaty/clocks/term.ts";
import { type WorkCalendar, calendarOf } from "../../treaty/clocks/work-calendar.ts";
import type { Law, World } from "../../treaty/law.ts";
import { wholeOpinion } from "../../treaty/opinion.ts";
import { Opinion } from "../../treaty/opinion-types.ts";
import { Bound, Effect, Grade } from "../../treaty/vocabulary.ts";
import { readQuestion } from "../../treaty/question.ts";
import { findState, nameOf, worldOf } from "../../treaty/states.ts";
import { overview, statusOf } from "../../treaty/status.ts";
import { writtenOpinion } from "../../treaty/written.ts";
import { type Route, route } from "./contract.ts";

/**
 * The law doors of a node's API: what binds whom, on which date, and how a date was found. They read the law that ships
 * with the program, ask nothing of a case and keep nothing.
 */

/** A question needs no more: five thousand selectors with a reason each are less. */
const QUESTION_LIMIT = 500_000;
const worldName = z.enum(["real", "invented"]);
const word = z.string().min(1).max(100);
const day = z.string().min(1).max(40);

/** Reads a world's law once, when it is first asked for. */
type Worlds = (world: World) => Law;

function worldsOnDemand(): Worlds {
  const read = new Map<World, Law>();
  return (world) => {
    const law = read.get(world) ?? readLaw(world);
    read.set(world, law);
    return law;
  };
}

/** The routes of the law. `now` is the node's clock, for what is asked without a date. */
export function lawRoutes(now: () => string, worlds: Worlds = worldsOnDemand()): Route[] {
  return [
    basisRoute(now, worlds),
    statusRoute(now, worlds),
    ...provisionRoutes(),
    ...opinionRoutes(now, worlds),
    clockRoute(worlds),
  ];
}

function basisRoute(now: () => string, worlds: Worlds): Route {
  return route({
    method: "get",
    path: "/law/v1/basis",
    summary:
      "Every basis between two States on a day, with the reason why it applies or does not. By code or name; the real world unless a name is of the other.",
    input: z.strictObject({
      ...BasisQuestion.omit({ answers: true }).shape,
      on: day.optional(),
      world: worldName.optional(),
    }),
    output: BasisAnswer,
    handle: ({ world, on, ...question }) => {
      const law = worlds(world ?? worldFor([question.requesting, question.requested], worlds, "real"));
      return basisAnswer({ ...question, on: dayAsked(on, now) }, law);
    },
  });
}

function statusRoute(now: () => string, worlds: Worlds): Route {
  return route({
    method: "get",
    path: "/law/v1/status",
    summary:
      "Treaty status on a day: with a State all its instruments, reservations, roads and what is not known; without one an overview of the instruments.",
    input: z.strictObject({ state: word.optional(), on: day.optional(), world: worldName.optional() }),
    output: z.looseObject({ world: worldName, on: z.string() }),
    handle: ({ state, on, world }) => {
      const law = worlds(world ?? worldFor(state === undefined ? [] : [state], worlds, "real"));
      const asked = dayAsked(on, now);
      if (state === undefined) return { world: law.world, on: asked, instruments: overview(law, asked) };
      return { ...statusOf(law, findState(law, state), asked) };
    },
  });
}

function dayAsked(on: string | undefined, now: () => string): Day {
  return on === undefined ? dayOf(now()) : readDay(on, "on").day;
}

const Record = z.strictObject({
  id: z.string(),
  pinpoint: z.string(),
  effect: Effect,
  binds: Bound,
  grade: Grade,
  statement: z.string(),
  measures: z.array(z.string()),
  rules: z.array(z.string()),
  noRule: z.string().nullable(),
  triedBy: z.string(),
});

function provisionRoutes(): Route[] {
  const answer = (citation: string): { provisions: z.infer<typeof Record>[] } => ({
    provisions: findProvisions(citation.slice(0, 100)).map((each) => {
      const { rules, tested } = lineOf(each);
      const { id, pinpoint, effect, binds, grade, statement, appliesTo, noRule = null } = each;
      return {
        id,
        pinpoint,
        effect,
        binds,
        grade,
        statement,
        measures: [...appliesTo],
        rules: [...rules],
        noRule,
        triedBy: triedBy(tested),
      };
    }),
  });
  const shared = {
    method: "get" as const,
    input: z.strictObject({}),
    output: z.strictObject({ provisions: z.array(Record) }),
  };
  return [
    route({
      ...shared,
      path: "/law/v1/provision/{id}",
      summary:
        "A provision as it is kept, and those below it: `40.22`, `40(22)`, or `hanoi/40(22)` with the slash written %2F.",
      handle: (_input, { params }) => answer(params["id"] ?? ""),
    }),
    route({
      ...shared,
      path: "/law/v1/provision/{instrument}/{article}",
      summary: "The same, as `hanoi/40(22)` stands.",
      handle: (_input, { params }) => answer(`${params["instrument"]}/${params["article"]}`),
    }),
  ];
}

function opinionRoutes(now: () => string, worlds: Worlds): Route[] {
  const input = z.strictObject({
    world: worldName.optional(),
    /** Read by readQuestion, whose problems name each field. */
    question: z.unknown(),
  });
  const read = ({ world, question }: z.infer<typeof input>) => {
    const law = worlds(world ?? worldNamed(question, worlds));
    const asked = readQuestion(question, law, now());
    return { asked, opinion: wholeOpinion(asked, law) };
  };
  return [
    route({
      method: "post",
      path: "/law/v1/opinion",
      summary:
        "The opinion on a question. States by code or name; a name that only one world has chooses it, otherwise the invented one. Nothing is kept.",
      input,
      limit: QUESTION_LIMIT,
      output: Opinion,
      handle: (body) => read(body).opinion,
    }),
    route({
      method: "post",
      path: "/law/v1/opinion/text",
      summary: "The same as text to paste, with citations and grades.",
      input,
      limit: QUESTION_LIMIT,
      output: z.strictObject({ text: z.string() }),
      handle: (body) => {
        const { asked, opinion } = read(body);
        return { text: writtenOpinion(opinion, asked) };
      },
    }),
  ];
}

function worldNamed(question: unknown, worlds: Worlds): World {
  const { requesting, requested } = (question ?? {}) as { requesting?: unknown; requested?: unknown };
  const names = [requesting, requested].filter((each) => typeof each === "string");
  return worldFor(names, worlds, "invented");
}

/** The world that a State's full name chooses; codes are in both, and then `fallback` is meant. */
function worldFor(names: readonly string[], worlds: Worlds, fallback: World): World {
  if (names.every((each) => /^[A-Za-z]{2}$/.test(each.trim()))) return fallback;
  return worldOf({ real: worlds("real"), invented: worlds("invented") }, names, fallback);
}

const Step = z.strictObject({ at: z.string().nullable(), what: z.string() });

function clockRoute(worlds: Worlds): Route {
  return route({
    method: "get",
    path: "/law/v1/clock",
    summary:
      "A period counted out on the calendar of a State, step by step. `from` is an instant with its offset, or a day (its first moment there), also one of another calendar, as `1406-04-13 persian`.",
    input: z.strictObject({
      rule: z.enum(Object.keys(TERM_RULES) as [TermRuleId, ...TermRuleId[]]),
      from: day,
      state: word,
      /** In the place of the zone of the State's sheet. */
      zone: word.optional(),
      world: worldName.optional(),
      length: z
        .string()
        .regex(/^[1-9]\d{0,4}$/)
        .optional(),
    }),
    output: z.strictObject({
      rule: z.string(),
      pinpoint: z.string(),
      counting: z.string(),
      begins: z.string(),
      ends: z.string(),
      beginsThere: z.string(),
      endsThere: z.string(),
      lastDay: z.string().nullable(),
      sure: z.boolean(),
      steps: z.array(Step),
    }),
    handle: ({ rule: id, from, state, zone, world, length }) => {
      const law = worlds(world ?? worldFor([state], worlds, "real"));
      const code = findState(law, state);
      const sheet = law.sheets[code];
      const known: WorkCalendar = sheet
        ? calendarOf(sheet)
        : { whose: nameOf(law, code), zone: null, weekend: null, holidays: null, cover: null };
      const calendar = zone === undefined ? known : { ...known, zone };
      const rule: TermRule = TERM_RULES[id];
      const start = startOf(from, calendar.zone);
      const term = termOf(rule, start, calendar, Number(length ?? rule.length));
      const { pinpoint, begins, ends, beginsThere, endsThere, lastDay, sure, steps } = term;
      const { counting } = rule;
      return { rule: id, pinpoint, counting, begins, ends, beginsThere, endsThere, lastDay, sure, steps };
    },
  });
}

// A day stands for its first moment on the clock it is counted on.
function startOf(text: string, zone: string | null): string {
  if (/T\d{2}:/.test(text)) return parseInstant(text, "from");
  const { day: first } = readDay(text, "from");
  // A zone that is not known, or none, is said by the counting itself.
  return startOfDay(first, zone !== null && isZone(zone) ? zone : "UTC");
}
