import { readFileSync } from "node:fs";
import { readLaw } from "../../adapters/law-files.ts";
import { parseJson } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import { toInstant } from "../../base/time.ts";
import type { Law, World } from "../../treaty/law.ts";
import { wholeOpinion } from "../../treaty/opinion.ts";
import type { Opinion, OpinionInput } from "../../treaty/opinion-types.ts";
import { instantOf, readQuestion } from "../../treaty/question.ts";
import { worldOf } from "../../treaty/states.ts";
import { versionWords } from "../../treaty/written-words.ts";
import { writtenOpinion } from "../../treaty/written.ts";
import { readContent } from "../../request/content.ts";
import { opinionInput } from "../../request/opinion-of.ts";
import type { Terminal } from "./terminal.ts";

interface Flags {
  on?: string;
  /** As text to paste into a letter or a file. */
  text?: boolean;
  world?: World;
}

/** `comity opinion FILE`: what the law says to a request, as of a date. Decides nothing, sends nothing. */
export async function opinionCommand(out: Terminal, file: string, flags: Flags): Promise<boolean> {
  const json = parseJson(readBytes(file), file);
  const law = lawFor(json, flags.world);
  const input = questionIn(json, law, flags.on, file);
  const opinion = wholeOpinion(input, law);
  out.result(opinion);
  if (out.json) return true;
  const lines = flags.text ? writtenOpinion(opinion, input).split("\n") : opinionLines(opinion, input);
  for (const line of lines) out.say(line);
  return true;
}

// A State's full name chooses the world it is in; a code belongs to both, and then the sandbox's world is meant.
function lawFor(json: unknown, world: World | undefined): Law {
  if (world) return readLaw(world);
  const { requesting, requested } = (json ?? {}) as Record<string, unknown>;
  const names = [requesting, requested].filter((each): each is string => typeof each === "string");
  if (names.every((each) => /^[A-Za-z]{2}$/.test(each.trim()))) return readLaw("invented");
  const worlds = { real: readLaw("real"), invented: readLaw("invented") };
  return worlds[worldOf(worlds, names, "invented")];
}

/** A file holds either a request's contents or an opinion's question; both are strict. */
function questionIn(json: unknown, law: Law, on: string | undefined, file: string): OpinionInput {
  const now = on === undefined ? toInstant(Date.now()) : instantOf(on, "--on");
  if (typeof json === "object" && json !== null && "subject" in json)
    return opinionInput(readContent(json), now);
  const asked = on === undefined ? json : { ...(json as object), on: now };
  return readQuestion(asked, law, now, file);
}

function readBytes(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    throw new Problem("cli/no-file", "The file cannot be read.", file, "Check the path.");
  }
}

function endOf({ ends, endsThere, from }: Opinion["clocks"][number]): string {
  if (ends === null) return from === null ? "not started" : "no date yet";
  return endsThere === null ? `ends ${ends}` : `ends ${ends}, which is ${endsThere}`;
}

const MARK = { holds: "holds", fails: "does not hold", unknown: "not known yet" } as const;

/** An opinion as a page of text: what decides first, then what it rests on. */
export function opinionLines(opinion: Opinion, input: { requesting: string; requested: string }): string[] {
  const { instrument, classification, dualCriminality, obligation, authorisation, doors } = opinion;
  return [
    `World           ${opinion.parties.world}${opinion.parties.world === "invented" ? " (these States and their laws do not exist)" : ""}`,
    `${partyName(opinion.parties.requesting, input.requesting)} asks ${partyName(opinion.parties.requested, input.requested)}: ${opinion.measure}, as the law stands at ${opinion.on}`,
    ...opinion.assumed.map((each) => `Assumed         ${each}`),
    "",
    `Instrument      ${instrument.chosen ?? "none"}: ${instrument.why}`,
    ...instrument.candidates.map(
      (each) => `                ${each.id.padEnd(9)} ${MARK[each.applies]}: ${each.why} [${each.pinpoint}]`,
    ),
    `Classification  ${classification.kind}${classification.articles.length ? ` (${classification.articles.join(", ")})` : ""}: ${classification.why}`,
    `Obligation      ${obligation.says} (${obligation.strength}): ${obligation.why} [${obligation.pinpoint}]`,
    `Dual criminality ${dualCriminality.stance}; ${MARK[dualCriminality.result]}: ${dualCriminality.why}`,
    `Authorised by   ${authorisation.requestedState} [${authorisation.source}]`,
    ...(opinion.use
      ? [`Use             ${opinion.use.status}: ${opinion.use.why} [${opinion.use.pinpoint}]`]
      : []),
    `Extradition     ${doors.extradition.status}: ${doors.extradition.why} [${doors.extradition.pinpoint}]`,
    ...decidingSections(opinion),
    ...restingSections(opinion),
    "",
    opinion.canBeSent ? "It can be sent." : "It cannot be sent yet.",
    "Grades: T compared with an authentic text, P with a parallel clause, K not compared yet. The opinion decides for nobody.",
  ];
}

function partyName({ name }: Opinion["parties"]["requesting"], code: string): string {
  return name ? `${name} (${code})` : code;
}

function decidingSections(opinion: Opinion): string[] {
  return [
    ...section(
      "Measure by measure",
      (opinion.measures ?? []).map(
        (each) =>
          `${each.measure.padEnd(20)} ${each.says.padEnd(15)} ${each.instrument ?? "none"} [${each.pinpoint}]`,
      ),
    ),
    ...section(
      "Grounds",
      opinion.grounds.map(
        (ground) =>
          `${ground.status.padEnd(10)} ${ground.indicated ? "!" : " "} ${ground.id.padEnd(4)} ${ground.pinpoint} (${ground.grade}): ${ground.title}. ${ground.why}${dutiesOf(ground)}`,
      ),
    ),
    ...section(
      "Provisions that pull against each other",
      opinion.tensions.map((tension) => `${tension.provisions.join(" / ")}: ${tension.text}`),
    ),
    ...section(
      "Questions a person answers",
      opinion.prompts.map(
        (prompt) =>
          `${prompt.must ? "owed   " : "advised"} ${prompt.id}: ${prompt.question} (${prompt.innocentExplanation})`,
      ),
    ),
    ...section(
      "Facts to ask for next",
      (opinion.next ?? []).map(
        (each) =>
          `${String(each.decides).padStart(2)} lines turn on it: ${each.question} [${each.fact}; ${each.pinpoint}]`,
      ),
    ),
    ...section(
      "Missing",
      opinion.missing.map(
        (each) => `${each.severity.padEnd(8)} ${each.field}: ${each.why} [${each.pinpoint}]`,
      ),
    ),
  ];
}

function dutiesOf({ duties }: Opinion["grounds"][number]): string {
  return duties.length
    ? ` Owed: ${duties.map((each) => `${each.duty} (${each.force}, ${each.pinpoint})`).join("; ")}.`
    : "";
}

function restingSections(opinion: Opinion): string[] {
  return [
    ...section(
      "As enacted",
      opinion.enacted.map(
        (each) =>
          `${each.pinpoint}${each.forThePair ? "" : " (reserved for the pair)"}: ${each.requesting.state}: ${each.requesting.why} ${each.requested.state}: ${each.requested.why}`,
      ),
    ),
    ...section(
      "Conditions",
      opinion.conditions.map(
        (each) => `${each.pinpoint} (${each.grade}): ${each.text}${each.because ? ` ${each.because}` : ""}`,
      ),
    ),
    ...section(
      "Extradition grounds",
      (opinion.doors.extradition.grounds ?? []).map(
        (each) =>
          `${each.status.padEnd(10)} ${each.indicated ? "!" : " "} ${each.id.padEnd(4)} ${each.pinpoint} (${each.grade}): ${each.title}. ${each.why}`,
      ),
    ),
    ...section(
      "Duties",
      opinion.duties.map(
        (duty) =>
          `${duty.effect.padEnd(15)} ${duty.provision} (${duty.grade}) ${duty.bindsWhom}: ${duty.statement} – ${MARK[duty.state]}`,
      ),
    ),
    ...section(
      "Clocks",
      opinion.clocks.flatMap((clock) => [
        `${clock.id}: ${endOf(clock)} [${clock.pinpoint}] ${clock.rule}`,
        ...clock.steps.map((each) => `  ${each}`),
      ]),
    ),
    ...section(
      "Lines of the sheets it leans on",
      (opinion.sources ?? []).map(
        (each) =>
          `${each.state} ${each.about}: ${[each.title, each.at, versionWords(each.version)].filter(Boolean).join(", ")}.${each.caution ? ` ${each.caution}` : each.check ? " No sheet has it: check." : ""}`,
      ),
    ),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length ? ["", title, ...lines.map((line) => `  ${line}`)] : [];
}
