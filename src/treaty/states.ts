import { z } from "zod";
import type { StateCode } from "../base/ids.ts";
import { Problem } from "../base/problem.ts";
import type { Law } from "./law.ts";

/**
 * The names by which a person finds a State. Short forms for matching; they take no position on the status of any. The
 * codes are those of ISO 3166-1 in the real world, and belong to one world only.
 */
export const StateNames = z.strictObject({
  format: z.literal("comity/states/v1"),
  invented: z.boolean(),
  note: z.string().optional(),
  states: z.array(
    z.strictObject({
      code: z.string().regex(/^[A-Z]{2}$/),
      name: z.string().min(1).max(100),
      /** Other forms in use; in the real world, endonyms and older names too. */
      aliases: z.array(z.string().min(1).max(100)).optional(),
      /** A regional economic integration organization, not a State. */
      organization: z.literal(true).optional(),
    }),
  ),
});
export type StateNames = z.infer<typeof StateNames>;

/** The name of a State in this world, or its code where no name is known. */
export function nameOf(law: Law, code: StateCode): string {
  return law.names?.[code]?.name ?? law.sheets[code]?.name ?? code;
}

/** Every State this world names, sorted by name. */
export function statesOf(law: Law): { code: StateCode; name: string; organization: boolean }[] {
  const codes = new Set([...Object.keys(law.names ?? {}), ...Object.keys(law.sheets)]);
  return [...codes]
    .map((code) => ({
      code,
      name: nameOf(law, code),
      organization: law.names?.[code]?.organization === true,
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

/**
 * The code of a State that a person wrote as a code (`JP`), a name (`Japan`) or another form of it, whatever the case
 * and the accents. Throws Problem `treaty/unknown-state`, with the names that come nearest.
 */
export function findState(law: Law, written: string): StateCode {
  const found = lookUp(law, written);
  if (found) return found;
  const near = nearest(law, written);
  throw new Problem(
    "treaty/unknown-state",
    `The ${law.world} world has no State "${written.slice(0, 60)}".`,
    "state",
    near.length
      ? `Perhaps ${near.join(" or ")}; a code of two letters works too.`
      : "Write its code of two letters or its name; the other world is --world real or --world invented.",
  );
}

/** The same, or undefined. */
export function lookUp(law: Law, written: string): StateCode | undefined {
  const code = written.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(code) && (law.names?.[code] || law.sheets[code])) return code;
  const wanted = plain(written);
  return statesOf(law).find(({ code: each }) => formsOf(law, each).some((form) => plain(form) === wanted))
    ?.code;
}

function formsOf(law: Law, code: StateCode): string[] {
  return [nameOf(law, code), ...(law.names?.[code]?.aliases ?? [])];
}

// Names are compared without case, accents and punctuation: Cote d'Ivoire finds Côte d’Ivoire.
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .replace(/^the /, "")
    .trim();
}

function nearest(law: Law, written: string): string[] {
  const wanted = plain(written);
  if (wanted.length < 3) return [];
  return statesOf(law)
    .filter(({ name }) => plain(name).startsWith(wanted.slice(0, 3)) || plain(name).includes(wanted))
    .slice(0, 3)
    .map(({ name, code }) => `${name} (${code})`);
}

/**
 * The world a person means: the one they named; else the one in which a name they wrote exists and in which alone; else
 * `fallback`. A code does not choose, because codes mean different States in the two.
 */
export function worldOf(
  worlds: { real: Law; invented: Law },
  written: readonly string[],
  fallback: Law["world"],
): Law["world"] {
  for (const each of written) {
    if (/^[A-Za-z]{2}$/.test(each.trim())) continue;
    const real = lookUp(worlds.real, each) !== undefined;
    const invented = lookUp(worlds.invented, each) !== undefined;
    if (real !== invented) return real ? "real" : "invented";
  }
  return fallback;
}
