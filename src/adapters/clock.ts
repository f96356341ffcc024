import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { type Instant, toInstant, toMillis } from "../base/time.ts";

/**
 * The clock of this machine; or, in a sandbox, one that began at a set instant and that can be moved forward for the
 * whole federation at once. It stands in a small file which all processes of the sandbox read.
 */
const ClockFile = z.strictObject({
  /** The instant at which the sandbox began, by its own clock. */
  began: z.string(),
  /** Milliseconds since 1970 of the real clock at that moment. */
  real: z.number(),
  /** Milliseconds by which it has been moved forward since. */
  ahead: z.number().nonnegative(),
});
export type ClockFile = z.infer<typeof ClockFile>;

/** How long a reading of the file is used before it is read again, in milliseconds. */
const READ_EVERY = 25;

/** The clock a process is to use: `COMITY_SANDBOX_CLOCK` names the sandbox's clock file. Milliseconds since 1970. */
export function clockFromEnv(env: Record<string, string | undefined>): () => number {
  const path = env["COMITY_SANDBOX_CLOCK"];
  return path ? sandboxClock(path) : () => Date.now();
}

/** The clock in a file. */
export function sandboxClock(path: string): () => number {
  let file = readClock(path);
  let readAt = Date.now();
  return () => {
    const real = Date.now();
    if (real - readAt >= READ_EVERY) {
      file = readClock(path);
      readAt = real;
    }
    return toMillis(file.began) + (real - file.real) + file.ahead;
  };
}

/** Starts a clock file at an instant. */
export function writeClock(path: string, file: ClockFile): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(file)}\n`);
  renameSync(`${path}.new`, path);
}

/** Moves a sandbox's clock forward; resolves when all its processes see it. Throws Problem `clock/backwards`. */
export async function advanceClock(path: string, milliseconds: number): Promise<void> {
  if (!(milliseconds >= 0))
    throw new Problem(
      "clock/backwards",
      "A clock never goes back.",
      "milliseconds",
      "Give a positive number.",
    );
  const file = readClock(path);
  writeClock(path, { ...file, ahead: file.ahead + milliseconds });
  await new Promise((done) => setTimeout(done, 2 * READ_EVERY));
}

function readClock(path: string): ClockFile {
  return ClockFile.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** A clock as instants. */
export function instants(now: () => number): () => Instant {
  return () => toInstant(now());
}
