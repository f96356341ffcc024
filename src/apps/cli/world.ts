import { readLaw } from "../../adapters/law-files.ts";
import { Problem } from "../../base/problem.ts";
import { type Day, dayOf, parseInstant, toInstant } from "../../base/time.ts";
import type { Law, World } from "../../treaty/law.ts";
import { worldOf } from "../../treaty/states.ts";

/** What every command about the law is asked first: in which world, and as of which day. */

/**
 * The law of the world meant: the one named by `--world`; else the one in which alone a State's full name exists; else
 * `fallback`. Throws Problem `cli/unknown-world`, and what `readLaw` throws.
 */
export function lawMeant(world: string | undefined, written: readonly string[], fallback: World): Law {
  if (world === "real" || world === "invented") return readLaw(world);
  if (world !== undefined)
    throw new Problem(
      "cli/unknown-world",
      `There is no world "${world}".`,
      "--world",
      "Say real or invented.",
    );
  if (written.every((each) => /^[A-Za-z]{2}$/.test(each.trim()))) return readLaw(fallback);
  const worlds = { real: readLaw("real"), invented: readLaw("invented") };
  return worlds[worldOf(worlds, written, fallback)];
}

/** The first line of an answer: which world, and the day it is given for. */
export function worldLine(law: Law, on: Day): string {
  return law.world === "real"
    ? `The real world, as far as seen, on ${on}. Check the depositary before you rely on it.`
    : `The invented world, on ${on}: its States and dates do not exist.`;
}

/** The day `--on` names, or today in UTC. Throws Problem `time/invalid`. */
export function dayMeant(on: string | undefined): Day {
  return dayOf(on ? parseInstant(/T/.test(on) ? on : `${on}T00:00:00Z`, "--on") : toInstant(Date.now()));
}
