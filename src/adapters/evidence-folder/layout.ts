import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import type { VerifyingKey } from "../../crypto/acts.ts";
import type { By } from "../../custody/step.ts";
import {
  type Directory,
  actKeysAt,
  keysOfParty,
  partyOf,
  providerKeysAt,
  stateOf,
} from "../../party/directory.ts";

/** The folder that a State hands to a court (spec/evidence-package.md, "Evidence folder"). */

export const CONTENTS = "contents.json";
export const CONTENTS_ACT = "contents.jws.json";
export const README = "README.txt";
export const PACKAGE = "package.age";
/** The list of its slices, whose digest is the sealed file's. */
export const SLICES = "package.slices.txt";
export const BAG = "bag";
export const CUSTODY = "custody";
export const STATES = "states";
export const RECEIPTS = "receipts";
/** Files of one receipt. */
export const EVENT = "event.bin";
export const LEAF = "leaf.bin";
export const SEED = "seed.bin";
export const PROOF = "proof.txt";

/** What the folder holds, signed by the State that hands it over. */
export const Contents = z.strictObject({
  format: z.literal("comity/evidence-folder/v1"),
  item: z.string().min(1).max(100),
  ref: z.string().min(1).max(100),
  /** Who hands it over: the State that holds the item, as the chain of custody says. */
  by: z.string().regex(/^[A-Z]{2}$/),
  /** All files but the two that hold this list, sorted by path. */
  files: z
    .array(
      z.strictObject({
        path: z.string().min(1).max(700),
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(50_000),
});
export type Contents = z.infer<typeof Contents>;

/** All files below a folder, sorted, `/` between parts; what is neither file nor folder is named in `strange`. */
export function listFiles(folder: string): { files: string[]; strange: string[] } {
  const found = { files: [] as string[], strange: [] as string[] };
  const visit = (below: string): void => {
    for (const name of readdirSync(join(folder, below))) {
      const path = below ? `${below}/${name}` : name;
      const kind = lstatSync(join(folder, path));
      if (kind.isDirectory()) visit(path);
      else (kind.isFile() ? found.files : found.strange).push(path);
    }
  };
  visit("");
  found.files.sort();
  return found;
}

/** Keys of whoever made a custody step; none where the directory does not know the party. */
export function keysOfStep(directory: Directory): (by: By, at: Instant) => readonly VerifyingKey[] {
  return (by, at) =>
    known(() => {
      if (by.provider === null) return actKeysAt(stateOf(directory, by.state ?? ""), at);
      const party = partyOf(directory, by.provider);
      const fits = party.kind === "provider" && (by.state === null || by.state === party.entry.state);
      return fits ? providerKeysAt(party.provider, at) : [];
    });
}

/** Keys of a party of the directory by its id; none where it is not known. */
export function keysOfSender(directory: Directory): (sender: string, at: Instant) => readonly VerifyingKey[] {
  return (sender, at) => known(() => keysOfParty(partyOf(directory, sender), at));
}

function known(find: () => readonly VerifyingKey[]): readonly VerifyingKey[] {
  try {
    return find();
  } catch {
    return [];
  }
}

export function folderProblem(code: string, what: string, where: string): Problem {
  return new Problem(`folder/${code}`, what, where, "Ask the authority for the folder again.");
}
