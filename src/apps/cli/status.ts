import { Problem } from "../../base/problem.ts";
import type { Day } from "../../base/time.ts";
import { sayDate } from "../../treaty/dates.ts";
import type { Law } from "../../treaty/law.ts";
import { InstrumentId } from "../../treaty/opinion-types.ts";
import { findState, nameOf } from "../../treaty/states.ts";
import {
  type Bound,
  type InstrumentOverview,
  type InstrumentStatus,
  type StateStatus,
  overview,
  statusOf,
} from "../../treaty/status.ts";
import { SURENESS_MEANS, type Sureness } from "../../treaty/sureness.ts";
import { type Before, type WhatIf, whatIf } from "../../treaty/what-if.ts";
import type { Terminal } from "./terminal.ts";
import { dayMeant, lawMeant, worldLine } from "./world.ts";

export interface StatusFlags {
  on?: string | undefined;
  world?: string | undefined;
  ifRatify?: string | undefined;
  deposits?: string | undefined;
  instrument?: string | undefined;
}

/** `comity status [STATE]`: who is bound by what on a day, and what would follow from further deposits. */
export async function statusCommand(
  out: Terminal,
  written: string | undefined,
  flags: StatusFlags,
): Promise<boolean> {
  const on = dayMeant(flags.on);
  const supposed = flags.ifRatify?.split(",").map((each) => each.trim());
  const law = lawMeant(flags.world, supposed ?? (written === undefined ? [] : [written]), "real");
  const lines = supposed
    ? answerWhatIf(out, law, supposed, flags)
    : written === undefined
      ? answerOverview(out, law, on)
      : answerState(out, law, written, on);
  out.say(worldLine(law, on));
  for (const line of lines) out.say(line);
  return true;
}

function answerOverview(out: Terminal, law: Law, on: Day): string[] {
  const instruments = overview(law, on);
  out.result({ world: law.world, on, instruments });
  return [...instruments.flatMap(overviewLines), ...(law.world === "real" ? surenessLines() : [])];
}

function answerState(out: Terminal, law: Law, written: string, on: Day): string[] {
  const status = statusOf(law, findState(law, written), on);
  out.result(status);
  return [...stateLines(status), ...(law.world === "real" ? surenessLines() : [])];
}

function answerWhatIf(out: Terminal, law: Law, written: readonly string[], flags: StatusFlags): string[] {
  if (flags.deposits === undefined)
    throw new Problem(
      "cli/no-deposits",
      "--if-ratify needs the day of the deposits.",
      "--deposits",
      "Add --deposits 2027-03-01.",
    );
  const states = written.filter((each) => each !== "").map((each) => findState(law, each));
  const deposits = flags.deposits;
  const supposed = states.map((state) => ({ state, deposits }));
  const result = whatIf(law, supposed, instrumentMeant(flags.instrument));
  out.result({ world: law.world, ...result });
  return whatIfLines(law, result);
}

function instrumentMeant(written: string | undefined): InstrumentId {
  const parsed = InstrumentId.safeParse(written ?? "hanoi");
  if (parsed.success) return parsed.data;
  throw new Problem(
    "treaty/unknown-instrument",
    `There is no instrument "${(written ?? "").slice(0, 40)}".`,
    "--instrument",
    `Say one of ${InstrumentId.options.join(", ")}.`,
  );
}

const ANSWER: Readonly<Record<Bound, string>> = {
  yes: "yes",
  probably: "probably",
  no: "no",
  "not-known": "not known",
};

function surenessLines(): string[] {
  return [
    "",
    "How sure",
    ...(["A", "B", "C", "D"] as const).map((each) => `  ${each}  ${SURENESS_MEANS[each]}`),
  ];
}

function span({ sure, perhaps }: { sure: number; perhaps: number }): string {
  return sure === perhaps ? `${sure}` : `${sure} to ${perhaps}`;
}

/** One instrument as a whole, as a page of text. */
export function overviewLines(each: InstrumentOverview): string[] {
  const { parties, deposits } = each;
  const bound = [
    `${parties.yes} bound`,
    ...(parties.probably ? [`${parties.probably} probably`] : []),
    ...(parties["not-known"] ? [`${parties["not-known"]} not known`] : []),
    ...(each.signed.perhaps ? [`${span(each.signed)} have signed`] : []),
  ];
  return [
    "",
    `${each.name}${each.reference ? ` (${each.reference})` : ""} [${each.id}]`,
    `  In force        ${inForceWords(each)}`,
    `  Parties         ${bound.join(", ")}`,
    ...(deposits && each.inForce.now !== "holds"
      ? [`  Deposits        ${span(deposits)} of ${deposits.needed} known`]
      : []),
    ...(each.newestCovered ? [`  Newest covered  ${sayDate(each.newestCovered)}`] : []),
    ...(each.completeness ? [`  How complete    ${each.completeness} (${each.sureness})`] : []),
    ...each.gaps.map((gap) => `  Not covered     ${gap}`),
    ...(each.statusOnly ? [`  Here            ${each.statusOnly}`] : []),
  ];
}

function inForceWords({ inForce }: InstrumentOverview): string {
  const now = { holds: "yes", fails: "no", unknown: "see each State" }[inForce.now];
  return `${now}: ${inForce.why}`;
}

/** A State's status as a page of text. */
export function stateLines(status: StateStatus): string[] {
  return [
    "",
    `${status.name} (${status.state})`,
    ...status.instruments.flatMap((each) => instrumentLines(each, status)),
    ...status.roads.flatMap(roadLines),
    "",
    "Not known here",
    ...status.notKnown.map((each) => `  ${each}`),
    "  Treaties of two States and promises of reciprocity that nobody entered.",
  ];
}

function instrumentLines(each: InstrumentStatus, { state, name, world }: StateStatus): string[] {
  const covered = each.newestCovered
    ? `; newest date covered ${sayDate(each.newestCovered)}${each.beyondCoverage ? ", before the day asked about" : ""}`
    : "";
  const sure = world === "real" ? ` (${each.sureness}${covered})` : "";
  // The finding names the State by its code; here its name stands above.
  const why = each.why.replace(`${state}: `, "").replace(new RegExp(`^${state}\\b`), name);
  return [
    "",
    `${each.name}${each.reference ? ` (${each.reference})` : ""}`,
    `  ${ANSWER[each.bound].padEnd(11)}${why} [${each.pinpoint}]${sure}`,
    ...(each.signed ? [`  signed     ${sayDate(each.signed)}`] : []),
    ...(each.until ? [`  until      ${each.until}`] : []),
    ...each.approved.map((text) => `  at home    ${text}; this is no deposit`),
    ...each.agreements.map((with_) => `  ${ANSWER[with_.bound].padEnd(11)}with ${with_.name}: ${with_.why}`),
    ...each.seen.map(
      (seen) =>
        `  ${seen.kind}${seen.provisions.length ? ` on ${seen.provisions.join(", ")}` : ""}: ${seen.text} (${sayDate(seen.date)}; ${seen.sureness}, ${seen.source})`,
    ),
    ...(each.unseen ? ["  There may be reservations and declarations that were not seen."] : []),
  ];
}

function roadLines(road: StateStatus["roads"][number]): string[] {
  const line = (
    what: string,
    text: string,
    date: string | null,
    source: string,
    sureness: Sureness,
  ): string =>
    `  ${what.padEnd(10)} ${text} (${date === null ? "day not known" : sayDate(date)}; ${sureness}, ${source})`;
  return [
    "",
    `Road to ratification: ${road.instrument}`,
    ...(road.body ? [`  decides    ${road.body.name} (${road.body.sureness}, ${road.body.source})`] : []),
    ...(road.threshold
      ? [
          `  majority   ${road.threshold.text} That is ${road.votesNeeded}. (${road.threshold.sureness}, ${road.threshold.source})`,
        ]
      : []),
    ...(road.stage
      ? [
          line(
            "stage",
            `${road.stage.stage}: ${road.stage.text}`,
            road.stage.date,
            road.stage.source,
            road.stage.sureness,
          ),
        ]
      : []),
    ...road.steps.map((each) => line("step", each.text, each.date, each.source, each.sureness)),
    ...road.positions.map((each) =>
      line("position", `${each.who}: ${each.said}`, each.date, each.source, each.sureness),
    ),
    ...road.reported.map((each) =>
      line(
        "reported",
        `by ${each.reportedBy}, no position: ${each.text}`,
        each.date,
        each.source,
        each.sureness,
      ),
    ),
    ...road.papers.map((each) => line(each.kind, each.text, each.date, each.source, each.sureness)),
  ];
}

const MOST_SHOWN = 25;

/** A what-if as a page of text. */
export function whatIfLines(law: Law, result: WhatIf): string[] {
  const { deposits, entersIntoForce: entry, pairs } = result;
  return [
    "",
    `What if: ${result.name}`,
    ...result.supposed.map(
      (each) => `  ${each.name}: ${each.as} deposited on ${each.date}${each.note ? ` (${each.note})` : ""}`,
    ),
    "",
    `Deposits        ${span(deposits.known)} known and ${deposits.supposed} supposed, of ${deposits.needed} needed`,
    entry
      ? `In force        ${entry.from ? `from ${entry.from}` : `from a day between ${entry.between?.earliest} and ${entry.between?.latest}`} [${entry.pinpoint}]`
      : `In force        no: ${deposits.missing} more would be needed`,
    ...boundLines(result),
    ...(entry
      ? [
          "",
          `Pairs           ${pairs.all} would be bound; compared on ${result.pairsOn}`,
          `  ${pairs.gained} had no treaty for evidence before`,
          `  ${pairs.overCondition} had one only on a condition (organized crime, corruption)`,
          `  ${pairs.perhaps} perhaps had none: check the depositary`,
        ]
      : []),
    ...pairLines(law, result),
  ];
}

// Most are bound from one day on, so each day is told once, with its States.
function boundLines({ bound }: WhatIf): string[] {
  const byDay = new Map<string, string[]>();
  for (const { from, name, pinpoint } of bound) {
    const day = `${from ?? "a day not exactly known"} [${pinpoint}]`;
    byDay.set(day, [...(byDay.get(day) ?? []), name]);
  }
  return [...byDay].map(([day, names]) => `  from ${day}: ${names.join(", ")}`);
}

const HAD: Readonly<Record<Before, string>> = {
  none: "Pairs that had no treaty for evidence and would gain one",
  conditional: "Pairs that had one only on a condition",
  "not-known": "Pairs that perhaps had none",
};

function pairLines(law: Law, { gained }: WhatIf): string[] {
  return (["none", "conditional", "not-known"] as const).flatMap((before) => {
    const pairs = gained.filter((each) => each.before === before);
    if (pairs.length === 0) return [];
    const more = pairs.length - MOST_SHOWN;
    return [
      "",
      HAD[before],
      ...pairs
        .slice(0, MOST_SHOWN)
        .map(({ a, b, from }) => `  ${nameOf(law, a)} – ${nameOf(law, b)}${from ? `, from ${from}` : ""}`),
      ...(more > 0 ? [`  and ${more} more; --json lists them all`] : []),
    ];
  });
}
