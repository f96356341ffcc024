import { Problem } from "../base/problem.ts";

/** What no sheet may be before it is looked at more closely: a circle, or too large to be one State's law. */

/** Characters of text and keys; a file of this size is refused too. */
export const MOST_CHARACTERS = 2_000_000;
export const MOST_OFFENCES = 5_000;
const MOST_LEVELS = 30;

/** Throws Problem `treaty/sheet-cyclic` or `treaty/sheet-oversized`. Looks at each value once and stops early. */
export function refuseUnreadable(json: unknown, where: string): void {
  if (isRecord(json) && Array.isArray(json["offences"]) && json["offences"].length > MOST_OFFENCES)
    throw oversized(`It has ${json["offences"].length} offences; ${MOST_OFFENCES} are the most.`, where);
  const room = { left: MOST_CHARACTERS };
  walk(json, [], where, room);
}

function walk(value: unknown, above: readonly object[], where: string, room: { left: number }): void {
  room.left -= typeof value === "string" ? value.length + 2 : 4;
  if (room.left < 0) throw oversized(`It has more than ${MOST_CHARACTERS} characters.`, where);
  if (typeof value !== "object" || value === null) return;
  if (above.includes(value)) throw cyclic(where);
  if (above.length >= MOST_LEVELS) throw oversized(`It is nested deeper than ${MOST_LEVELS} levels.`, where);
  const within = [...above, value];
  for (const [key, each] of Object.entries(value)) {
    room.left -= key.length;
    walk(each, within, where, room);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function oversized(what: string, where: string): Problem {
  return new Problem(
    "treaty/sheet-oversized",
    what,
    where,
    "A sheet holds one State's law on the points asked; leave out the rest.",
  );
}

function cyclic(where: string): Problem {
  return new Problem(
    "treaty/sheet-cyclic",
    "A part of the sheet contains itself.",
    where,
    "Load the sheet from JSON, in which nothing can contain itself.",
  );
}
