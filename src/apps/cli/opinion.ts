import { readFileSync } from "node:fs";
import { readLaw } from "../../adapters/law-files.ts";
import { parseJson } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import { parseInstant, toInstant } from "../../base/time.ts";
import { formOpinion, readOpinionInput } from "../../treaty/opinion.ts";
import type { Opinion, OpinionInput } from "../../treaty/opinion-types.ts";
import { readContent } from "../../request/content.ts";
import { opinionInput } from "../../request/opinion-of.ts";
import type { Terminal } from "./terminal.ts";

/** `comity opinion FILE`: what the law says to a request, as of a date. Decides nothing, sends nothing. */
export async function opinionCommand(out: Terminal, file: string, on: string | undefined): Promise<boolean> {
  const input = readQuestion(file, on);
  const opinion = formOpinion(input, readLaw());
  out.result(opinion);
  if (!out.json) for (const line of opinionLines(opinion, input)) out.say(line);
  return true;
}

/** A file holds either a request's contents or an opinion's question; both are strict. */
function readQuestion(file: string, on: string | undefined): OpinionInput {
  const json = parseJson(readBytes(file), file);
  const now = on ? parseInstant(/T/.test(on) ? on : `${on}T00:00:00Z`, "--on") : toInstant(Date.now());
  const isContent = typeof json === "object" && json !== null && !Array.isArray(json) && "subject" in json;
  if (isContent) return opinionInput(readContent(json), now);
  return readOpinionInput(
    typeof json === "object" && json !== null && !Array.isArray(json)
      ? { on: now, ...json, ...(on ? { on: now } : {}) }
      : json,
    file,
  );
}

function readBytes(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    throw new Problem("cli/no-file", "The file cannot be read.", file, "Check the path.");
  }
}

const MARK = { holds: "holds", fails: "does not hold", unknown: "not known yet" } as const;

/** An opinion as a page of text. */
export function opinionLines(opinion: Opinion, input: { requesting: string; requested: string }): string[] {
  const { instrument, classification, dualCriminality, obligation, authorisation, doors } = opinion;
  return [
    `${input.requesting} asks ${input.requested}: ${opinion.measure}, as the law stands at ${opinion.on}`,
    "",
    `Instrument      ${instrument.chosen ?? "none"}: ${instrument.why}`,
    ...instrument.candidates.map(
      (each) => `                ${each.id.padEnd(9)} ${MARK[each.applies]}: ${each.why} [${each.pinpoint}]`,
    ),
    `Classification  ${classification.kind}${classification.articles.length ? ` (${classification.articles.join(", ")})` : ""}: ${classification.why}`,
    `Obligation      ${obligation.strength}: ${obligation.why} [${obligation.pinpoint}]`,
    `Dual criminality ${dualCriminality.stance}; ${MARK[dualCriminality.result]}: ${dualCriminality.why}`,
    `Authorised by   ${authorisation.requestedState} [${authorisation.source}]`,
    `Extradition     ${doors.extradition.status}: ${doors.extradition.why} [${doors.extradition.pinpoint}]`,
    ...section(
      "Duties",
      opinion.duties.map(
        (duty) =>
          `${duty.effect.padEnd(15)} ${duty.provision} (${duty.grade}) ${duty.bindsWhom}: ${duty.statement} – ${MARK[duty.state]}`,
      ),
    ),
    ...section(
      "Grounds",
      opinion.grounds.map(
        (ground) =>
          `${ground.status.padEnd(10)} ${ground.id.padEnd(4)} ${ground.pinpoint}: ${ground.title}. ${ground.why}`,
      ),
    ),
    ...section(
      "Clocks",
      opinion.clocks.map(
        (clock) => `${clock.id}: ends ${clock.ends ?? "not started"} [${clock.pinpoint}] ${clock.rule}`,
      ),
    ),
    ...section(
      "Questions a person answers",
      opinion.prompts.map(
        (prompt) =>
          `${prompt.must ? "owed   " : "advised"} ${prompt.id}: ${prompt.question} (${prompt.innocentExplanation})`,
      ),
    ),
    ...section(
      "Provisions that pull against each other",
      opinion.tensions.map((tension) => `${tension.provisions.join(" / ")}: ${tension.text}`),
    ),
    ...section(
      "Missing",
      opinion.missing.map(
        (each) => `${each.severity.padEnd(8)} ${each.field}: ${each.why} [${each.pinpoint}]`,
      ),
    ),
    "",
    opinion.canBeSent ? "It can be sent." : "It cannot be sent yet.",
    "Grades: T compared with an authentic text, P with a parallel clause, K not compared yet. The opinion decides for nobody.",
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length ? ["", title, ...lines.map((line) => `  ${line}`)] : [];
}
