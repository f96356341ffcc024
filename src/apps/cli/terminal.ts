import { type Problem, isProblem } from "../../base/problem.ts";

/** What a command writes, and how: results to standard output, progress and problems to standard error. */
export interface Terminal {
  json: boolean;
  /** A line of the result, for people; nothing with --json. */
  say(line?: string): void;
  /** The result as one JSON document; nothing without --json. */
  result(value: unknown): void;
  /** Progress of something slow; only where somebody watches. */
  progress(what: string, done: number, total: number): void;
}

/** A terminal on the process's own streams. */
export function terminal(json: boolean): Terminal {
  const watched = process.stderr.isTTY === true;
  let shown = 0;
  return {
    json,
    say: (line = "") => void (json || process.stdout.write(`${line}\n`)),
    result: (value) => void (json && process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)),
    progress(what, done, total) {
      if (!watched || (Date.now() - shown < 100 && done < total)) return;
      shown = Date.now();
      process.stderr.write(
        `\r\u001b[K${done < total ? `${what}: ${Math.floor((100 * done) / Math.max(total, 1))} %` : ""}`,
      );
    },
  };
}

/** The exit code of the command that ran: 0 all held, 1 not. */
export const outcome = { code: 0 };

/** Runs a command's work; a problem becomes its four facts and exit code 1. */
export async function reporting(
  json: boolean,
  work: (terminal: Terminal) => Promise<boolean>,
): Promise<void> {
  const out = terminal(json);
  try {
    outcome.code = (await work(out)) ? 0 : 1;
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, problem: error }, null, 2)}\n`);
    else process.stderr.write(problemText(error));
    outcome.code = 1;
  }
}

/** A problem as a person reads it. */
export function problemText(problem: Problem): string {
  const also = problem.also
    .map((each) => `  - ${each.where}: ${each.message} ${each.next} [${each.code}]\n`)
    .join("");
  return `${problem.code}\n  ${problem.message}\n  Where: ${problem.where}\n  Next:  ${problem.next}\n${also}`;
}
